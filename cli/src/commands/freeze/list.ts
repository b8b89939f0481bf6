import { answer } from '@sluice/client';
import type { Freeze } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { freezeWords } from '../../messages/freeze.ts';
import { wideWords } from '../../output/wide-words.ts';
import { table } from '../../output/table.ts';
import { dayAndMinute } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice freezes` */
export async function listFreezes(context: Context): Promise<void> {
  const { http } = await context.client();
  const query = { project: context.project, limit: 200 };
  const found = await answer(http.GET('/v1/freezes', { params: { query } }));
  await show(context, found, ({ items }, view) => drawFreezes(items, view));
}

function drawFreezes(items: readonly Freeze[], view: View): string {
  const words = freezeWords[view.language];
  if (items.length === 0) return words.none;
  const { columns } = words;
  const wide = wideWords[view.language];
  const names = (list: readonly string[] | null): string => list?.join(', ') ?? words.all;
  return table(
    items,
    [
      { title: columns.name, cell: ({ name }) => name },
      { title: columns.apps, cell: ({ apps }) => names(apps), shrinks: true },
      { title: columns.environments, cell: ({ environments }) => names(environments) },
      { title: columns.when, cell: (freeze) => timeOf(freeze, view) },
      {
        title: columns.opens,
        cell: ({ until }) => (until === null ? '' : dayAndMinute(until, view)),
        whole: ({ until }) => until ?? '',
      },
      { title: wide.since, cell: ({ from }) => from ?? '', wide: true },
      { title: wide.rule, cell: ({ rrule }) => rrule ?? '', wide: true },
      { title: wide.timeZone, cell: ({ timeZone }) => timeZone, wide: true },
      { title: wide.generation, cell: ({ generation }) => String(generation), wide: true },
      { title: columns.reason, cell: ({ reason }) => reason, shrinks: true },
    ],
    view,
  );
}

function timeOf({ freezing, from }: Freeze, view: View): string {
  const words = freezeWords[view.language];
  if (from === null) return words.over;
  return freezing ? words.now(dayAndMinute(from, view)) : words.next(dayAndMinute(from, view));
}
