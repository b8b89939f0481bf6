import { answer, given } from '@sluice/client';
import type { Pipeline } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';
import { listApps } from '../app/list.ts';
import { listWebhooks } from '../webhook/list.ts';
import { kindOf } from './kind.ts';
import type { Kind } from './kind.ts';

/** `sluice get app|pipeline|webhook [NAME]`: as it would be applied. */
export async function getManifest(
  context: Context,
  word: string,
  name: string | undefined,
  options: { generation?: number },
): Promise<void> {
  const kind = kindOf(context, word);
  if (name === undefined) return listOf(kind, context);
  const { http } = await context.client();
  const query = given({ project: context.project, generation: options.generation });
  const found = await answer(http.GET('/v1/manifests/{kind}/{name}', { params: { path: { kind, name }, query } }));
  if (context.format === 'json') return show(context, found, () => '');
  context.terminal.answer(found.manifest.endsWith('\n') ? found.manifest : `${found.manifest}\n`);
}

function listOf(kind: Kind, context: Context): Promise<void> {
  switch (kind) {
    case 'app':
      return listApps(context);
    case 'pipeline':
      return listPipelines(context);
    case 'webhook':
      return listWebhooks(context);
  }
}

async function listPipelines(context: Context): Promise<void> {
  const { http } = await context.client();
  const query = { project: context.project, limit: 200 };
  const found = await answer(http.GET('/v1/pipelines', { params: { query } }));
  await show(context, found, ({ items }, view) => drawPipelines(items, view));
}

export function drawPipelines(pipelines: readonly Pipeline[], view: View): string {
  const words = manifestWords[view.language];
  if (pipelines.length === 0) return words.noPipelines;
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
      { title: words.columns.changed, cell: ({ updatedAt }) => words.ago(age(updatedAt, view)) },
    ],
    view,
  );
}
