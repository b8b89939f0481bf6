import { answer, given } from '@sluice/client';
import type { Client, PromoteAnswer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { mark, moodOf } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { understand, withParts } from '../sentence.ts';
import { followPromotion } from './follow.ts';
import { defaultTimeoutMs, whenBusy } from './move-options.ts';
import type { MoveOptions, PromoteOptions } from './move-options.ts';

/** `sluice promote APP[@VERSION] [to] [ENV] [--target TARGET] [--from ENV[/TARGET]]` */
export async function promote(context: Context, words: readonly string[], options: PromoteOptions): Promise<void> {
  const { reason, queue, supersede, target: targets, from, release } = options;
  const spoken = { reason, queue, supersede, targets, from, release, to: options.to, all: options.all };
  const sentence = understand(context, 'promote', words, spoken);
  if (sentence.flags.all === true) {
    const { promoteAll } = await import('./promote-all.ts');
    return promoteAll(context, sentence, options);
  }
  const said = withParts(context, sentence, 'app');
  const client = await context.client();
  const body = given({
    project: context.project,
    app: said.app,
    artifact: said.artifact,
    environment: said.environment,
    targets: said.targets === undefined ? undefined : [...said.targets],
    from: said.from === undefined ? undefined : given({ ...said.from, release: said.release }),
    reason: said.reason,
    whenBusy: whenBusy(options),
  });
  if (options.dryRun === true) {
    const { drawPlan } = await import('./plan.ts');
    await show(context, await answer(client.http.POST('/v1/promotions/plan', { body })), drawPlan);
    return;
  }
  const moved = await answer(client.http.POST('/v1/promotions', { body }));
  await finishMove(context, client, moved, options);
}

/** What promote, rollback and a new configuration have in common after the server has answered. */
export async function finishMove(
  context: Context,
  client: Client,
  moved: PromoteAnswer,
  options: MoveOptions,
): Promise<void> {
  if (moved.promotion === null || moved.outcome === 'unchanged' || options.wait !== true) {
    await show(context, moved, drawMove);
    return;
  }
  const promotion = await followPromotion(context, client, moved.promotion, {
    timeoutMs: options.timeout ?? defaultTimeoutMs,
  });
  // The live picture has said it all to people already.
  if (context.format !== 'table') await show(context, { ...moved, promotion }, () => '');
}

export function drawMove(moved: PromoteAnswer, view: View): string {
  const { promotion, outcome, message } = moved;
  const mood = outcome === 'unchanged' || promotion === null ? 'done' : moodOf(promotion.state, promotion.result);
  const lines = hang(`${mark(mood === 'empty' ? 'moving' : mood, view)} `, say(message, view), view.width);
  if (outcome !== 'unchanged' && promotion !== null) {
    lines.push(`  ${view.colors.dim(`${promotionWords[view.language].follow}:`)} sluice watch ${promotion.id}`);
  }
  return lines.join('\n');
}
