import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Claim, Controller } from '../../../engine/controller.ts';
import { isSameProcess } from '../../../lib/process-identity.ts';
import { readAcknowledgements, readRoute } from '../../../router/index.ts';
import { findMarked } from './process-marker.ts';
import { processMessages as say } from './process-messages.ts';
import { decide } from './process-plan.ts';
import type { Action, ObservedProcess, PlanLimits, World } from './process-plan.ts';
import { readRest } from './process-rest-store.ts';
import { readProcesses, readReleases, readTarget } from './process-store.ts';
import type { ProcessState } from './process.ts';

/** The kind of work; its keys are target ids. */
export const processKind = 'process';

/** How long one look may keep probing before it gives its place to others. */
const lookMs = 1000;

export interface ControllerParts {
  readonly liveReplicas: () => Promise<readonly string[]>;
  readonly limits: PlanLimits;
  readonly now: () => Date;
  /** Whether this replica has asked a process to stop. */
  readonly hasSignalled: (processId: string) => boolean;
  /** Does one action. For a probe: whether it found the process ready; for the rest, true. */
  readonly perform: (claim: Claim, world: World, action: Exclude<Action, { do: 'wait' }>) => Promise<boolean>;
}

/** Looks at one target at a time: gathers what is, asks `decide`, does that one thing, and looks again. */
export function createProcessController(parts: ControllerParts): Controller {
  const gather = async (claim: Claim, targetId: string, probed: ReadonlySet<string>): Promise<World | undefined> => {
    const { db } = claim;
    const target = await readTarget(db, targetId);
    if (target === undefined) return;
    const [rest, releases, processes, route, acknowledgements, liveReplicaIds] = await Promise.all([
      readRest(db),
      readReleases(db, targetId),
      readProcesses(db, targetId),
      readRoute(db, targetId),
      readAcknowledgements(db, targetId),
      parts.liveReplicas(),
    ]);
    return {
      now: parts.now(),
      target,
      resting: rest.since !== null,
      releases,
      processes: await Promise.all(processes.map((process) => observe(process, parts.hasSignalled))),
      route,
      acknowledgements,
      liveReplicaIds,
      probed,
    };
  };

  return {
    kind: processKind,
    concurrency: 16,
    async look(claim): Promise<Answer> {
      const startedAt = performance.now();
      let probed = new Set<string>();
      while (!claim.signal.aborted) {
        const world = await gather(claim, claim.key, probed);
        if (world === undefined) return { done: true };
        const action = decide(world, parts.limits);
        if (action.do === 'wait') {
          const spent = performance.now() - startedAt;
          if (!action.probing) return action.until === null ? { done: true } : again(action.until);
          if (spent > lookMs) return again(world.now);
          // Soon at first, for apps that start fast; the longer one takes, the less a moment matters.
          await sleep(Math.min(20 + spent / 10, 100));
          probed = new Set();
          continue;
        }
        const ready = await parts.perform(claim, world, action);
        if (action.do === 'probe' && !ready) probed.add(action.process.id);
      }
      return again(parts.now());
    },
  };
}

function again(at: Date): Answer {
  return { again: at, reason: say.process_look_later() };
}

async function observe(process: ProcessState, hasSignalled: (id: string) => boolean): Promise<ObservedProcess> {
  const watched = process.stage === 'running' || process.stage === 'stopping';
  let alive = watched && process.identity !== null && (await isSameProcess(process.identity));
  // While it stops, what it started may still be finishing: that is given the same time.
  if (!alive && process.stage === 'stopping') alive = (await findMarked(process.id)).length > 0;
  return { ...process, alive, signalled: hasSignalled(process.id) };
}
