import type { Tx } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import type { Json } from '../lib/message.ts';
import { findTarget, lockEnvironment, takeReleaseNumber } from '../pipelines/index.ts';
import { latestConfiguration } from '../configurations/index.ts';
import type { Release, ReleaseKind } from './release.ts';
import { releaseMessages as messages } from './release-messages.ts';
import { insertRelease, listReleasesOfPromotion } from './release-store.ts';

export interface PlannedRelease {
  readonly targetId: string;
  readonly artifactId: string;
  readonly revision: string;
  readonly fromNumber: number | null;
  /** Which try on this target it is, from 1. */
  readonly attempt: number;
}

/** On whose behalf, and how: copied onto every release, so that a history explains itself. */
export interface ReleaseCause {
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly executionId: string | null;
  readonly kind: ReleaseKind;
  readonly actor: string;
  readonly door: string;
  readonly reason: string | null;
}

/**
 * Writes releases of a promotion, each with its target's next number and the environment's newest configuration. A try
 * that was given already is not given again. Answers with those that are new.
 */
export async function ensureReleases(
  tx: Tx,
  promotion: ReleaseCause,
  planned: readonly PlannedRelease[],
): Promise<Release[]> {
  await lockEnvironment(tx.db, promotion.project, promotion.app, promotion.environment);
  const known = await listReleasesOfPromotion(tx.db, promotion.id);
  const { version } = await latestConfiguration(tx.db, promotion);
  const releases: Release[] = [];
  for (const plan of planned) {
    const target = await findTarget(tx.db, plan.targetId);
    // A target that an edit of the pipeline has removed meanwhile gets nothing any more.
    if (target === undefined) continue;
    if (known.some((release) => release.targetId === target.id && release.attempt >= plan.attempt)) continue;
    const release: Release = {
      id: newId('rel'),
      targetId: target.id,
      project: promotion.project,
      app: promotion.app,
      environment: promotion.environment,
      target: target.name,
      number: await takeReleaseNumber(tx.db, target.id),
      promotionId: promotion.id,
      attempt: plan.attempt,
      executionId: promotion.executionId,
      artifactId: plan.artifactId,
      revision: plan.revision,
      kind: promotion.kind,
      fromNumber: plan.fromNumber,
      configurationVersion: version,
      actor: promotion.actor,
      door: promotion.door,
      reason: promotion.reason,
      state: 'executing',
      result: null,
      message: messages.release_ordered(),
      url: null,
      stoppedAt: null,
      stoppedBy: null,
      removedAt: null,
      createdAt: new Date(),
      finishedAt: null,
    };
    await insertRelease(tx.db, release);
    tx.wake('release', release.id);
    tellRelease(tx, release, 'release.started', {});
    releases.push(release);
  }
  return releases;
}

export function tellRelease(tx: Tx, release: Release, type: string, data: Record<string, Json>): void {
  tx.emit({
    type,
    project: release.project,
    subject: `release/${release.id}`,
    labels: {
      app: release.app,
      environment: release.environment,
      target: release.target,
      promotion: release.promotionId,
      ...(release.executionId === null ? {} : { execution: release.executionId }),
    },
    actor: release.actor,
    door: release.door,
    data: { number: release.number, kind: release.kind, ...data },
  });
}
