import { answer, given } from '@sluice/client';
import type { Client, Promotion, Sentence } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { exitCodes, Failure } from '../../failure.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { mark } from '../../output/mark.ts';
import { understand, withParts } from '../sentence.ts';
import { followPromotion } from './follow.ts';
import type { MoveOptions } from './move-options.ts';
import { defaultTimeoutMs } from './move-options.ts';
import { promotionId } from './subject.ts';

/** `sluice retry ID`, `sluice retry APP ENV` */
export async function retry(context: Context, words: readonly string[], options: MoveOptions): Promise<void> {
  const said = understand(context, 'retry', words, { reason: options.reason });
  const client = await context.client();
  const id = said.id ?? (await lastEnded(context, client, said));
  const body = given({ reason: said.reason });
  const promotion = await answer(client.http.POST('/v1/promotions/{id}/retry', { params: { path: { id } }, body }));
  await follow(context, client, promotion, 'retried', options);
}

/** `sluice resume ID`, `sluice resume APP ENV` */
export async function resume(context: Context, words: readonly string[], options: MoveOptions): Promise<void> {
  const said = understand(context, 'resume', words, {});
  const client = await context.client();
  const id = await promotionId(context, client, said);
  const promotion = await answer(client.http.POST('/v1/promotions/{id}/resume', { params: { path: { id } } }));
  await follow(context, client, promotion, 'resumed', options);
}

async function follow(
  context: Context,
  client: Client,
  promotion: Promotion,
  word: 'retried' | 'resumed',
  options: MoveOptions,
): Promise<void> {
  if (options.wait === true) {
    const last = await followPromotion(context, client, promotion, { timeoutMs: options.timeout ?? defaultTimeoutMs });
    if (context.format !== 'table') await show(context, last, () => '');
    return;
  }
  await show(context, promotion, ({ id, app, artifact, environment }, view) => {
    const words = promotionWords[view.language];
    const sentence = words[word](`${app} ${artifact.version}`, environment);
    return `${mark('done', view)} ${sentence}\n  ${view.colors.dim(`${words.follow}:`)} sluice watch ${id}`;
  });
}

/** What ended last in that environment; whether it can go on is for the server to say. */
async function lastEnded(context: Context, client: Client, sentence: Sentence): Promise<string> {
  const { app, environment } = withParts(context, sentence, 'app', 'environment');
  const query = { project: context.project, app, environment, state: 'finished' as const, limit: 1 };
  const { items } = await answer(client.http.GET('/v1/promotions', { params: { query } }));
  const [last] = items;
  if (last === undefined) {
    throw new Failure(promotionWords[context.language].nothingEnded(app, environment), exitCodes.notFound);
  }
  return last.id;
}
