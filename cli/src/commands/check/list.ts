import { answer, given } from '@sluice/client';
import type { Check, OwedCheck } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { checkWords } from '../../messages/check.ts';
import { wideWords } from '../../output/wide-words.ts';
import { paint, shape } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { table } from '../../output/table.ts';
import type { Cell } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

export interface ChecksOptions {
  readonly owed?: true;
  readonly system?: string;
}

/** `sluice checks APP[@VERSION] [ENV]`, `sluice checks [APP] --owed` */
export async function listChecks(context: Context, words: readonly string[], options: ChecksOptions): Promise<void> {
  const [address, environment] = words;
  const [app, artifact] = address?.split('@') ?? [];
  const { http } = await context.client();
  const { project } = context;
  if (options.owed === true) {
    const query = given({ project, app, system: options.system });
    const found = await answer(http.GET('/v1/checks/owed', { params: { query } }));
    await show(context, found, ({ items }, view) => drawOwed(items, view));
    return;
  }
  if (app === undefined) throw new UsageError(checkWords[context.language].needsApp);
  const query = { project, app, ...given({ artifact, environment }) };
  const found = await answer(http.GET('/v1/checks', { params: { query } }));
  await show(context, found, ({ items }, view) => drawChecks(items, view));
}

function drawChecks(items: readonly Check[], view: View): string {
  const words = checkWords[view.language];
  if (items.length === 0) return words.none;
  const { columns } = words;
  const wide = wideWords[view.language];
  return table(
    items,
    [
      { title: columns.context, cell: ({ context }) => context },
      { title: columns.state, cell: ({ state }) => stateCell(state, view) },
      { title: columns.version, cell: ({ artifact }) => artifact.version },
      { title: columns.where, cell: ({ environment }) => environment ?? words.everywhere },
      {
        title: columns.when,
        cell: ({ updatedAt }) => words.ago(age(updatedAt, view)),
        whole: ({ updatedAt }) => updatedAt,
      },
      { title: wide.by, cell: ({ actor }) => actor, wide: true },
      { title: wide.id, cell: ({ id }) => id, wide: true },
      { title: wide.digest, cell: ({ artifact }) => artifact.digest, wide: true },
      { title: wide.created, cell: ({ createdAt }) => createdAt, wide: true },
      { title: columns.note, cell: noteOf, shrinks: true },
    ],
    view,
  );

  function noteOf({ description, override, targetUrl }: Check): string {
    const parts = [description, override === null ? null : words.overridden(override.by, override.reason), targetUrl];
    return parts.filter((part) => part !== null).join(' · ');
  }
}

function drawOwed(items: readonly OwedCheck[], view: View): string {
  const words = checkWords[view.language];
  if (items.length === 0) return words.nothingOwed;
  const { columns } = words;
  const wide = wideWords[view.language];
  return table(
    items,
    [
      { title: columns.context, cell: ({ context }) => context },
      { title: columns.state, cell: ({ state }) => (state === null ? words.unsaid : stateCell(state, view)) },
      { title: columns.version, cell: ({ app, artifact }) => `${app} ${artifact.version}` },
      { title: columns.where, cell: ({ environment }) => environment },
      {
        title: columns.when,
        cell: ({ since }) => (since === null ? '' : words.ago(age(since, view))),
        whole: ({ since }) => since ?? '',
      },
      { title: wide.digest, cell: ({ artifact }) => artifact.digest, wide: true },
    ],
    view,
  );
}

const moods = { pending: 'waiting', success: 'done', failure: 'bad', error: 'bad' } as const satisfies Record<
  Check['state'],
  Mood
>;

function stateCell(state: Check['state'], view: View): Cell {
  const mood = moods[state];
  const word = checkWords[view.language].states[state] ?? state;
  return { text: `${shape(mood)} ${word}`, paint: (text) => paint(mood, text, view) };
}
