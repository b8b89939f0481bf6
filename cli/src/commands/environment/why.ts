import { answer, given } from '@sluice/client';
import type { Gate, Why } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { environmentWords } from '../../messages/environment.ts';
import { moodOf } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { drawPoints } from '../../output/points.ts';
import { say } from '../../output/say.ts';
import { wrap } from '../../output/text.ts';
import type { View } from '../../output/view.ts';
import { understand, withParts } from '../sentence.ts';

/** `sluice why APP[@VERSION] ENV`: one sentence, then what is open and what is not, then what to type. */
export async function why(context: Context, words: readonly string[]): Promise<void> {
  const { app, artifact, environment } = withParts(context, understand(context, 'why', words), 'app', 'environment');
  const { http } = await context.client();
  const params = { path: { app, environment }, query: given({ project: context.project, artifact }) };
  const found = await answer(http.GET('/v1/apps/{app}/environments/{environment}/why', { params }));
  await show(context, found, drawWhy);
}

export function drawWhy(found: Why, view: View): string {
  const points = [
    ...found.gates.map((gate) => gatePoint(gate, view)),
    ...found.steps.map(({ key, state, result, message }) => ({
      mood: moodOf(state, result),
      key,
      text: say(message, view),
    })),
  ];
  const lines = [...wrap(say(found.summary, view), view.width), ...drawPoints(points, view)];
  // A gate has said it already when its own command is the one to type.
  if (found.command !== null && !found.gates.some((gate) => gate.opensBy === found.command)) {
    lines.push(`${view.colors.dim(`${environmentWords[view.language].next}:`)} ${found.command}`);
  }
  return lines.join('\n');
}

const gateMoods = { open: 'done', waiting: 'waiting', closed: 'bad' } as const satisfies Record<Gate['status'], Mood>;

export function gatePoint(gate: Gate, view: View): { mood: Mood; key: string; text: string; aside?: string } {
  const point = { mood: gateMoods[gate.status], key: gate.name, text: say(gate.message, view) };
  return gate.status === 'open' || gate.opensBy === null ? point : { ...point, aside: gate.opensBy };
}
