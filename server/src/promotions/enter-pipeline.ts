import { newestRevision } from '../artifacts/index.ts';
import type { Arrival, Artifact, Build } from '../artifacts/index.ts';
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
  const { project, app, revision, branch, pushedBy } = build;
  const actor = pushedBy ?? artifact.revisions[0]?.author ?? 'sluice';
  const door = pushedBy === null ? 'system' : 'git';
  await enter(tx, { project, app, revision, branch, actor, door }, artifact, 'push');
}

/** The same for what was built elsewhere. Where nobody says by which branch it came, it enters the first environment. */
export async function enterFromElsewhere(tx: Tx, arrival: Arrival, artifact: Artifact): Promise<readonly string[]> {
  return enter(tx, arrival, artifact, 'registration');
}

async function enter(tx: Tx, arrival: Arrival, artifact: Artifact, triggerKind: string): Promise<readonly string[]> {
  const { project, app, revision, branch, actor, door } = arrival;
  const pipeline = await findPipelineOfApp(tx.db, project, app);
  if (pipeline === undefined) return [];
  const entries =
    branch === null
      ? pipeline.environments.slice(0, 1)
      : pipeline.environments.filter((environment) => environment.feedBranch === branch);
  if (entries.length === 0) return [];
  const { execution, opened } = await ensureExecution(tx.db, {
    project,
    pipeline: pipeline.name,
    app,
    artifactId: artifact.id,
    revision,
    branch,
    triggerKind,
    actor,
    pipelineGeneration: pipeline.generation,
  });
  if (!opened) await changeExecution(tx.db, execution.id, { state: 'executing', result: null });
  tx.emit({
    type: 'execution.started',
    project,
    subject: `execution/${execution.id}`,
    labels: { app, pipeline: pipeline.name, execution: execution.id },
    actor,
    door,
    data: { version: artifact.version, revision, branch },
  });
  for (const environment of entries) {
    await promoteByItself(tx, pipeline, environment, artifact, revision, execution.id);
  }
  return entries.map(({ name }) => name);
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
