import type { Db } from '../engine/transaction.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { askGates } from './ask-gates.ts';
import type { Facts } from './decide.ts';
import { deadlineOf } from './promotion.ts';
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
  const passed = promotion.passedGates !== null;
  const base = { state, steps, passed, cancelledBy, supersededBy, deadline: deadlineOf(promotion, environment) };
  // Once they have let it through nothing is asked any more: neither gates nor whose turn it is.
  if (state === 'finished' || passed) return { ...base, gates: [], ahead: null };
  const unfinished = await listUnfinished(db, promotion);
  const [first] = unfinished;
  const ahead = first === undefined || first.id === promotion.id ? null : { id: first.id };
  return { ...base, ahead, gates: await askGates(db, promotion, steps, pipeline, environment) };
}
