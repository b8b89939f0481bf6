import type { Answer, Claim, Controller } from '../engine/controller.ts';
import { isConnectionFault } from '../engine/database-faults.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { findTarget } from '../pipelines/index.ts';
import { tellRelease } from './give-releases.ts';
import type { LoadOrder } from './deploy-order.ts';
import type { Release, ReleaseResult } from './release.ts';
import { releaseMessages as messages } from './release-messages.ts';
import { changeRelease, findRelease, listStoppingTargetIds } from './release-store.ts';
import type { DeploymentState, Runtime } from './runtime.ts';

/** A runtime wakes the release itself when something changes; this is only for a wake-up that got lost. */
const lookAgainMs = 2_000;
const afterStopMs = 200;
/** Fewer looks than park the work. */
const maxAttempts = 6;

/** Kind `release`, key: the release's id. Brings one release onto its target, whatever the runtime. */
export function createReleaseController(parts: {
  readonly runtimes: readonly Runtime[];
  readonly loadOrder: LoadOrder;
  /** Called as `release/before-run`, `release/after-run`, `release/after-record`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}): Controller {
  const { reached = () => {} } = parts;

  async function letGo(claim: Claim, release: Release): Promise<Answer> {
    const target = await findTarget(claim.db, release.targetId);
    const runtime = parts.runtimes.find((candidate) => candidate.name === target?.runtime);
    // A runtime that this server does not have cannot be told; what it runs is its operator's to end.
    await runtime?.remove(release.targetId);
    await claim.transact(async (tx) => {
      await changeRelease(tx.db, release.id, { removedAt: new Date() });
      tellRelease(tx, release, 'release.stopped', { by: release.stoppedBy });
    });
    return { done: true };
  }

  /** A fault that does not go away ends the release: whoever waits for it is told instead of kept waiting. */
  async function ensured(claim: Claim, runtime: Runtime, release: Release): Promise<DeploymentState> {
    try {
      return await runtime.ensure(await parts.loadOrder(claim.db, release.id));
    } catch (error) {
      if (claim.signal.aborted || !(error instanceof Error) || isConnectionFault(error)) throw error;
      const isProblem = error instanceof Problem;
      if (isProblem ? error.kind === 'Unavailable' : claim.attempt < maxAttempts) throw error;
      const { attempt: attempts } = claim;
      const message = isProblem ? error.detail : messages.release_gave_up({ problem: error.message, attempts });
      return { state: 'failed', message };
    }
  }

  return {
    kind: 'release',
    concurrency: 8,
    async look(claim) {
      const release = await findRelease(claim.db, claim.key);
      if (release === undefined) return { done: true };
      if (release.stoppedAt !== null && release.removedAt === null) return letGo(claim, release);
      if (release.state === 'finished') return { done: true };
      // The runtime is still letting go of what was stopped; it must not take this release for that.
      if ((await listStoppingTargetIds(claim.db, [release.targetId])).size > 0) {
        return { again: new Date(Date.now() + afterStopMs), reason: messages.release_after_stop() };
      }

      const finish = async (result: ReleaseResult, message: Message, url: string | null): Promise<void> => {
        await claim.transact(async (tx) => {
          await changeRelease(tx.db, release.id, { state: 'finished', result, message, url, finishedAt: new Date() });
          tellRelease(tx, release, 'release.finished', { result, message: { ...message }, url });
          tx.wake('promotion', release.promotionId);
        });
        await reached('release/after-record');
      };

      const target = await findTarget(claim.db, release.targetId);
      const runtime = parts.runtimes.find((candidate) => candidate.name === target?.runtime);
      if (target === undefined || runtime === undefined) {
        const known = parts.runtimes.map((candidate) => candidate.name);
        await finish('error', messages.release_runtime_unknown({ runtime: target?.runtime ?? '', known }), null);
        return { done: true };
      }
      await reached('release/before-run');
      const deployment = await ensured(claim, runtime, release);
      await reached('release/after-run');
      switch (deployment.state) {
        case 'ready':
          await finish('success', deployment.message, deployment.url ?? null);
          return { done: true };
        case 'failed':
          await finish('failure', deployment.message, null);
          return { done: true };
        case 'progressing':
          await recordProgress(release, deployment.message);
          return { again: new Date(Date.now() + lookAgainMs), reason: deployment.message };
      }

      async function recordProgress(current: Release, message: Message): Promise<void> {
        if (isDeepStrictEqual(current.message, message)) return;
        await claim.transact(async (tx) => {
          await changeRelease(tx.db, current.id, { message });
          tellRelease(tx, current, 'release.progressed', { message: { ...message } });
          tx.wake('promotion', current.promotionId);
        });
      }
    },
  };
}
