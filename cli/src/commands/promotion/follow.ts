import { answer } from '@sluice/client';
import type { Client, Promotion } from '@sluice/client';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../failure.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { createLive } from '../../output/live.ts';
import { duration } from '../../output/time.ts';
import { watchDocument } from '../watch-document.ts';
import { promotionPictures } from './picture.ts';

export interface FollowOptions {
  readonly timeoutMs?: number;
}

/**
 * Shows a promotion until it has finished, over restarts of the server, and answers with its last state. Sets the exit
 * code: 0 when it succeeded, 1 when it did not, 6 when the time ran out first.
 */
export async function followPromotion(
  context: Context,
  client: Client,
  first: Promotion,
  options: FollowOptions,
): Promise<Promotion> {
  const words = promotionWords[context.language];
  const company = { commits: await commitsOf(context, client, first) };
  const live =
    context.format === 'table'
      ? createLive(
          context.terminal,
          context.view,
          promotionPictures(() => company),
        )
      : undefined;
  let latest = first;
  live?.show(first);
  const outcome = await watchDocument({
    client,
    path: `/v1/promotions/${first.id}/events`,
    read: () => answer(client.http.GET('/v1/promotions/{id}', { params: { path: { id: first.id } } })),
    isFinished: ({ state }) => state === 'finished',
    first,
    onChange: (promotion) => {
      latest = promotion;
      live?.show(promotion);
    },
    onLost: () => context.terminal.remark(`${words.reconnecting}\n`),
    interrupted: context.interrupted(),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  live?.end();
  if (outcome === 'finished') {
    context.exitWith(latest.result === 'success' || latest.result === 'skipped' ? exitCodes.done : exitCodes.failed);
    return latest;
  }
  context.exitWith(outcome === 'timeout' ? exitCodes.stillWaiting : exitCodes.interrupted);
  const said =
    outcome === 'timeout' ? words.stillWaiting(duration(options.timeoutMs ?? 0, context.language)) : words.goesOn;
  context.terminal.remark(`${said} ${words.follow}: sluice watch ${first.id}\n`);
  return latest;
}

/** Who wrote what is new there. A courtesy: without an answer the line is only shorter. */
async function commitsOf(context: Context, client: Client, promotion: Promotion): Promise<string | undefined> {
  const { app, artifact, replaces, kind } = promotion;
  if (replaces === null || kind !== 'promotion' || context.format !== 'table') return undefined;
  const query = { project: promotion.project, from: `${app}@${artifact.version}`, to: `${app}@${replaces.version}` };
  const found = await answer(client.http.GET('/v1/diff', { params: { query } })).catch(() => undefined);
  const commits = found?.items[0]?.commits;
  if (commits === undefined || commits.total === 0) return undefined;
  const words = promotionWords[context.language];
  const people = [...new Set(commits.list.map(({ author }) => author))];
  const shown = people.length > 3 ? [...people.slice(0, 2), words.more(people.length - 2)] : people;
  return words.commitsBy(commits.total, shown.join(', '));
}
