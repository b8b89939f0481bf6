import { newestRevision } from '../artifacts/index.ts';
import type { Artifact, Build } from '../artifacts/index.ts';
import type { Tx } from '../engine/transaction.ts';
import { changeExecution, ensureExecution } from '../executions/index.ts';
import { isOpen } from '../gates/index.ts';
import { systemCaller } from '../identity/index.ts';
import { environmentOf, findPipelineOfApp, following, lockEnvironment } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { askOrder } from './ask-gates.ts';
import type { Promotion } from './promotion.ts';
import { revisionToMove } from './promote.ts';
import { requestPromotion } from './request-promotion.ts';

/**
 * A push has become an artifact: its execution is opened, and it is promoted into every environment that its branch
 * feeds. In the transaction that makes the artifact known, so no crash lies between the two.
 */
export async function enterPipeline(tx: Tx, build: Build, artifact: Artifact): Promise<void> {
  const pipeline = await findPipelineOfApp(tx.db, build.project, build.app);
  if (pipeline === undefined) return;
  const entries = pipeline.environments.filter((environment) => environment.feedBranch === build.branch);
  if (entries.length === 0) return;
  const actor = build.pushedBy ?? artifact.revisions[0]?.author ?? 'sluice';
  const { execution, opened } = await ensureExecution(tx.db, {
    project: pipeline.project,
    pipeline: pipeline.name,
    app: pipeline.app,
    artifactId: artifact.id,
    revision: build.revision,
    branch: build.branch,
    triggerKind: 'push',
    actor,
    pipelineGeneration: pipeline.generation,
  });
  if (!opened) await changeExecution(tx.db, execution.id, { state: 'executing', result: null });
  tx.emit({
    type: 'execution.started',
    project: pipeline.project,
    subject: `execution/${execution.id}`,
    labels: { app: pipeline.app, pipeline: pipeline.name, execution: execution.id },
    actor,
    door: build.pushedBy === null ? 'system' : 'git',
    data: { version: artifact.version, revision: build.revision, branch: build.branch },
  });
  for (const environment of entries) {
    await promoteByItself(tx, pipeline, environment, artifact, build.revision, execution.id);
  }
}

/** An environment has become healthy: whatever follows it automatically is promoted, in the same transaction. */
export async function promoteOn(tx: Tx, pipeline: Pipeline, promotion: Promotion, artifact: Artifact): Promise<void> {
  for (const environment of following(pipeline, promotion.environment)) {
    if (!environment.automatic || artifact.withdrawn !== null) continue;
    // Where several environments lead to it, the last of them brings it on.
    if (!isOpen(await askOrder(tx.db, pipeline, environment, artifact))) continue;
    const revision = await revisionToMove(tx.db, pipeline, environment, artifact);
    await promoteByItself(tx, pipeline, environment, artifact, revision, promotion.executionId);
  }
}

async function promoteByItself(
  tx: Tx,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Artifact,
  revision: string,
  executionId: string | null,
): Promise<void> {
  const known = environmentOf(pipeline, environment.name);
  if (known === undefined) return;
  await lockEnvironment(tx.db, pipeline.project, pipeline.app, known.name);
  await requestPromotion(tx, systemCaller('promotions'), {
    pipeline,
    environment: known,
    kind: 'promotion',
    executionId,
    artifact,
    revision: revision === '' ? newestRevision(artifact) : revision,
    automatic: true,
    reason: null,
    whenBusy: 'supersede',
    command: '',
  });
}
