import { findArtifact, listArtifactsById } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import { approvalsGate, orderGate, withdrawnGate } from '../gates/index.ts';
import type { Gate } from '../gates/index.ts';
import { whoMay } from '../identity/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { healthySince } from '../releases/index.ts';
import { listApprovals } from './approvals/approval-store.ts';
import type { Facts } from './decide.ts';
import { pointOfNoReturn } from './promotion.ts';
import type { Promotion, StepRecord } from './promotion.ts';
import { listUnfinished } from './promotion-store.ts';

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

/** What a verdict is about: the commit that the branch would be at, the content, and the rules of the moment. */
export function seenBy(
  promotion: Promotion,
  steps: readonly StepRecord[],
  artifacts: ReadonlyMap<string, Artifact>,
  pipeline: Pipeline,
): { revision: string; digest: string; specGeneration: number } {
  const head = steps.find((step) => step.key === 'merge')?.output['head'];
  const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
  return {
    revision: head ?? promotion.revision,
    digest: artifacts.get(made ?? promotion.artifactId)?.digest ?? '',
    specGeneration: pipeline.generation,
  };
}

/** Gathers everything that `decide` may depend on, by the newest spec. */
export async function gatherFacts(
  db: Db,
  promotion: Promotion,
  steps: readonly StepRecord[],
  pipeline: Pipeline,
  environment: Environment,
): Promise<Facts> {
  const { state, cancelledBy, supersededBy } = promotion;
  const base = { state, steps, cancelledBy, supersededBy };
  if (state === 'finished') return { ...base, gates: [], ahead: null };
  // After the point of no return nothing is asked any more: neither gates nor whose turn it is.
  if (steps.slice(pointOfNoReturn(steps)).some((step) => step.state !== 'pending')) {
    return { ...base, gates: [], ahead: null };
  }
  const unfinished = await listUnfinished(db, promotion);
  const [first] = unfinished;
  const ahead = first === undefined || first.id === promotion.id ? null : { id: first.id };
  return { ...base, ahead, gates: await askGates(db, promotion, steps, pipeline, environment) };
}

/** Cheap and stateless first, then those that people answer. A person's rollback passes every gate there is so far. */
export async function askGates(
  db: Db,
  promotion: Promotion,
  steps: readonly StepRecord[],
  pipeline: Pipeline,
  environment: Environment,
): Promise<Gate[]> {
  if (promotion.kind !== 'promotion') return [];
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
    withdrawnGate({ automatic: promotion.automatic, withdrawn: asked.withdrawn }),
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
