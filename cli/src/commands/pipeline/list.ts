import { answer } from '@sluice/client';
import type { Pipeline } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { wideWords } from '../../output/wide-words.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice get pipeline` */
export async function listPipelines(context: Context): Promise<void> {
  const { http } = await context.client();
  const query = { project: context.project, limit: 200 };
  const found = await answer(http.GET('/v1/pipelines', { params: { query } }));
  await show(context, found, ({ items }, view) => drawPipelines(items, view));
}

export function drawPipelines(pipelines: readonly Pipeline[], view: View): string {
  const words = manifestWords[view.language];
  if (pipelines.length === 0) return words.noPipelines;
  const wide = wideWords[view.language];
  return table(
    pipelines,
    [
      { title: words.columns.name, cell: ({ name }) => name },
      { title: words.columns.app, cell: ({ app }) => app },
      {
        title: words.columns.environments,
        cell: ({ environments }) => environments.map(({ name }) => name).join(' → '),
        shrinks: true,
      },
      {
        title: words.columns.changed,
        cell: ({ updatedAt }) => words.ago(age(updatedAt, view)),
        whole: ({ updatedAt }) => updatedAt,
      },
      { title: wide.created, cell: ({ createdAt }) => createdAt, wide: true },
      { title: wide.generation, cell: ({ generation }) => String(generation), wide: true },
    ],
    view,
  );
}
