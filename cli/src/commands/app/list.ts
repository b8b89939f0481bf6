import { answer } from '@sluice/client';
import type { App } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { appWords } from '../../messages/app.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice app list` */
export async function listApps(context: Context): Promise<void> {
  const { http } = await context.client();
  const found = await answer(http.GET('/v1/apps', { params: { query: { project: context.project, limit: 200 } } }));
  await show(context, found, ({ items }, view) => drawApps(items, view));
}

export function drawApps(apps: readonly App[], view: View): string {
  const words = appWords[view.language];
  if (apps.length === 0) return words.none;
  return table(
    apps,
    [
      { title: words.columns.name, cell: ({ name }) => name },
      { title: words.columns.owner, cell: ({ owner }) => owner ?? '', shrinks: true },
      { title: words.columns.pipeline, cell: ({ pipeline }) => pipeline ?? '–' },
      { title: words.columns.changed, cell: ({ updatedAt }) => words.ago(age(updatedAt, view)) },
      { title: words.columns.repository, cell: ({ repositoryUrl }) => repositoryUrl, shrinks: true },
    ],
    view,
  );
}
