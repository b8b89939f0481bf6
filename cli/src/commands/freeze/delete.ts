import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice delete freeze NAME` */
export async function deleteFreeze(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { kind: 'freeze', name }, query: { project: context.project } } as const;
  const { message } = await answer(http.DELETE('/v1/manifests/{kind}/{name}', { params }));
  await show(context, { kind: 'Freeze', name, deleted: true, message }, (document, view) => {
    return `${mark('done', view)} ${say(document.message, view)}`;
  });
}
