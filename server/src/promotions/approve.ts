import { listArtifactsById } from '../artifacts/index.ts';
import type { Db, Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { Problem } from '../lib/problem.ts';
import { lockEnvironment, requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import { writeApproval } from './approvals/approval-store.ts';
import { seenBy } from './approvals/seen.ts';
import { allowedPromotion, requirePromotion } from './promote.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import type { Approve } from './promotion-schema.ts';
import { listSteps } from './step-store.ts';

/** `sluice approve|reject`: records a verdict about exactly what is on the table; the controller moves on when gates open. */
export function createApprove(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): (caller: Caller, id: string, input: Approve) => Promise<void> {
  const { db, transact } = deps;

  return async (caller, id, input) => {
    const found = await allowedPromotion(deps, caller, 'promotion.approve', id);
    const { project, app } = found;
    const { pipeline } = await requirePipelineOf(db, project, app);
    const environment = requireEnvironment(pipeline, found.environment);
    if (environment.approvals?.notRequester === true && caller.actorId === found.actorId) {
      throw new Problem('Forbidden', messages.promotion_own_approval({ id, environment: environment.name }));
    }

    await transact(async (tx) => {
      await lockEnvironment(tx.db, project, app, environment.name);
      const promotion = await requirePromotion(tx.db, id);
      if (promotion.state === 'finished') {
        throw new Problem('Conflict', messages.promotion_over({ id, result: promotion.result ?? '' }));
      }
      const steps = (await listSteps(tx.db, [id])).get(id) ?? [];
      // Before the merge and its content are known there is nothing to look at, and afterwards nothing to decide.
      if (promotion.state !== 'waiting' || steps.some((step) => step.key === 'branch' && step.state === 'finished')) {
        throw new Problem('Conflict', messages.promotion_not_approvable({ id, state: promotion.state }));
      }
      const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
      const ids = [promotion.artifactId, made].filter((artifactId) => artifactId !== undefined);
      const seen = seenBy(promotion, steps, await listArtifactsById(tx.db, ids), pipeline);
      await writeApproval(tx.db, id, {
        actorId: caller.actorId,
        actor: caller.actor,
        door: caller.door,
        verdict: input.verdict,
        reason: input.reason ?? null,
        ...seen,
      });
      tx.wake('promotion', id);
      tx.emit({
        type: input.verdict === 'approved' ? 'promotion.approved' : 'promotion.rejected',
        project,
        subject: `promotion/${id}`,
        labels: {
          app,
          environment: environment.name,
          promotion: id,
          ...(promotion.executionId === null ? {} : { execution: promotion.executionId }),
        },
        actor: caller.actor,
        door: caller.door,
        data: { ...seen, reason: input.reason ?? null },
      });
    });
  };
}
