import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice webhook rotate NAME`: the secret stands alone on its line, ready to be taken whole. */
export async function rotateSecret(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name }, query: { project: context.project } };
  const rotated = await answer(http.POST('/v1/webhooks/{name}/rotate-secret', { params }));
  await show(context, rotated, ({ message, secret }, view) =>
    [`${mark('done', view)} ${say(message, view)}`, secret].join('\n'),
  );
}
