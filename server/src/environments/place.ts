import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { environmentOf } from '../pipelines/index.ts';
import type { Pipeline } from '../pipelines/index.ts';
import { environmentMessages as messages } from './environment-messages.ts';

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
