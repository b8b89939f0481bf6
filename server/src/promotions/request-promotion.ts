import { artifactMessages, requireArtifactById, useArtifacts } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Tx } from '../engine/transaction.ts';
import { reopenExecution } from '../executions/index.ts';
import type { Caller } from '../identity/index.ts';
import { newId } from '../lib/id.ts';
import { Problem } from '../lib/problem.ts';
import { listTargets } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { stepsOf } from './promotion.ts';
import type { PlannedTarget, Promotion } from './promotion.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import type { PromotionKind } from './promotion-schema.ts';
import { changePromotion, insertPromotion, listUnfinished } from './promotion-store.ts';
import { insertSteps } from './step-store.ts';

export interface Wanted {
  readonly pipeline: Pipeline;
  readonly environment: Environment;
  readonly kind: PromotionKind;
  readonly executionId: string | null;
  readonly artifact: Artifact;
  readonly revision: string;
  /** Per target, when targets get different things; otherwise every target gets the artifact. */
  readonly plan?: readonly PlannedTarget[];
  /** Those that somebody chose; without it every target there is. */
  readonly targets?: readonly string[] | null;
  readonly automatic: boolean;
  readonly reason: string | null;
  readonly whenBusy: 'refuse' | 'queue' | 'supersede';
  /** What the caller would type again with --queue or --supersede. */
  readonly command: string;
}

export type Requested =
  | { readonly outcome: 'started' | 'queued'; readonly promotion: Pick<Promotion, 'id'> }
  | { readonly outcome: 'joined'; readonly promotion: Promotion };

/**
 * Puts a promotion in its environment's line, inside the caller's transaction, which must hold the environment's lock.
 * Two people at once: the same artifact joins what is under way; another one is refused, queued or supersedes, as asked.
 */
export async function requestPromotion(
  tx: Tx,
  caller: Pick<Caller, 'actor' | 'actorId' | 'door'>,
  wanted: Wanted,
): Promise<Requested> {
  const { pipeline, environment, artifact, kind } = wanted;
  const place = { project: pipeline.project, app: pipeline.app, environment: environment.name };
  const unfinished = await listUnfinished(tx.db, place);
  const same = unfinished.find((other) => isSame(other, wanted));
  if (same !== undefined) {
    // What a person wants as well is a person's from now on: nothing automatic takes its place.
    if (same.automatic && !wanted.automatic) {
      await changePromotion(tx.db, same.id, { automatic: false });
      tx.wake('promotion', same.id);
    }
    return { outcome: 'joined', promotion: same };
  }
  const [ahead] = unfinished;
  if (ahead !== undefined && wanted.whenBusy === 'refuse') {
    const onItsWay = await requireArtifactById(tx.db, ahead.artifactId);
    throw new Problem(
      'Conflict',
      messages.promotion_busy({
        app: pipeline.app,
        environment: environment.name,
        id: ahead.id,
        by: ahead.actor,
        version: onItsWay.version,
        command: wanted.command,
      }),
    );
  }
  const id = newId('prm');
  if (wanted.whenBusy === 'supersede') {
    for (const other of unfinished) {
      // What Sluice starts by itself gives way to newer of the same kind; it takes neither a person's place nor that of a
      // rollback, which brings back what is healthy.
      if (wanted.automatic && (!other.automatic || other.kind === 'rollback')) continue;
      await changePromotion(tx.db, other.id, { supersededBy: id });
      tx.wake('promotion', other.id);
    }
  }
  const chosen = wanted.targets ?? null;
  const targets = (await listTargets(tx.db, place.project, place.app, place.environment)).filter(
    ({ name }) => chosen === null || chosen.includes(name),
  );
  const plan =
    wanted.plan ??
    targets.map((target) => ({
      targetId: target.id,
      target: target.name,
      artifactId: artifact.id,
      revision: wanted.revision,
      fromNumber: null,
    }));
  await refusePruned(tx, [artifact.id, ...plan.map(({ artifactId }) => artifactId)], wanted.automatic);
  await insertPromotion(tx.db, {
    id,
    ...place,
    pipeline: pipeline.name,
    kind,
    executionId: wanted.executionId,
    artifactId: artifact.id,
    revision: wanted.revision,
    strategy: environment.strategy,
    branch: kind === 'promotion' ? environment.branch : null,
    plan,
    targets: chosen,
    automatic: wanted.automatic,
    actor: caller.actor,
    actorId: caller.actorId,
    door: caller.door,
    reason: wanted.reason,
    specGeneration: pipeline.generation,
    createdAt: new Date(),
  });
  await insertSteps(tx.db, id, stepsOf(kind, environment.strategy, environment.deploy.verify !== null));
  if (kind === 'promotion' && wanted.executionId !== null) await reopenExecution(tx.db, wanted.executionId);
  tx.wake('promotion', id);
  tx.emit({
    type: 'promotion.requested',
    project: place.project,
    subject: `promotion/${id}`,
    labels: {
      app: place.app,
      environment: place.environment,
      promotion: id,
      ...(wanted.executionId === null ? {} : { execution: wanted.executionId }),
    },
    actor: caller.actor,
    door: caller.door,
    data: {
      kind,
      version: artifact.version,
      digest: artifact.digest,
      revision: wanted.revision,
      reason: wanted.reason,
      automatic: wanted.automatic,
      targets: chosen,
    },
  });
  return { outcome: ahead === undefined ? 'started' : 'queued', promotion: { id } };
}

/** A rollback is never joined: twice in a row goes further back. A change of configuration joins one that has not begun. */
function isSame(other: Promotion, wanted: Wanted): boolean {
  if (other.kind !== wanted.kind || other.cancelledBy !== null || other.supersededBy !== null) return false;
  switch (wanted.kind) {
    case 'promotion':
      // A commit that was amended has the same content and is another commit: what follows it has to take the newer one.
      if (wanted.automatic && other.revision !== wanted.revision) return false;
      return other.artifactId === wanted.artifact.id && covers(other.targets, wanted.targets ?? null);
    case 'configuration':
      return other.state === 'queued';
    case 'rollback':
      return false;
  }
}

/** What was approved and let through for some targets is not stretched to others. */
function covers(targets: Promotion['targets'], wanted: Promotion['targets']): boolean {
  return targets === null || (wanted !== null && wanted.every((name) => targets.includes(name)));
}

/**
 * From here on the content is needed. Whoever is just giving it up is waited for, so either it is there and stays, or it
 * is gone and a person is told now; what Sluice asks for by itself is told by the gate `runtime`.
 * @throws Problem Conflict
 */
export async function refusePruned(tx: Tx, artifactIds: readonly string[], automatic = false): Promise<void> {
  const [pruned] = await useArtifacts(tx.db, artifactIds);
  if (pruned !== undefined && !automatic) {
    throw new Problem('Conflict', artifactMessages.artifact_pruned({ version: pruned.version }));
  }
}
