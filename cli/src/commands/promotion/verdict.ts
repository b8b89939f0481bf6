import { answer, given } from '@sluice/client';
import type { Promotion } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { mark } from '../../output/mark.ts';
import { drawPoints } from '../../output/points.ts';
import type { View } from '../../output/view.ts';
import { gatePoint } from '../environment/why.ts';
import { understand } from '../sentence.ts';
import { followPromotion } from './follow.ts';
import type { MoveOptions } from './move-options.ts';
import { defaultTimeoutMs } from './move-options.ts';
import { promotionId } from './subject.ts';

/** Approving and rejecting are one act with two verdicts. */
export async function giveVerdict(
  context: Context,
  verdict: 'approved' | 'rejected',
  words: readonly string[],
  options: MoveOptions,
): Promise<void> {
  const said = understand(context, verdict === 'approved' ? 'approve' : 'reject', words, { reason: options.reason });
  const client = await context.client();
  const id = await promotionId(context, client, said);
  const body = given({ verdict, reason: said.reason });
  const promotion = await answer(client.http.POST('/v1/promotions/{id}/approvals', { params: { path: { id } }, body }));
  if (options.wait === true && verdict === 'approved') {
    const last = await followPromotion(context, client, promotion, { timeoutMs: options.timeout ?? defaultTimeoutMs });
    if (context.format !== 'table') await show(context, last, () => '');
    return;
  }
  await show(context, promotion, (document, view) => drawVerdict(document, verdict, view));
}

function drawVerdict(promotion: Promotion, verdict: 'approved' | 'rejected', view: View): string {
  const words = promotionWords[view.language];
  const subject = `${promotion.app} ${promotion.artifact.version}`;
  const waiting = promotion.state === 'finished' ? [] : promotion.gates.filter(({ status }) => status !== 'open');
  return [
    `${mark('done', view)} ${words[verdict](subject, promotion.environment)}`,
    // Whoever has said yes wants to know what it still waits for.
    ...drawPoints(
      waiting.map((gate) => gatePoint(gate, view)),
      view,
    ),
    ...(promotion.state === 'finished'
      ? []
      : [`  ${view.colors.dim(`${words.follow}:`)} sluice watch ${promotion.id}`]),
  ].join('\n');
}
