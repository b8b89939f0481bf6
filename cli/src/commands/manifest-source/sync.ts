import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice source sync NAME` */
export async function syncSource(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name } };
  const body = { project: context.project };
  const answered = await answer(http.POST('/v1/manifest-sources/{name}/sync', { params, body }));
  await show(context, answered, ({ message }, view) => `${mark('done', view)} ${say(message, view)}`);
}
