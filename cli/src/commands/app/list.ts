import { answer } from '@sluice/client';
import type { App } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { appWords } from '../../messages/app.ts';
import { wideWords } from '../../output/wide-words.ts';
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
  const wide = wideWords[view.language];
  return table(
    apps,
    [
      { title: words.columns.name, cell: ({ name }) => name },
      { title: words.columns.owner, cell: ({ owner }) => owner ?? '', shrinks: true },
      { title: words.columns.pipeline, cell: ({ pipeline }) => pipeline ?? '–' },
      {
        title: words.columns.changed,
        cell: ({ updatedAt }) => words.ago(age(updatedAt, view)),
        whole: ({ updatedAt }) => updatedAt,
      },
      { title: wide.created, cell: ({ createdAt }) => createdAt, wide: true },
      { title: wide.generation, cell: ({ generation }) => String(generation), wide: true },
      { title: wide.state, cell: ({ repositoryState }) => repositoryState, wide: true },
      { title: wide.description, cell: ({ description }) => description ?? '', wide: true },
      { title: words.columns.repository, cell: ({ repositoryUrl }) => repositoryUrl, shrinks: true },
    ],
    view,
  );
}
