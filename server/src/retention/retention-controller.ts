import { listUnneededArtifacts, pruneArtifacts, pruneBuildLogs, removePrunedContent } from '../artifacts/index.ts';
import type { Artifact, Registry } from '../artifacts/index.ts';
import type { Claim, Controller } from '../engine/controller.ts';
import type { EngineEvents } from '../engine/index.ts';
import type { Db, Tx } from '../engine/transaction.ts';
import { cutOff } from './retention.ts';
import type { Retention } from './retention.ts';
import { retentionMessages as messages } from './retention-messages.ts';

/** There is one for the whole installation. */
export const retentionKey = 'all';

const everyMs = 3_600_000;
/** How much one look puts away of each kind, so that it never holds anything up for long. */
const batch = { events: 2000, steps: 500, logs: 200, artifacts: 50, contents: 10 } as const;

export interface RetentionParts {
  readonly retention: Retention;
  readonly events: Pick<EngineEvents, 'prune'>;
  readonly registry: Pick<Registry, 'remove'>;
  /** Which of the artifacts serve somewhere, are on their way, or may be returned to. Asked with their rows locked. */
  artifactsInUse(db: Db, artifacts: readonly Artifact[], keptPerTarget: number): Promise<readonly string[]>;
  pruneSteps(db: Db, finishedBefore: Date, limit: number): Promise<number>;
  /** Called as `retention/after-prune`, `retention/after-remove`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}

/**
 * Kind `retention`, key: `all`. Puts away what is older than it has to be and what nothing needs, a bounded part of each at
 * a look. An artifact loses its content in two transactions: first the row says so, then the registry lets go; whatever
 * comes in between finds out from the row.
 */
export function createRetentionController(parts: RetentionParts): Controller {
  const { retention, reached = () => {} } = parts;

  async function prune(claim: Claim): Promise<boolean> {
    const now = new Date();
    const [events, steps, logs, artifacts] = [
      retention.eventsDays,
      retention.stepsDays,
      retention.logsDays,
      retention.artifactsDays,
    ].map((days) => cutOff(days, now));
    const done = {
      events: events === undefined ? 0 : await parts.events.prune(events, batch.events),
      steps: steps === undefined ? 0 : await claim.transact((tx) => parts.pruneSteps(tx.db, steps, batch.steps)),
      logs: logs === undefined ? 0 : await claim.transact((tx) => pruneBuildLogs(tx.db, logs, batch.logs)),
      artifacts: artifacts === undefined ? 0 : await claim.transact((tx) => giveUp(tx, artifacts)),
    };
    await reached('retention/after-prune');
    const contents = await claim.transact(async (tx) => {
      const removed = await removePrunedContent(tx.db, batch.contents, ({ project, name }, digests) =>
        parts.registry.remove(`${project}/${name}`, digests),
      );
      if (removed > 0) await reached('retention/after-remove');
      return removed;
    });
    return (
      done.events === batch.events ||
      done.steps === batch.steps ||
      done.logs === batch.logs ||
      done.artifacts === batch.artifacts ||
      contents === batch.contents
    );
  }

  async function giveUp(tx: Tx, usedBefore: Date): Promise<number> {
    const candidates = await listUnneededArtifacts(tx.db, usedBefore, batch.artifacts);
    const inUse = new Set(await parts.artifactsInUse(tx.db, candidates, retention.releases));
    const unneeded = candidates.filter(({ id }) => !inUse.has(id));
    await pruneArtifacts(tx.db, { unneeded: unneeded.map(({ id }) => id), needed: [...inUse] });
    for (const { id, project, app, version, digest } of unneeded) {
      tx.emit({
        type: 'artifact.pruned',
        project,
        subject: `artifact/${id}`,
        labels: { app },
        actor: 'sluice:retention',
        door: 'system',
        data: { version, digest },
      });
    }
    return candidates.length;
  }

  return {
    kind: 'retention',
    concurrency: 1,
    async look(claim) {
      const more = await prune(claim);
      return { again: new Date(Date.now() + (more ? 0 : everyMs)), reason: messages.retention_swept() };
    },
  };
}
