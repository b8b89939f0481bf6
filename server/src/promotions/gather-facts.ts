import type { Db } from '../engine/transaction.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { askGates } from './ask-gates.ts';
import type { Facts } from './decide.ts';
import { pointOfNoReturn } from './promotion.ts';
import type { Promotion, StepRecord } from './promotion.ts';
import { listUnfinished } from './promotion-store.ts';

/** Gathers everything that `decide` may depend on, by the newest spec. */
export async function gatherFacts(
  db: Db,
  promotion: Promotion,
  steps: readonly StepRecord[],
  pipeline: Pipeline,
  environment: Environment,
): Promise<Facts> {
  const { state, cancelledBy, supersededBy } = promotion;
  const base = { state, steps, cancelledBy, supersededBy };
  if (state === 'finished') return { ...base, gates: [], ahead: null };
  // After the point of no return nothing is asked any more: neither gates nor whose turn it is.
  if (steps.slice(pointOfNoReturn(steps)).some((step) => step.state !== 'pending')) {
    return { ...base, gates: [], ahead: null };
  }
  const unfinished = await listUnfinished(db, promotion);
  const [first] = unfinished;
  const ahead = first === undefined || first.id === promotion.id ? null : { id: first.id };
  return { ...base, ahead, gates: await askGates(db, promotion, steps, pipeline, environment) };
}
