import type { PromotionPlan } from '@sluice/client';
import { promotionWords } from '../../messages/promotion.ts';
import { mark } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { drawPoints } from '../../output/points.ts';
import { say } from '../../output/say.ts';
import { hang, padEnd, widthOf } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { drawDiff } from '../environment/diff.ts';
import { gatePoint } from '../environment/why.ts';

const moods: Readonly<Record<PromotionPlan['outcome'], Mood>> = {
  starts: 'moving',
  waits: 'waiting',
  busy: 'waiting',
  unchanged: 'done',
  refused: 'bad',
};

/** What would happen, what it would wait for, where it would go, and what it would bring. */
export function drawPlan(plan: PromotionPlan, view: View): string {
  const words = promotionWords[view.language].plan;
  const { dim } = view.colors;
  const facts: [string, string][] = [
    [words.steps, plan.steps.join(' → ')],
    [words.targets, wavesOf(plan, view)],
  ];
  const width = Math.max(...facts.map(([name]) => widthOf(name)));
  return [
    ...hang(`${mark(moods[plan.outcome], view)} `, say(plan.message, view), view.width),
    ...drawPoints(
      plan.gates.map((gate) => gatePoint(gate, view)),
      view,
    ),
    ...facts.flatMap(([name, text]) => hang(`  ${dim(padEnd(name, width))}  `, text, view.width)),
    ...(plan.command === null ? [] : [`  ${dim(`${words.otherWay}:`)} ${plan.command}`]),
    '',
    drawDiff({ ...plan.difference, command: null }, view),
    '',
    words.nothingDone,
  ].join('\n');
}

function wavesOf({ targets }: PromotionPlan, view: View): string {
  const words = promotionWords[view.language].plan;
  const waves = [...Map.groupBy(targets, ({ wave }) => wave)];
  return waves
    .map(([wave, members]) => {
      const names = members.map(({ name, optional }) => (optional ? `${name} (${words.optional})` : name)).join(', ');
      return waves.length === 1 ? names : `${words.wave(wave)}: ${names}`;
    })
    .join('; ');
}
