import type { Promotion } from '../promotion.ts';

/** Whether its targets get different artifacts: only one can be handed over. */
export function splitPlan({ plan }: Pick<Promotion, 'plan'>): boolean {
  return new Set(plan.map(({ artifactId }) => artifactId)).size > 1;
}
