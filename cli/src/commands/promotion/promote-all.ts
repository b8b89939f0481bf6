import { answer, given } from '@sluice/client';
import type { PromoteAllAnswer, Sentence } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { mark } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang, padEnd, widthOf } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { withParts } from '../sentence.ts';
import { followPromotion } from './follow.ts';
import { defaultTimeoutMs, whenBusy } from './move-options.ts';
import type { PromoteOptions } from './move-options.ts';

type Item = PromoteAllAnswer['items'][number];

/** `sluice promote --all --from ENV --to ENV`: everything that is ready, each app by a promotion of its own. */
export async function promoteAll(context: Context, sentence: Sentence, options: PromoteOptions): Promise<void> {
  const { environment: to, from, reason } = withParts(context, sentence, 'environment');
  const words = promotionWords[context.language].all;
  if (from?.target !== undefined) throw new UsageError(words.noTarget(from.environment, to));
  const client = await context.client();
  const { project } = context;
  const dryRun = options.dryRun === true;
  const body = { ...given({ project, from: from?.environment, to, reason }), whenBusy: whenBusy(options), dryRun };
  const done = await answer(client.http.POST('/v1/promotions/bulk', { body }));
  await show(context, done, drawAll);
  const refused = done.items.some(({ outcome }) => outcome === 'refused');
  const codes: number[] = [refused ? exitCodes.failed : exitCodes.done];
  if (options.wait === true && !dryRun) codes.push(...(await followAll(context, done, options)));
  // What failed is told before what still waits.
  const worst = codes.includes(exitCodes.failed) ? exitCodes.failed : Math.max(...codes);
  context.exitWith(worst);
}

/** One after the other: each goes on by itself while another is shown. */
async function followAll(context: Context, { items }: PromoteAllAnswer, options: PromoteOptions) {
  const client = await context.client();
  const until = Date.now() + (options.timeout ?? defaultTimeoutMs);
  const codes: number[] = [];
  for (const { promotionId: id } of items) {
    if (id === null) continue;
    const first = await answer(client.http.GET('/v1/promotions/{id}', { params: { path: { id } } }));
    const last = await followPromotion(context, client, first, { timeoutMs: Math.max(1, until - Date.now()) });
    if (last.state !== 'finished') codes.push(exitCodes.stillWaiting);
    else codes.push(last.result === 'success' ? exitCodes.done : exitCodes.failed);
  }
  return codes;
}

const moods: Readonly<Record<Item['outcome'], Mood>> = {
  starts: 'moving',
  waits: 'waiting',
  joins: 'moving',
  queues: 'waiting',
  unchanged: 'done',
  'not-ready': 'skipped',
  refused: 'bad',
};

/** One line for each app, what moves first; those that have nothing to do are only counted. */
function drawAll({ from, to, dryRun, items }: PromoteAllAnswer, view: View): string {
  const words = promotionWords[view.language].all;
  const { dim } = view.colors;
  if (items.length === 0) return words.none(from, to);
  const shown = items.filter(({ outcome }) => outcome !== 'unchanged');
  const subject = ({ app, artifact }: Item): string => (artifact === null ? app : `${app} ${artifact.version}`);
  const groups = Map.groupBy(shown, ({ outcome }): string => outcome);
  const width = Math.max(0, ...shown.map((item) => widthOf(subject(item))));
  const lines = Object.keys(moods).flatMap((outcome) =>
    (groups.get(outcome) ?? []).flatMap((item) => [
      ...hang(
        `${mark(moods[item.outcome], view)} ${padEnd(subject(item), width)}  `,
        say(item.message, view),
        view.width,
      ),
      ...(item.command === null ? [] : [`  ${' '.repeat(width)}  ${dim(item.command)}`]),
    ]),
  );
  const unchanged = items.length - shown.length;
  return [
    ...lines,
    ...(unchanged === 0 ? [] : [`${mark('done', view)} ${words.unchanged(unchanged, to)}`]),
    ...(dryRun ? ['', promotionWords[view.language].plan.nothingDone] : []),
  ].join('\n');
}
