import { requireArtifactById } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import { closeChange } from '../changes/index.ts';
import { askCall } from '../calls/index.ts';
import type { Tx } from '../engine/transaction.ts';
import { changeExecution, findExecution } from '../executions/index.ts';
import { fill } from '../http-gates/index.ts';
import type { Message } from '../lib/message.ts';
import { environmentOf } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { promoteOn } from './enter-pipeline.ts';
import type { Promotion, StepRecord } from './promotion.ts';
import type { Result } from './promotion-schema.ts';
import { changePromotion, listUnfinished } from './promotion-store.ts';
import { arrivedSince } from './rollout/arrival.ts';
import { lookAtRollout } from './rollout/look-at-rollout.ts';
import { takeBack } from './rollback/take-back.ts';
import { changeStep } from './step-store.ts';
import { toldOf } from './steps/told.ts';
import { tellPromotion } from './tell-promotion.ts';

/**
 * Ends a promotion in one transaction with everything that follows from its end: its change is closed, the next in line
 * is woken, the environments that follow by themselves get theirs, and the execution knows how far it has come. The
 * caller holds the environment's lock.
 */
export async function finishPromotion(
  tx: Tx,
  /** Undefined when it was deleted meanwhile: then nothing can follow. */
  pipeline: Pipeline | undefined,
  promotion: Promotion,
  steps: readonly StepRecord[],
  result: Result,
  because: Message,
): Promise<void> {
  const outputArtifactId = steps.find((step) => step.key === 'artifact')?.output['artifactId'] ?? promotion.artifactId;
  const outputRevision = steps.find((step) => step.key === 'branch')?.output['revision'] ?? promotion.revision;
  // The deploy step's own words tell more than "every step succeeded".
  const deployed = steps.find((step) => step.key === 'deploy');
  const message = result === 'success' ? (deployed?.message ?? because) : because;
  const fulfilled = promotion.kind === 'promotion' && steps.every((step) => step.result === 'success');
  // By choice it may have been about a part of the environment only: what follows waits for the rest.
  const arrived = fulfilled && (promotion.targets === null || (await isWhole(tx, promotion)));
  await changePromotion(tx.db, promotion.id, {
    state: 'finished',
    result,
    message,
    finishedAt: new Date(),
    ...(arrived ? { arrivedAt: new Date() } : {}),
    ...(result === 'success' || result === 'partial' ? { outputArtifactId, outputRevision } : {}),
  });
  for (const step of steps) {
    if (step.state === 'finished') continue;
    await changeStep(tx.db, promotion.id, step.key, { state: 'finished', result: 'skipped', finishedAt: new Date() });
  }
  if (!fulfilled) await closeChange(tx, promotion.id);
  tellPromotion(tx, promotion, 'promotion.finished', { result, message: { ...message } });
  const environment = pipeline && environmentOf(pipeline, promotion.environment);
  if (pipeline !== undefined && environment !== undefined && promotion.kind === 'promotion') {
    if (arrived) {
      const artifact = await requireArtifactById(tx.db, outputArtifactId);
      await promoteOn(tx, pipeline, promotion, artifact);
      await callOut(tx, environment, { ...promotion, revision: outputRevision }, artifact);
    } else if (!fulfilled && deployed !== undefined && deployed.state !== 'pending' && hasFailed(result)) {
      await takeBack(tx, pipeline, environment, promotion, outputArtifactId, message);
    }
  }
  for (const next of await listUnfinished(tx.db, promotion)) tx.wake('promotion', next.id);
  await noteOnExecution(tx, pipeline, promotion, outputArtifactId, fulfilled ? 'success' : result);
}

async function isWhole(tx: Tx, promotion: Promotion): Promise<boolean> {
  const { others } = (await lookAtRollout(tx.db, promotion)).facts;
  return others.every(({ optional, serves }) => optional || serves);
}

async function callOut(tx: Tx, environment: Environment, promotion: Promotion, artifact: Artifact): Promise<void> {
  const { call } = environment.deploy.onSuccess;
  if (call === null) return;
  const { id: promotionId, project, app, revision } = promotion;
  const { version, digest } = artifact;
  const place = { project, app, environment: environment.name };
  const url = fill(call, { ...place, version, digest, revision });
  await askCall(tx, { promotionId, ...place, url, facts: toldOf(promotion, artifact) });
}

/** Not what a person has ended: they know what they want there. */
function hasFailed(result: Result): boolean {
  return result !== 'success' && result !== 'cancelled' && result !== 'skipped';
}

/** An execution is over when every environment has had its artifact, or when one said no; a later promotion reopens it. */
async function noteOnExecution(
  tx: Tx,
  pipeline: Pipeline | undefined,
  promotion: Promotion,
  outputArtifactId: string,
  result: Result,
): Promise<void> {
  if (promotion.executionId === null || promotion.kind !== 'promotion') return;
  const execution = await findExecution(tx.db, promotion.executionId);
  if (execution === undefined) return;
  let next: { state: 'executing' | 'finished'; result: string | null };
  if (pipeline !== undefined && result === 'success') {
    const ids = [execution.artifactId, promotion.artifactId, outputArtifactId];
    const reached = await Promise.all(
      pipeline.environments.map((environment) =>
        arrivedSince(tx.db, { project: pipeline.project, app: pipeline.app, environment: environment.name }, ids),
      ),
    );
    const everywhere = reached.every((since) => since !== null);
    next = everywhere ? { state: 'finished', result: 'success' } : { state: 'executing', result: null };
  } else next = { state: 'finished', result };
  if (execution.state === next.state && execution.result === next.result) return;
  await changeExecution(tx.db, execution.id, next);
  if (next.state === 'executing') return;
  tx.emit({
    type: 'execution.finished',
    project: execution.project,
    subject: `execution/${execution.id}`,
    labels: { app: execution.app, pipeline: execution.pipeline, execution: execution.id },
    actor: promotion.actor,
    door: promotion.door,
    data: { result: next.result },
  });
}
