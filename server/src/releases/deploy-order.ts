import { requireApp } from '../apps/index.ts';
import { requireArtifactById } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { findTarget, listTargets } from '../pipelines/index.ts';
import { findConfiguration, openEntries } from '../configurations/index.ts';
import { findRelease } from './release-store.ts';
import type { DeployOrder } from './runtime.ts';

export type LoadOrder = (db: Db, releaseId: string) => Promise<DeployOrder>;

/**
 * Puts together what a runtime needs for one release. Secrets are opened here, at the last moment, and go nowhere else.
 * The configuration is the one that the release was given, not the newest: a restart changes nothing.
 */
export function createLoadOrder(secretBox: SecretBox): LoadOrder {
  return async (db, releaseId) => {
    const release = await findRelease(db, releaseId);
    const target = release && (await findTarget(db, release.targetId));
    if (release === undefined || target === undefined) throw new Error(`release ${releaseId} has no target any more`);
    const [app, artifact, targets, entries] = await Promise.all([
      requireApp(db, release.project, release.app),
      requireArtifactById(db, release.artifactId),
      listTargets(db, release.project, release.app, release.environment),
      findConfiguration(db, release, release.configurationVersion),
    ]);
    return {
      targetId: target.id,
      project: release.project,
      app: release.app,
      environment: release.environment,
      target: target.name,
      onlyTarget: targets.length === 1,
      releaseId: release.id,
      releaseNumber: release.number,
      artifactDigest: artifact.digest,
      version: artifact.version,
      revision: release.revision,
      env: { ...openEntries(secretBox, release, entries), ...target.config },
      health: app.spec.health,
    };
  };
}
