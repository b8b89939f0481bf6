import { answer } from '@sluice/client';
import type { Lock } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { lockWords } from '../../messages/lock.ts';
import { wideWords } from '../../output/wide-words.ts';
import { table } from '../../output/table.ts';
import { age, dayAndMinute } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice locks [--all]` */
export async function listLocks(context: Context, options: { readonly all?: true }): Promise<void> {
  const { http } = await context.client();
  const query = { project: context.project, ...(options.all === true ? {} : { standing: 'true' as const }) };
  const found = await answer(http.GET('/v1/locks', { params: { query } }));
  await show(context, found, ({ items }, view) => drawLocks(items, view, options.all === true));
}

function drawLocks(items: readonly Lock[], view: View, all: boolean): string {
  const words = lockWords[view.language];
  if (items.length === 0) return words.none;
  const { columns } = words;
  const wide = wideWords[view.language];
  return table(
    items,
    [
      { title: columns.what, cell: (lock) => whatOf(lock, view) },
      { title: columns.by, cell: ({ actor }) => actor },
      { title: wide.door, cell: ({ door }) => door, wide: true },
      {
        title: columns.since,
        cell: ({ createdAt }) => words.ago(age(createdAt, view)),
        whole: ({ createdAt }) => createdAt,
      },
      {
        title: columns.until,
        cell: ({ expiresAt }) => (expiresAt === null ? words.untilLifted : dayAndMinute(expiresAt, view)),
        whole: ({ expiresAt }) => expiresAt ?? words.untilLifted,
      },
      ...(all ? [{ title: columns.ended, cell: (lock: Lock) => endOf(lock, view) }] : []),
      { title: wide.id, cell: ({ id }) => id, wide: true },
      { title: columns.reason, cell: ({ reason }) => reason, shrinks: true },
    ],
    view,
  );
}

function whatOf({ app, environment, target }: Lock, view: View): string {
  const words = lockWords[view.language];
  if (app === null) return environment === null ? words.everything : words.ofEveryApp(environment);
  return [app, environment, target].filter((name) => name !== null).join('/');
}

function endOf({ standing, liftedAt, liftedBy, expiresAt }: Lock, view: View): string {
  const words = lockWords[view.language];
  if (standing) return '';
  if (liftedAt !== null) return words.lifted(liftedBy ?? '', dayAndMinute(liftedAt, view));
  return words.expired(dayAndMinute(expiresAt ?? '', view));
}
