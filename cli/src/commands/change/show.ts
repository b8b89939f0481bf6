import { answer } from '@sluice/client';
import type { Change } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { changeWords } from '../../messages/change.ts';
import { mark } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { wrap } from '../../output/text.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice change ID` */
export async function showChange(context: Context, id: string): Promise<void> {
  const { http } = await context.client();
  await show(context, await answer(http.GET('/v1/changes/{id}', { params: { path: { id } } })), drawChange);
}

const moods = { open: 'waiting', merged: 'done', closed: 'skipped' } as const satisfies Record<Change['state'], Mood>;

export function drawChange(change: Change, view: View): string {
  const words = changeWords[view.language];
  const { bold, dim } = view.colors;
  const facts = [
    words.states[change.state],
    words.into(change.branch),
    change.headRevision.slice(0, 7),
    words.by(change.actor, age(change.createdAt, view)),
  ];
  return [
    ...wrap(`${mark(moods[change.state], view)} ${bold(`#${change.number} ${change.title}`)}`, view.width),
    `  ${dim(facts.join(' · '))}`,
    ...change.approvals.map(({ actor, verdict, reason, current }) => {
      const line = `  ${mark(verdict === 'approved' ? 'done' : 'bad', view)} ${actor} ${words.verdicts[verdict] ?? verdict}${reason === null ? '' : `: ${reason}`}`;
      return current ? line : `${line} ${dim(words.outdated)}`;
    }),
    ...change.checks.map(({ context, state, description }) => {
      const sign = mark(state === 'success' ? 'done' : state === 'pending' ? 'waiting' : 'bad', view);
      return `  ${sign} ${context} ${state}${description === null ? '' : `: ${description}`}`;
    }),
    ...(change.state === 'open' ? [`  ${dim(`${words.approve}:`)} sluice approve ${change.id}`] : []),
    '',
    ...(change.diff.trim() === ''
      ? [words.noDiff]
      : change.diff
          .trimEnd()
          .split('\n')
          .map((line) => paintDiff(line, view))),
  ].join('\n');
}

function paintDiff(line: string, view: View): string {
  const { green, red, cyan, bold } = view.colors;
  if (/^(diff |index |--- |\+\+\+ )/.test(line)) return bold(line);
  if (line.startsWith('@@')) return cyan(line);
  if (line.startsWith('+')) return green(line);
  return line.startsWith('-') ? red(line) : line;
}
