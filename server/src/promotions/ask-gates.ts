import { findArtifact, listArtifactsById } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import { standingChecks } from '../checks/index.ts';
import type { Db } from '../engine/transaction.ts';
import {
  approvalsGate,
  checksGate,
  freezeGate,
  lockGate,
  orderGate,
  runtimeGate,
  soakGate,
  withdrawnGate,
} from '../gates/index.ts';
import type { Gate } from '../gates/index.ts';
import { whoMay } from '../identity/index.ts';
import { environmentOf, listTargets } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { findLockOn, scopeWords } from '../locks/index.ts';
import { healthySince, listServedTimes } from '../releases/index.ts';
import { askHttp, askPolicy } from './judged/ask-judged.ts';
import { listApprovals } from './approvals/approval-store.ts';
import { seenBy } from './approvals/seen.ts';
import type { Promotion, StepRecord } from './promotion.ts';

/** The order gate for an artifact that may or may not be on its way: what `promote` and `why` ask before anything starts. */
export async function askOrder(
  db: Db,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Pick<Artifact, 'id' | 'version' | 'parents'>,
): Promise<Gate> {
  const { project, app } = pipeline;
  const after = await Promise.all(
    environment.after.map(async (before) => {
      const place = { project, app, environment: before };
      const own = await healthySince(db, place, [artifact.id]);
      return { environment: before, own, healthySince: own ?? (await healthySince(db, place, artifact.parents)) };
    }),
  );
  // Only when the parents had to stand in for it is the artifact "not tested earlier".
  const byParents = after.some((before) => before.own === null && before.healthySince !== null);
  const parents = byParents ? [...(await listArtifactsById(db, artifact.parents)).values()] : [];
  return orderGate({
    rule: environment.orderRule,
    after,
    parents: parents.map((parent) => parent.version),
    app,
    version: artifact.version,
  });
}

/**
 * Cheap and stateless first, then those that people answer. A lock holds everything that people start; the rest is asked
 * about promotions alone, so that a person's rollback passes it and new configuration is not tested twice.
 */
export async function askGates(
  db: Db,
  promotion: Promotion,
  steps: readonly StepRecord[],
  pipeline: Pipeline,
  environment: Environment,
): Promise<Gate[]> {
  const lock = await askLock(db, promotion);
  if (promotion.kind !== 'promotion') return lock === null ? [] : [lock];
  const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
  const artifacts = await listArtifactsById(
    db,
    [promotion.artifactId, made].filter((id) => id !== undefined),
  );
  const artifact = artifacts.get(made ?? promotion.artifactId) ?? (await findArtifact(db, promotion.artifactId));
  if (artifact === undefined) return [];
  const asked = artifacts.get(promotion.artifactId) ?? artifact;
  const gates: (Gate | null)[] = [
    await askOrder(db, pipeline, environment, artifact),
    runtimeGate(artifact, environment.targets),
    lock,
    await askPolicy(db, environment, artifact),
    withdrawnGate({ automatic: promotion.automatic, withdrawn: asked.withdrawn }),
    freezeGate({ now: new Date(), freezes: environment.freezes, windows: environment.windows }),
    await askSoak(db, pipeline, environment, artifact),
    await askChecks(db, pipeline, environment, artifact),
    ...(await askHttp(db, promotion, environment, artifact)),
    approvalsGate({
      promotionId: promotion.id,
      requesterId: promotion.actorId,
      required: environment.approvals,
      approvals: await listApprovals(db, promotion.id),
      canApprove: await whoCanApprove(db, promotion, environment),
      seen: seenBy(promotion, steps, artifacts, pipeline),
    }),
  ];
  return gates.filter((gate) => gate !== null);
}

/** Whom to ask: the people with the right, without the one who asked where four eyes are wanted. */
async function whoCanApprove(db: Db, promotion: Promotion, environment: Environment): Promise<readonly string[]> {
  const { approvals } = environment;
  if (approvals === null) return [];
  const names = await whoMay(db, 'promotion.approve', promotion.project);
  return approvals.notRequester ? names.filter((name) => name !== promotion.actor) : names;
}

/** The lock that ends last stands for all that hold the place. */
async function askLock(db: Db, promotion: Promotion): Promise<Gate | null> {
  const { project, app, environment } = promotion;
  const lock = await findLockOn(db, { project, app, environment }, new Date());
  if (lock === undefined) return null;
  const { actor: by, reason, createdAt: since, expiresAt: until } = lock;
  return lockGate({ by, reason, since, until, on: scopeWords(lock) });
}

/** Null where nothing has to soak, or nothing precedes. What was merged into the artifact counts where it did not serve. */
async function askSoak(
  db: Db,
  { project, app }: Pipeline,
  { soakMs, after }: Environment,
  artifact: Artifact,
): Promise<Gate | null> {
  if (soakMs === null || after.length === 0) return null;
  const before = await Promise.all(
    after.map(async (environment) => {
      const targets = (await listTargets(db, project, app, environment)).map(({ id }) => id);
      const own = await listServedTimes(db, targets, [artifact.id]);
      return { environment, served: own.length > 0 ? own : await listServedTimes(db, targets, artifact.parents) };
    }),
  );
  return soakGate({ soakMs, now: new Date(), before, app, version: artifact.version });
}

/** Null where nothing is required of the environments that it leaves. */
async function askChecks(db: Db, pipeline: Pipeline, { after }: Environment, artifact: Artifact): Promise<Gate | null> {
  const { project, app } = pipeline;
  const required = await Promise.all(
    after.map(async (environment) => {
      const contexts = environmentOf(pipeline, environment)?.requiredChecks ?? [];
      if (contexts.length === 0) return [];
      const place = { project, app, environment };
      const own = (await healthySince(db, place, [artifact.id])) !== null;
      const ids = own ? [artifact.id] : [artifact.id, ...artifact.parents];
      const standing = await standingChecks(db, place, ids, contexts);
      return standing.map(({ context, check }) => ({ environment, context, check }));
    }),
  );
  return checksGate(required.flat());
}
