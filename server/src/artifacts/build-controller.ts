import { join } from 'node:path';
import { appKey, requireApp } from '../apps/index.ts';
import type { Controller } from '../engine/controller.ts';
import type { Tx } from '../engine/transaction.ts';
import type { Artifact } from './artifact.ts';
import { findArtifactByContent } from './artifact-store.ts';
import { artifactMessages as messages } from './artifact-messages.ts';
import { findBuild, finishBuild, isOvertaken, startBuild } from './build-store.ts';
import type { Build } from './build-store.ts';
import { buildKeyOf, makeContent, recordArtifact } from './make-artifact.ts';
import type { ContentParts } from './make-artifact.ts';

export interface BuildControllerParts extends ContentParts {
  /** Which artifacts a promotion's merge put together. */
  parentsOf(build: Build): Promise<readonly string[]>;
  /** Called in the transaction that makes a build's artifact known; not for one that a newer push has overtaken. */
  onArtifact(tx: Tx, build: Build, artifact: Artifact): Promise<void>;
  /** Called in the transaction that finishes a build without an artifact. */
  onNoArtifact(tx: Tx, build: Build): Promise<void>;
}

/** Kind `build`, key: the build's id. Turns one commit into an artifact, or finds that it is one already. */
export function createBuildController(parts: BuildControllerParts): Controller {
  return {
    kind: 'build',
    concurrency: 2,
    async look(claim) {
      const build = await findBuild(claim.db, claim.key);
      if (build === undefined || build.state === 'finished') return { done: true };
      const app = await requireApp(claim.db, build.project, build.app);
      const repository = parts.repositories.open(app.project, app.name);
      const commit = await repository.commit(build.revision);
      const logFile = join(parts.dataDir, 'logs', 'builds', app.project, app.name, `${build.id}.log`);

      const known = await findArtifactByContent(claim.db, {
        project: app.project,
        app: app.name,
        tree: commit.tree,
        buildKey: buildKeyOf(app),
      });
      const reused = known !== undefined && (await parts.registry.has(appKey(app), known.digest)) ? known : undefined;
      let stored = reused && { digest: reused.digest, sizeBytes: reused.sizeBytes };
      if (stored === undefined) {
        await claim.transact((tx) => startBuild(tx.db, build.id, logFile));
        const content = await makeContent(parts, app, commit, { id: build.id, logFile, signal: claim.signal });
        if (!content.made) {
          // A replica that stops says nothing about the sources: whoever is next builds them.
          if (claim.signal.aborted) throw new Error('the build was interrupted');
          await claim.transact(async (tx) => {
            await finishBuild(tx.db, build.id, { result: content.result, message: content.message, artifactId: null });
            emitFinished(tx, build, { result: content.result, code: content.message.code });
            await parts.onNoArtifact(tx, build);
          });
          return { done: true };
        }
        stored = content.stored;
      }
      const [tagged, before, parents] = await Promise.all([
        repository.semverTag(commit.sha),
        repository.semverTagsBefore(commit.sha),
        parts.parentsOf(build),
      ]);
      // Whatever happens to the branches, a rollback may need this commit.
      await repository.keep(commit.sha);
      const content = stored;
      await claim.transact(async (tx) => {
        const artifact = await recordArtifact(tx, app, {
          commit,
          branch: build.branch ?? '',
          stored: content,
          tagged,
          before,
          parents,
        });
        const message = reused
          ? messages.build_reused({ version: artifact.version })
          : messages.build_succeeded({ version: artifact.version });
        await finishBuild(tx.db, build.id, { result: 'success', message, artifactId: artifact.id });
        emitFinished(tx, build, { result: 'success', version: artifact.version });
        if (!(await isOvertaken(tx.db, build))) await parts.onArtifact(tx, build, artifact);
      });
      return { done: true };
    },
  };
}

function emitFinished(tx: Tx, build: Build, data: Record<string, string>): void {
  tx.emit({
    type: 'build.finished',
    project: build.project,
    subject: `build/${build.id}`,
    labels: { app: build.app, ...(build.promotionId === null ? {} : { promotion: build.promotionId }) },
    actor: build.pushedBy ?? 'sluice',
    door: build.pushedBy === null ? 'system' : 'git',
    data: { ...data, revision: build.revision },
  });
}
