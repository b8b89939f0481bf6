import { answer } from '@sluice/client';
import type { Client } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../failure.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { createLive } from '../../output/live.ts';
import { followEvents } from '../event/events.ts';
import { followPromotion } from '../promotion/follow.ts';
import { promotionId } from '../promotion/subject.ts';
import { understand } from '../sentence.ts';
import { watchDocument } from '../watch-document.ts';
import { executionPictures, hasEnded, hasSucceeded } from './picture.ts';

/** `sluice watch [ID | APP ENV]` */
export async function watch(context: Context, words: readonly string[], options: { timeout?: number }): Promise<void> {
  const sentence = understand(context, 'watch', words);
  const { id, app, environment } = sentence;
  const client = await context.client();
  if (id?.startsWith('exe_') === true) return watchExecution(context, client, id, options.timeout);
  if (id === undefined && environment === undefined) return followEvents(context, client, { app });
  const promotion = await promotionId(context, client, sentence);
  const first = await answer(client.http.GET('/v1/promotions/{id}', { params: { path: { id: promotion } } }));
  const last = await followPromotion(
    context,
    client,
    first,
    options.timeout === undefined ? {} : { timeoutMs: options.timeout },
  );
  if (context.format !== 'table') await show(context, last, () => '');
}

async function watchExecution(
  context: Context,
  client: Client,
  id: string,
  timeoutMs: number | undefined,
): Promise<void> {
  const read = () => answer(client.http.GET('/v1/executions/{id}', { params: { path: { id } } }));
  const first = await read();
  const live = context.format === 'table' ? createLive(context.terminal, context.view, executionPictures) : undefined;
  let latest = first;
  live?.show(first);
  const outcome = await watchDocument({
    client,
    path: `/v1/executions/${id}/events`,
    read,
    isFinished: hasEnded,
    first,
    onChange: (execution) => {
      latest = execution;
      live?.show(execution);
    },
    onLost: () => context.terminal.remark(`${promotionWords[context.language].reconnecting}\n`),
    interrupted: context.interrupted(),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  live?.end();
  if (context.format !== 'table') await show(context, latest, () => '');
  if (outcome === 'finished') context.exitWith(hasSucceeded(latest) ? exitCodes.done : exitCodes.failed);
  else context.exitWith(outcome === 'timeout' ? exitCodes.stillWaiting : exitCodes.interrupted);
}
