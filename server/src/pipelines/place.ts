import { requireApp } from '../apps/index.ts';
import type { App } from '../apps/index.ts';
import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { environmentOf } from './pipeline.ts';
import type { Environment, Pipeline } from './pipeline.ts';
import { pipelineMessages as messages } from './pipeline-messages.ts';
import { findPipeline, findPipelineOfApp, listPipelines } from './pipeline-store.ts';
import type { StoredPipeline } from './pipeline-store.ts';

/**
 * The app and its pipeline, by the names that somebody wrote.
 * @throws Problem NotFound with what was probably meant, or that the app has no pipeline yet.
 */
export async function requirePipelineOf(
  db: Db,
  project: string,
  name: string,
): Promise<{ app: App; pipeline: Pipeline }> {
  const app = await requireApp(db, project, name);
  const pipeline = await findPipelineOfApp(db, project, name);
  if (pipeline === undefined) throw new Problem('NotFound', messages.pipeline_missing({ app: name }));
  return { app, pipeline };
}

/** An environment as its pipeline describes it now; undefined when there is none any more. */
export async function findEnvironment(
  db: Db,
  { project, app, environment }: { readonly project: string; readonly app: string; readonly environment: string },
): Promise<Environment | undefined> {
  const pipeline = await findPipelineOfApp(db, project, app);
  return pipeline && environmentOf(pipeline, environment);
}

/** @throws Problem NotFound with what was probably meant. */
export async function requirePipeline(db: Db, project: string, name: string): Promise<StoredPipeline> {
  const pipeline = await findPipeline(db, project, name);
  if (pipeline !== undefined) return pipeline;
  const known = (await listPipelines(db, [project])).map((other) => other.name);
  throw new Problem('NotFound', messages.pipeline_not_found({ name, suggestion: didYouMean(name, known) ?? null }));
}

/**
 * For questions about many apps at once: the name must be an environment of one of them at least.
 * @throws Problem NotFound with the name that was probably meant
 */
export function requireKnownEnvironment(pipelines: readonly Pipeline[], name: string): void {
  if (pipelines.some((pipeline) => environmentOf(pipeline, name) !== undefined)) return;
  const known = [...new Set(pipelines.flatMap((pipeline) => pipeline.environments.map((one) => one.name)))];
  throw new Problem(
    'NotFound',
    messages.environment_nowhere({ name, suggestion: didYouMean(name, known) ?? null, known }),
  );
}

/**
 * For a list that found nothing: nothing of what exists is an answer, nothing of what does not is a slip of the pen. Lists
 * that found something are not asked, since they may remember what has been deleted.
 * @throws Problem NotFound with the name that was probably meant
 */
export async function requireKnownFilter(
  db: Db,
  filter: {
    readonly project: string;
    readonly pipeline?: string | undefined;
    readonly app?: string | undefined;
    readonly environment?: string | undefined;
  },
): Promise<void> {
  const { project, app, environment } = filter;
  if (app !== undefined) await requireApp(db, project, app);
  if (filter.pipeline !== undefined) await requirePipeline(db, project, filter.pipeline);
  if (environment === undefined) return;
  const pipelines = await listPipelines(db, [project]);
  const meant = pipelines.filter(
    (pipeline) => pipeline.app === (app ?? pipeline.app) && pipeline.name === (filter.pipeline ?? pipeline.name),
  );
  requireKnownEnvironment(meant, environment);
}

/** Never a default: an environment that is not there is an error that says which one was probably meant. */
export function requireEnvironment(pipeline: Pipeline, name: string): Environment {
  const environment = environmentOf(pipeline, name);
  if (environment !== undefined) return environment;
  const known = pipeline.environments.map((other) => other.name);
  throw new Problem(
    'NotFound',
    messages.environment_not_found({
      name,
      pipeline: pipeline.name,
      suggestion: didYouMean(name, known) ?? null,
      known,
    }),
  );
}
