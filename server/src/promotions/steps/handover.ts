import type { Db } from '../../engine/transaction.ts';
import { environmentOf, findPipelineOfApp } from '../../pipelines/index.ts';
import type { Environment } from '../../pipelines/index.ts';
import type { Promotion } from '../promotion.ts';

/** What the environment says now: where something is handed over is its matter, not the promotion's. */
export async function newestSpec(
  db: Db,
  { project, app, environment }: Pick<Promotion, 'project' | 'app' | 'environment'>,
): Promise<Environment | undefined> {
  const pipeline = await findPipelineOfApp(db, project, app);
  return pipeline && environmentOf(pipeline, environment);
}

/** Whether its targets get different artifacts: only one can be handed over. */
export function splitPlan({ plan }: Pick<Promotion, 'plan'>): boolean {
  return new Set(plan.map(({ artifactId }) => artifactId)).size > 1;
}
