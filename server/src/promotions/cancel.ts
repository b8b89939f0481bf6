import type { Db, Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { Problem } from '../lib/problem.ts';
import { expireNotice, lockNotice } from '../notices/index.ts';
import { lockEnvironment } from '../pipelines/index.ts';
import { allowedPromotion, requirePromotion } from './promote.ts';
import type { Promotion, StepRecord } from './promotion.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import { changePromotion } from './promotion-store.ts';
import { lookAtRollout } from './rollout/look-at-rollout.ts';
import { listSteps } from './step-store.ts';

/**
 * `sluice cancel`: nothing new begins. What has not changed the world ends as if it had never been; later than that what
 * runs finishes, and the end names what was done. When nothing is left to begin, a rollback is the honest word.
 */
export function createCancel(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): (caller: Caller, id: string, input: { readonly reason?: string | undefined }) => Promise<void> {
  const { transact } = deps;

  return async (caller, id, input) => {
    const { project, app, environment } = await allowedPromotion(deps, caller, 'promotion.cancel', id);
    await transact(async (tx) => {
      await lockEnvironment(tx.db, project, app, environment);
      const promotion = await requirePromotion(tx.db, id);
      if (promotion.state === 'finished') {
        throw new Problem('Conflict', messages.promotion_over({ id, result: promotion.result ?? '' }));
      }
      const steps = (await listSteps(tx.db, [id])).get(id) ?? [];
      if (!(await canBegin(tx.db, promotion, steps))) {
        throw new Problem('Conflict', messages.promotion_cannot_cancel({ id, app, environment }));
      }
      await changePromotion(tx.db, id, { cancelledBy: caller.actor });
      tx.wake('promotion', id);
      tx.emit({
        type: 'promotion.cancelling',
        project,
        subject: `promotion/${id}`,
        labels: { app, environment, promotion: id },
        actor: caller.actor,
        door: caller.door,
        data: { reason: input.reason ?? null },
      });
    });
  };
}

/** Whether anything is still to come that a cancellation would keep from beginning. */
async function canBegin(db: Db, promotion: Promotion, steps: readonly StepRecord[]): Promise<boolean> {
  if (promotion.passedGates === null) return true;
  const current = steps.find(({ state }) => state !== 'finished');
  if (current === undefined) return false;
  // A verification is only waited for, and waiting can end at once.
  if (current.key === 'verify') return true;
  if (current.key === 'notify') {
    // So can waiting for an answer, unless there is one: then the other side has done what it says.
    const notice = await lockNotice(db, promotion.id);
    if (notice !== undefined && notice.answer !== null) return false;
    await expireNotice(db, promotion.id);
    return true;
  }
  if (current.key !== 'deploy') return false;
  const { facts } = await lookAtRollout(db, promotion);
  return current.state === 'pending' || facts.targets.some(({ release }) => release === null);
}
