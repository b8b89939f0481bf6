import { setTimeout as sleep } from 'node:timers/promises';
import { processKind } from './process-controller.ts';
import type { ProcessParts } from './process-parts.ts';
import { countProcesses, listRestedApps, listTargetIds, lockRest, readRest, writeRest } from './process-rest-store.ts';

/** What became of the apps when a server left. */
export type Left =
  /** Other servers go on with them, or the database could not be asked. */
  | { readonly apps: 'kept' }
  /** It was the last one. `late`: processes that were told to end and had not when it could wait no longer. */
  | { readonly apps: 'rested'; readonly names: readonly string[]; readonly late: number };

export interface ProcessRest {
  /** Ends the rest if there is one: whatever was put to rest is started again. */
  resume(): Promise<void>;
  /** The same, unless this replica is leaving itself. */
  resumeIfStaying(): Promise<void>;
  leave(): Promise<Left>;
}

/** Longer than the grace by what a kill and its record may take. */
const beyondGraceMs = 1500;
const lookMs = 20;

/**
 * The last server puts the apps to rest, and the next one starts them again.
 *
 * Who comes and who goes locks one row, so they see each other: of two that go at once the second finds nobody; one that
 * comes was seen by the one that goes, or finds the rest and ends it. A server that is alive and finds a rest, because
 * it had lost its connection at the moment in which it was looked for, ends it too. That is all this does: what a rest
 * means for a target is decided where everything about it is, in `process-plan.ts`.
 */
export function createProcessRest(
  parts: Pick<ProcessParts, 'db' | 'transact' | 'replicaId' | 'liveReplicas' | 'graceMs' | 'clock' | 'log'>,
): ProcessRest {
  const { db, transact, replicaId } = parts;
  let leaving = false;

  const resume = (): Promise<void> =>
    transact(async (tx) => {
      const rest = await lockRest(tx.db);
      const live = await parts.liveReplicas();
      await writeRest(tx.db, { since: null, leaving: rest.leaving.filter((id) => live.includes(id)) });
      if (rest.since === null) return;
      for (const targetId of await listTargetIds(tx.db)) tx.wake(processKind, targetId);
    });

  const signOff = (): Promise<Date | undefined> =>
    transact(async (tx) => {
      const rest = await lockRest(tx.db);
      const live = await parts.liveReplicas();
      const gone = [...rest.leaving.filter((id) => live.includes(id)), replicaId];
      const since = live.every((id) => gone.includes(id)) ? parts.clock.now() : null;
      await writeRest(tx.db, { since, leaving: gone });
      if (since === null) return;
      for (const targetId of await listTargetIds(tx.db)) tx.wake(processKind, targetId);
      return since;
    });

  const untilRested = async (since: Date): Promise<Left> => {
    const until = performance.now() + parts.graceMs + beyondGraceMs;
    for (;;) {
      // Another server has come in the meantime and takes care of them.
      if ((await readRest(db)).since === null) return { apps: 'kept' };
      const late = await countProcesses(db);
      if (late === 0 || performance.now() > until) {
        return { apps: 'rested', names: await listRestedApps(db, since), late };
      }
      await sleep(lookMs);
    }
  };

  return {
    resume,
    async resumeIfStaying() {
      if (leaving || (await readRest(db)).since === null) return;
      // Read while it was put there: then it is this replica's own.
      if (!leaving) await resume();
    },
    async leave() {
      leaving = true;
      try {
        const since = await signOff();
        return since === undefined ? { apps: 'kept' } : await untilRested(since);
      } catch (error) {
        parts.log.warn({ err: error }, 'cannot put the apps to rest');
        return { apps: 'kept' };
      }
    },
  };
}
