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

/** @throws Problem NotFound with what was probably meant. */
export async function requirePipeline(db: Db, project: string, name: string): Promise<StoredPipeline> {
  const pipeline = await findPipeline(db, project, name);
  if (pipeline !== undefined) return pipeline;
  const known = (await listPipelines(db, [project])).map((other) => other.name);
  throw new Problem('NotFound', messages.pipeline_not_found({ name, suggestion: didYouMean(name, known) ?? null }));
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
