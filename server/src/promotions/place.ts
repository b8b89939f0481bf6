import { requireApp } from '../apps/index.ts';
import type { App } from '../apps/index.ts';
import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { environmentOf, findPipelineOfApp } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { promotionMessages as messages } from './promotion-messages.ts';

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
  if (pipeline === undefined) throw new Problem('NotFound', messages.promotion_no_pipeline({ app: name }));
  return { app, pipeline };
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
