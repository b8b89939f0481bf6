import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { listPipelines, requireEnvironment, requireKnownEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { LockScope } from './lock.ts';
import { lockMessages as messages } from './lock-messages.ts';

/**
 * What was named, for certain: every name in it is there.
 * @throws Problem NotFound with the name that was probably meant
 */
export async function requireScope(
  db: Db,
  named: {
    readonly project: string;
    readonly app?: string | undefined;
    readonly environment?: string | undefined;
    readonly target?: string | undefined;
  },
): Promise<LockScope> {
  const { project, app = null, environment = null, target = null } = named;
  if (target !== null && (app === null || environment === null)) {
    throw new Problem('InvalidInput', messages.lock_target_without_place());
  }
  if (app === null) {
    if (environment !== null) requireKnownEnvironment(await listPipelines(db, [project]), environment);
    return { project, app, environment, target };
  }
  const { pipeline } = await requirePipelineOf(db, project, app);
  if (environment === null) return { project, app, environment, target };
  const known = requireEnvironment(pipeline, environment).targets.map(({ name }) => name);
  if (target !== null && !known.includes(target)) {
    const suggestion = didYouMean(target, known) ?? null;
    throw new Problem('NotFound', messages.lock_target_unknown({ target, environment, suggestion, known }));
  }
  return { project, app, environment, target };
}
