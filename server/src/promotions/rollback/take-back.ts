import { requireArtifactById } from '../../artifacts/index.ts';
import type { Tx } from '../../engine/transaction.ts';
import { newestExecutionOf } from '../../executions/index.ts';
import { systemCaller } from '../../identity/index.ts';
import type { Message } from '../../lib/message.ts';
import { listTargets } from '../../pipelines/index.ts';
import type { Environment, Pipeline } from '../../pipelines/index.ts';
import { listReleasesOfTarget, rollbackGoal, servingRelease } from '../../releases/index.ts';
import type { PlannedTarget, Promotion } from '../promotion.ts';
import { requestPromotion } from '../request-promotion.ts';
import { withdraw } from './withdraw.ts';

/**
 * What follows a failure where the environment says `onFailure: rollback`: the artifact is marked as bad, and every target
 * that serves it goes back to what was healthy there before. A target that never took it keeps what it has. In the
 * transaction that ends the promotion, so that no crash lies between the two; the caller holds the environment's lock.
 */
export async function takeBack(
  tx: Tx,
  pipeline: Pipeline,
  environment: Environment,
  promotion: Promotion,
  artifactId: string,
  because: Message,
): Promise<void> {
  if (environment.deploy.onFailure !== 'rollback') return;
  const { project, app } = pipeline;
  const place = { project, app, environment: environment.name };
  const caller = systemCaller('promotions');
  const reason = `${environment.name}: ${because.text}`;
  await withdraw(tx, caller, place, { artifactId, promotionId: promotion.id, reason });

  const plan: PlannedTarget[] = [];
  for (const target of await listTargets(tx.db, project, app, environment.name)) {
    const history = await listReleasesOfTarget(tx.db, target.id);
    if (servingRelease(history)?.promotionId !== promotion.id) continue;
    const goal = rollbackGoal(history);
    if (goal.goal !== 'release') continue;
    const { artifactId: healthy, revision, number: fromNumber } = goal.release;
    plan.push({ targetId: target.id, target: target.name, artifactId: healthy, revision, fromNumber });
  }
  const [first] = plan;
  if (first === undefined) return;
  const artifact = await requireArtifactById(tx.db, first.artifactId);
  const execution = await newestExecutionOf(tx.db, project, pipeline.name, [artifact.id, ...artifact.parents]);
  await requestPromotion(tx, caller, {
    pipeline,
    environment,
    kind: 'rollback',
    executionId: execution?.id ?? null,
    artifact,
    revision: first.revision,
    plan,
    automatic: true,
    reason: reason.slice(0, 500),
    whenBusy: 'queue',
    command: '',
  });
}
