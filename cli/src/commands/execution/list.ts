import { answer } from '@sluice/client';
import type { Execution } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { executionWords } from '../../messages/execution.ts';
import { wideWords } from '../../output/wide-words.ts';
import { shape } from '../../output/mark.ts';
import { table } from '../../output/table.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';
import { inOrder, moodOfEnvironment, versionOf } from './picture.ts';

export interface ExecutionsOptions {
  readonly pipeline?: string;
  readonly app?: string;
  readonly state?: string;
  readonly environment?: string;
  readonly revision?: string;
  readonly since?: string;
  readonly actor?: string;
  readonly limit?: number;
}

/** `sluice executions` */
export async function executions(context: Context, options: ExecutionsOptions): Promise<void> {
  const { http } = await context.client();
  const limit = options.limit ?? 20;
  const query = { ...options, project: context.project, limit };
  const found = await answer(http.GET('/v1/executions', { params: { query } }));
  await show(context, found, ({ items, nextCursor }, view) => {
    const words = executionWords[view.language];
    if (items.length === 0) return words.none;
    const more =
      nextCursor === null
        ? ''
        : `\n${view.colors.dim(words.more(items.length, `sluice executions --limit ${limit * 5}`))}`;
    return drawExecutions(items, view) + more;
  });
}

export function drawExecutions(items: readonly Execution[], view: View): string {
  const words = executionWords[view.language];
  const wide = wideWords[view.language];
  return table(
    items,
    [
      { title: words.columns.execution, cell: ({ metadata }) => metadata.name },
      { title: words.columns.version, cell: versionOf },
      { title: words.columns.state, cell: whereItIs, shrinks: true },
      {
        title: words.columns.begun,
        cell: ({ metadata }) => words.ago(age(metadata.creationTimestamp, view)),
        whole: ({ metadata }) => metadata.creationTimestamp,
      },
      { title: words.columns.by, cell: ({ spec }) => spec.trigger.actor },
      { title: words.columns.pipeline, cell: ({ spec }) => spec.pipelineRef.name, wide: true },
      { title: wide.trigger, cell: ({ spec }) => spec.trigger.kind, wide: true },
      { title: wide.branch, cell: ({ spec }) => spec.trigger.branch ?? '', wide: true },
      { title: wide.commit, cell: ({ spec }) => spec.trigger.revision, wide: true },
      { title: wide.author, cell: ({ spec }) => spec.trigger.author, wide: true },
      { title: words.columns.subject, cell: ({ spec }) => spec.trigger.subject, wide: true },
    ],
    view,
  );
}

/** The whole way in shapes, then the place where it is now by name: `✔✔◐○ staging`. */
function whereItIs(execution: Execution): string {
  const environments = inOrder(execution);
  const way = environments.map((environment) => shape(moodOfEnvironment(environment))).join('');
  const reached = environments.findLast((environment) => moodOfEnvironment(environment) !== 'empty');
  return reached === undefined ? way : `${way} ${reached.name}`;
}
