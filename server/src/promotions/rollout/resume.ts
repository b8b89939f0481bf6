import type { Db, Transact } from '../../engine/transaction.ts';
import type { Caller, Identity } from '../../identity/index.ts';
import { Problem } from '../../lib/problem.ts';
import { lockEnvironment } from '../../pipelines/index.ts';
import { allowedPromotion, requirePromotion } from '../promote.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { changePromotion } from '../promotion-store.ts';
import { lookAtRollout } from './look-at-rollout.ts';
import { listSteps } from '../step-store.ts';
import { planRollout } from './rollout.ts';

/** `sluice resume`: ends the pause before the next wave. */
export function createResume(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): (caller: Caller, id: string) => Promise<void> {
  return async (caller, id) => {
    const { project, app, environment } = await allowedPromotion(deps, caller, 'promotion.create', id);
    await deps.transact(async (tx) => {
      await lockEnvironment(tx.db, project, app, environment);
      const promotion = await requirePromotion(tx.db, id);
      const deploy = (await listSteps(tx.db, [id])).get(id)?.find(({ key }) => key === 'deploy');
      const isDeploying = deploy !== undefined && deploy.state !== 'pending' && deploy.state !== 'finished';
      const move = isDeploying ? planRollout((await lookAtRollout(tx.db, promotion)).facts) : undefined;
      if (move?.do !== 'pause') throw new Problem('Conflict', messages.resume_not_paused({ id }));
      await changePromotion(tx.db, id, { resumedWaves: move.wave });
      tx.wake('promotion', id);
      tx.emit({
        type: 'promotion.resumed',
        project,
        subject: `promotion/${id}`,
        labels: { app, environment, promotion: id },
        actor: caller.actor,
        door: caller.door,
        data: { wave: move.wave },
      });
    });
  };
}
