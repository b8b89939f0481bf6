import { answer } from '@sluice/client';
import type { PipelineTemplate } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { manifestWords } from '../../messages/manifest.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice get pipeline-templates` */
export async function listPipelineTemplates(context: Context): Promise<void> {
  const { http } = await context.client();
  const query = { project: context.project };
  const found = await answer(http.GET('/v1/pipeline-templates', { params: { query } }));
  await show(context, found, ({ items }, view) => drawTemplates(items, view));
}

function drawTemplates(items: readonly PipelineTemplate[], view: View): string {
  const { templates: words, ago } = manifestWords[view.language];
  if (items.length === 0) return words.none;
  return table(
    items,
    [
      { title: words.columns.name, cell: ({ name }) => name },
      { title: words.columns.parameters, cell: ({ parameters }) => parametersOf(parameters), shrinks: true },
      { title: words.columns.pipelines, cell: ({ pipelines }) => usersOf(pipelines), shrinks: true },
      { title: words.columns.changed, cell: ({ updatedAt }) => ago(age(updatedAt, view)) },
    ],
    view,
  );
}

/** Those that a pipeline may leave out stand in brackets, as in the usage of a command. */
function parametersOf(parameters: PipelineTemplate['parameters']): string {
  return parameters.map(({ name, required }) => (required ? name : `[${name}]`)).join(' ');
}

function usersOf(pipelines: readonly string[]): string {
  const [first, second, third] = pipelines;
  if (pipelines.length <= 3) return pipelines.join(', ');
  return `${first}, ${second}, ${third} +${pipelines.length - 3}`;
}
