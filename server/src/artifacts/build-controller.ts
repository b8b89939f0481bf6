import { join } from 'node:path';
import { appKey, requireApp } from '../apps/index.ts';
import type { Claim, Controller } from '../engine/controller.ts';
import { isConnectionFault } from '../engine/database-faults.ts';
import { ClaimLost } from '../engine/outcome.ts';
import type { Tx } from '../engine/transaction.ts';
import type { Json, Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
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
  /** Called as `build/before-run`, `build/after-run`, `build/after-record`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}

/** Fewer looks than park the work: a promotion that waits for the build is told how it ended. */
const maxAttempts = 6;

/** Kind `build`, key: the build's id. Turns one commit into an artifact, or finds that it is one already. */
export function createBuildController(parts: BuildControllerParts): Controller {
  return {
    kind: 'build',
    concurrency: 2,
    async look(claim) {
      const build = await findBuild(claim.db, claim.key);
      if (build === undefined || build.state === 'finished') return { done: true };
      try {
        const ended = await buildArtifact(parts, claim, build);
        if (ended !== undefined) await endWithout(parts, claim, build, ended);
      } catch (error) {
        if (claim.signal.aborted || !(error instanceof Error) || error instanceof ClaimLost) throw error;
        if (isConnectionFault(error)) throw error;
        const isProblem = error instanceof Problem;
        if (isProblem ? error.kind === 'Unavailable' : claim.attempt < maxAttempts) throw error;
        const message = isProblem
          ? error.detail
          : messages.build_gave_up({ problem: error.message, attempts: claim.attempt });
        await endWithout(parts, claim, build, { result: isProblem ? 'failure' : 'error', message });
      }
      return { done: true };
    },
  };
}

async function endWithout(
  { onNoArtifact }: BuildControllerParts,
  claim: Claim,
  build: Build,
  { result, message }: { readonly result: string; readonly message: Message },
): Promise<void> {
  await claim.transact(async (tx) => {
    await finishBuild(tx.db, build.id, { result, message, artifactId: null });
    emitFinished(tx, build, { result, code: message.code, message: { ...message } });
    await onNoArtifact(tx, build);
  });
}

/** Answers why there is no artifact, or undefined when there is one and everybody who has to know has been told. */
async function buildArtifact(
  parts: BuildControllerParts,
  claim: Claim,
  build: Build,
): Promise<{ readonly result: string; readonly message: Message } | undefined> {
  const { reached = () => {} } = parts;
  const app = await requireApp(claim.db, build.project, build.app);
  const repository = parts.repositories.open(app.project, app.name);
  const commit = await repository.commit(build.revision);
  const key = { project: app.project, app: app.name, tree: commit.tree, buildKey: buildKeyOf(app) };
  const naming = Promise.all([
    repository.semverTag(commit.sha),
    repository.semverTagsBefore(commit.sha),
    parts.parentsOf(build),
    // Whatever happens to the branches, a rollback may need this commit.
    repository.keep(commit.sha),
  ]);
  // Awaited further down; until then a fault of it must not end the process.
  naming.catch(() => {});
  const known = await findArtifactByContent(claim.db, key);
  const reused = known !== undefined && (await parts.registry.has(appKey(app), known.digest)) ? known : undefined;
  let stored = reused && { digest: reused.digest, sizeBytes: reused.sizeBytes };
  await reached('build/before-run');
  if (stored === undefined) {
    const logFile = join(parts.dataDir, 'logs', 'builds', app.project, app.name, `${build.id}.log`);
    await claim.transact((tx) => startBuild(tx.db, build.id, logFile));
    const content = await makeContent(parts, app, commit, { id: build.id, logFile, signal: claim.signal });
    if (!content.made) {
      // A replica that stops says nothing about the sources: whoever is next builds them.
      if (claim.signal.aborted) throw new Error('the build was interrupted');
      return content;
    }
    stored = content.stored;
  }
  const [tagged, before, parents] = await naming;
  const found = { commit, branch: build.branch ?? '', stored, tagged, before, parents };
  await reached('build/after-run');
  await claim.transact(async (tx) => {
    const artifact = await recordArtifact(tx, app, found);
    // Between the look into the registry and this lock it may have let go of content that nothing had needed for long.
    if (!(await parts.registry.has(appKey(app), artifact.digest))) {
      throw new Problem('Unavailable', messages.build_content_pruned({ version: artifact.version }));
    }
    const message = reused
      ? messages.build_reused({ version: artifact.version })
      : messages.build_succeeded({ version: artifact.version });
    await finishBuild(tx.db, build.id, { result: 'success', message, artifactId: artifact.id });
    emitFinished(tx, build, { result: 'success', version: artifact.version });
    if (!(await isOvertaken(tx.db, build))) await parts.onArtifact(tx, build, artifact);
  });
  await reached('build/after-record');
  return undefined;
}

function emitFinished(tx: Tx, build: Build, data: Record<string, Json>): void {
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
