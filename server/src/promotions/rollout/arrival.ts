import type { Db } from '../../engine/transaction.ts';
import { findRecordedArrival, listUnfinished } from '../promotion-store.ts';
import type { Place } from '../promotion-store.ts';
import { listSteps } from '../step-store.ts';
import { lookAtRollout } from './look-at-rollout.ts';
import { planRollout } from './rollout.ts';

/**
 * Since when one of the artifacts has been in an environment in full: all that has to be healthy there is, and it was
 * verified where that is asked for. People see a healthy release a moment before its promotion is over, and may go on from
 * there: what can end in no other way any more has arrived.
 */
export async function arrivedSince(db: Db, place: Place, artifactIds: readonly string[]): Promise<Date | null> {
  return (await findRecordedArrival(db, place, artifactIds)) ?? arrivingSince(db, place, artifactIds);
}

async function arrivingSince(db: Db, place: Place, artifactIds: readonly string[]): Promise<Date | null> {
  for (const promotion of await listUnfinished(db, place)) {
    if (promotion.kind !== 'promotion' || promotion.passedGates === null) continue;
    const steps = (await listSteps(db, [promotion.id])).get(promotion.id) ?? [];
    const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'] ?? promotion.artifactId;
    if (!artifactIds.includes(made) || steps.at(-1)?.key !== 'deploy') continue;
    const { facts } = await lookAtRollout(db, promotion);
    const move = planRollout(facts);
    if (move.do !== 'end' || !move.arrived) continue;
    const ends = facts.targets.map(({ release }) => release?.finishedAt?.getTime() ?? 0);
    return new Date(Math.max(...ends));
  }
  return null;
}
