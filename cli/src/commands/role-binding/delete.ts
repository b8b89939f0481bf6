import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice delete role-binding NAME` */
export async function deleteRoleBinding(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name }, query: { project: context.project } };
  const { message } = await answer(http.DELETE('/v1/role-bindings/{name}', { params }));
  const document = { kind: 'RoleBinding', name, deleted: true };
  await show(context, document, (_, view) => `${mark('done', view)} ${say(message, view)}`);
}
