import type { Db, Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { Problem } from '../lib/problem.ts';
import { lockEnvironment } from '../pipelines/index.ts';
import { pointOfNoReturn } from './promotion.ts';
import { allowedPromotion, requirePromotion } from './promote.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import { changePromotion } from './promotion-store.ts';
import { listSteps } from './step-store.ts';

/** `sluice cancel`: ends a promotion that has not changed the world yet. Later than that a rollback is the honest word. */
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
      const edge = pointOfNoReturn(steps);
      if (steps.slice(edge).some((step) => step.state !== 'pending')) {
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
