import { answer, given } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import { understand, withParts } from '../sentence.ts';

/** `sluice stop APP ENV` */
export async function stop(context: Context, words: readonly string[], options: { reason?: string }): Promise<void> {
  const sentence = understand(context, 'stop', words, { reason: options.reason });
  const { app, environment, reason } = withParts(context, sentence, 'app', 'environment');
  const { http } = await context.client();
  const params = { path: { app, environment } };
  const body = given({ project: context.project, reason });
  const stopped = await answer(http.POST('/v1/apps/{app}/environments/{environment}/stop', { params, body }));
  await show(context, stopped, ({ message }, view) =>
    hang(`${mark('done', view)} `, say(message, view), view.width).join('\n'),
  );
}
