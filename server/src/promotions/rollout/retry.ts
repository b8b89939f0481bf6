import { restartBuild } from '../../artifacts/index.ts';
import type { Db, Transact, Tx } from '../../engine/transaction.ts';
import { reopenExecution } from '../../executions/index.ts';
import type { Caller, Identity } from '../../identity/index.ts';
import { Problem } from '../../lib/problem.ts';
import { removeNotice } from '../../notices/index.ts';
import { lockEnvironment, requireEnvironment, requirePipelineOf } from '../../pipelines/index.ts';
import { allowedPromotion, requirePromotion } from '../promote.ts';
import type { Promotion, StepRecord } from '../promotion.ts';
import { refusePruned } from '../request-promotion.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { changePromotion, listPromotions } from '../promotion-store.ts';
import { changeStep, listSteps } from '../step-store.ts';

/**
 * `sluice retry`: a promotion that failed goes on at the step that failed, with what the steps before it have made. Its
 * gates are asked again, by the newest rules. Targets that are healthy keep what they have; the others get a new release.
 */
export function createRetry(deps: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): (caller: Caller, id: string, input: { readonly reason?: string | undefined }) => Promise<void> {
  return async (caller, id, input) => {
    const { project, app, environment } = await allowedPromotion(deps, caller, 'promotion.create', id);
    await deps.transact(async (tx) => {
      await lockEnvironment(tx.db, project, app, environment);
      const { pipeline } = await requirePipelineOf(tx.db, project, app);
      requireEnvironment(pipeline, environment);
      const promotion = await requirePromotion(tx.db, id);
      const steps = (await listSteps(tx.db, [id])).get(id) ?? [];
      const from = await failedStep(tx, promotion, steps);
      const made = steps.slice(0, from).flatMap(({ output }) => output['artifactId'] ?? []);
      await refusePruned(tx, [promotion.artifactId, ...made]);
      for (const step of steps.slice(from)) {
        await changeStep(tx.db, id, step.key, {
          state: 'pending',
          result: null,
          attempt: 0,
          message: null,
          output: {},
          link: null,
          startedAt: null,
          finishedAt: null,
        });
      }
      if (steps.slice(from).some(({ key }) => key === 'notify')) await removeNotice(tx.db, id);
      await changePromotion(tx.db, id, {
        state: 'queued',
        result: null,
        message: null,
        startedAt: null,
        finishedAt: null,
        passedGates: null,
        cancelledBy: null,
        supersededBy: null,
        automatic: false,
        retried: promotion.retried + 1,
        retriedAt: new Date(),
      });
      if (steps[from]?.key === 'artifact') {
        for (const build of await restartBuild(tx.db, id)) tx.wake('build', build);
      }
      if (promotion.executionId !== null) await reopenExecution(tx.db, promotion.executionId);
      tx.wake('promotion', id);
      tx.emit({
        type: 'promotion.retried',
        project,
        subject: `promotion/${id}`,
        labels: {
          app,
          environment,
          promotion: id,
          ...(promotion.executionId === null ? {} : { execution: promotion.executionId }),
        },
        actor: caller.actor,
        door: caller.door,
        data: { step: steps[from]?.key ?? '', reason: input.reason ?? null },
      });
    });
  };
}

/** Where it goes on. @throws Problem Conflict when there is nothing to go on with, or the world has moved on. */
async function failedStep(tx: Tx, promotion: Promotion, steps: readonly StepRecord[]): Promise<number> {
  const { id, project, app, environment } = promotion;
  const command = `sluice promote ${app} ${environment}`;
  if (promotion.state !== 'finished') throw new Problem('Conflict', messages.retry_not_over({ id }));
  if (promotion.result === 'success') throw new Problem('Conflict', messages.retry_succeeded({ id }));
  const from = steps.findIndex(({ result }) => result !== null && result !== 'success' && result !== 'skipped');
  // What a gate, a person or a newer promotion has ended has no step that could go on.
  if (from === -1) throw new Problem('Conflict', messages.retry_no_step({ id, command }));
  const query = { projects: [project], app, environment, limit: 50 };
  const newer = (await listPromotions(tx.db, query)).find(
    (other) => other.id > id && other.kind !== 'configuration' && other.result !== 'cancelled',
  );
  if (newer !== undefined) throw new Problem('Conflict', messages.retry_overtaken({ id, newer: newer.id, command }));
  return from;
}
