import { findArtifact, listArtifactsById } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import { standingChecks } from '../checks/index.ts';
import type { Db } from '../engine/transaction.ts';
import {
  approvalsGates,
  checksGate,
  freezeGate,
  lockGate,
  orderGate,
  runtimeGate,
  soakGate,
  withdrawnGate,
} from '../gates/index.ts';
import type { Gate } from '../gates/index.ts';
import { listFreezesOn } from '../freezes/index.ts';
import { whoMay } from '../identity/index.ts';
import { environmentOf, listTargets } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { findLockOn, scopeWords } from '../locks/index.ts';
import { listServedTimes } from '../releases/index.ts';
import { askHttp, askPolicy } from './judged/ask-judged.ts';
import { listApprovals } from './approvals/approval-store.ts';
import { seenBy } from './approvals/seen.ts';
import { membersFor, standingOf } from './approvals/voting.ts';
import { narrowed } from './chosen/chosen.ts';
import type { Promotion, StepRecord } from './promotion.ts';
import { arrivedSince } from './rollout/arrival.ts';

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
      const own = await arrivedSince(db, place, [artifact.id]);
      return { environment: before, own, healthySince: own ?? (await arrivedSince(db, place, artifact.parents)) };
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
  // What Sluice takes back after a failure passes the lock too: a person's stop is no reason to keep what is broken.
  if (promotion.kind !== 'promotion') return lock === null || promotion.automatic ? [] : [lock];
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
    runtimeGate(artifact, narrowed(environment, promotion.targets).targets),
    lock,
    await askPolicy(db, environment, artifact),
    withdrawnGate({ automatic: promotion.automatic, withdrawn: asked.withdrawn }),
    await askFreeze(db, pipeline, environment),
    await askSoak(db, pipeline, environment, artifact),
    await askChecks(db, pipeline, environment, artifact),
    ...(await askHttp(db, promotion, environment, artifact)),
  ];
  const seen = seenBy(promotion, steps, artifacts, pipeline);
  return [...gates.filter((gate) => gate !== null), ...(await askApprovals(db, promotion, environment, seen))];
}

async function askApprovals(
  db: Db,
  promotion: Promotion,
  { approvals: rules }: Environment,
  seen: ReturnType<typeof seenBy>,
): Promise<Gate[]> {
  const approvals = await listApprovals(db, promotion.id);
  if (rules.length === 0 && approvals.length === 0) return [];
  const people = [...new Set(approvals.map(({ actor }) => actor))];
  return approvalsGates({
    promotionId: promotion.id,
    requester: promotion.actor,
    rules,
    approvals,
    standing: await standingOf(db, promotion, people),
    members: await membersFor(db, promotion.project, rules),
    approvers: rules.length === 0 ? [] : await whoMay(db, 'promotion.approve', promotion),
    seen,
    now: new Date(),
  });
}

/** The lock that ends last stands for all that hold the place. */
async function askLock(db: Db, promotion: Promotion): Promise<Gate | null> {
  const { project, app, environment } = promotion;
  const lock = await findLockOn(db, { project, app, environment }, new Date());
  if (lock === undefined) return null;
  const { actor: by, reason, createdAt: since, expiresAt: until } = lock;
  return lockGate({ by, reason, since, until, on: scopeWords(lock) });
}

/** The environment's own calendars together with the freezes that span it. */
async function askFreeze(db: Db, { project, app }: Pipeline, environment: Environment): Promise<Gate | null> {
  const spanning = await listFreezesOn(db, { project, app, environment: environment.name });
  const freezes = [...environment.freezes, ...spanning.map(({ spec }) => spec)];
  return freezeGate({ now: new Date(), freezes, windows: environment.windows });
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
      const own = (await arrivedSince(db, place, [artifact.id])) !== null;
      const ids = own ? [artifact.id] : [artifact.id, ...artifact.parents];
      const standing = await standingChecks(db, place, ids, contexts);
      return standing.map(({ context, check }) => ({ environment, context, check }));
    }),
  );
  return checksGate(required.flat(), { app, version: artifact.version });
}
