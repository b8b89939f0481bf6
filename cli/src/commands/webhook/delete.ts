import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice webhook delete NAME`, `sluice delete webhook NAME` */
export async function deleteWebhook(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name }, query: { project: context.project } };
  const deleted = await answer(http.DELETE('/v1/webhooks/{name}', { params }));
  await show(context, deleted, ({ message }, view) => `${mark('done', view)} ${say(message, view)}`);
}
