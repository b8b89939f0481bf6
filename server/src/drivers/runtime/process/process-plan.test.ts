import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processMessages as say } from './process-messages.ts';
import { decide } from './process-plan.ts';
import type { Action, ObservedProcess, PlanLimits, World } from './process-plan.ts';
import type { ReleaseState } from './process.ts';
import type { ProcfileEntry } from './procfile.ts';

const limits: PlanLimits = {
  drainMs: 30_000,
  acknowledgeMs: 5000,
  releaseCommandMs: 60_000,
  workerStartMs: 1000,
  stableMs: 60_000,
  backoffMs: (restart) => 500 * 2 ** Math.min(restart, 6),
};

/** What may befall a process of the next release that is begun. */
interface Fate {
  readonly releaseExit: number;
  readonly becomesReady: boolean;
  readonly exitsEarly: boolean;
}

/** A world in memory that obeys the decisions: what the controller does to rows and processes, without either. */
function simulate(
  releases: readonly { procfile: readonly ProcfileEntry[]; fate: Fate }[],
  crashEvery: number,
  restEvery: number,
  /** How long no replica is there after each action. */
  awayMs = 0,
): {
  world: World;
  servedEver: boolean;
  outages: number;
  steps: number;
  maxRunningWebs: number;
  switches: string[];
  wrongs: string[];
} {
  let now = 1_700_000_000_000;
  let next = 0;
  let number = 0;
  let world: World = {
    now: new Date(now),
    resting: false,
    target: {
      targetId: 't',
      project: 'default',
      app: 'a',
      environment: 'e',
      target: 'l',
      onlyTarget: true,
      releaseId: '',
      releaseNumber: 0,
      servingReleaseId: null,
      removed: false,
    },
    releases: [],
    processes: [],
    route: undefined,
    acknowledgements: [],
    liveReplicaIds: ['r1', 'r2'],
    probed: new Set(),
  };
  let generation = 0;
  let servedEver = false;
  let outages = 0;
  let maxRunningWebs = 0;
  const switches: string[] = [];
  const wrongs: string[] = [];
  let restUntil = 0;
  const fates = new Map<string, Fate>();
  const order = (): void => {
    const wanted = releases[number];
    if (wanted === undefined) return;
    number += 1;
    const releaseId = `rel${number}`;
    fates.set(releaseId, wanted.fate);
    const release: ReleaseState = {
      releaseId,
      targetId: 't',
      releaseNumber: number,
      artifactDigest: 'd',
      version: '1',
      healthPath: null,
      deadlineMs: 30_000,
      phase: 'preparing',
      message: say.process_preparing(),
      procfile: wanted.procfile,
      directory: null,
      switchedAt: null,
    };
    world = {
      ...world,
      target: { ...world.target, releaseId, releaseNumber: number },
      releases: [release, ...world.releases],
    };
  };
  const setProcess = (id: string, change: Partial<ObservedProcess>): void => {
    world = { ...world, processes: world.processes.map((one) => (one.id === id ? { ...one, ...change } : one)) };
  };
  const setRelease = (id: string, change: Partial<ReleaseState>): void => {
    world = { ...world, releases: world.releases.map((one) => (one.releaseId === id ? { ...one, ...change } : one)) };
  };
  const perform = (action: Exclude<Action, { do: 'wait' }>): void => {
    const at = world.now;
    switch (action.do) {
      case 'prepare':
        setRelease(action.release.releaseId, { phase: 'releasing', directory: '/d' });
        break;
      case 'start':
        setRelease(action.release.releaseId, { phase: 'starting' });
        break;
      case 'settle':
        setRelease(action.release.releaseId, { phase: 'ready' });
        break;
      case 'clean':
        setRelease(action.release.releaseId, { directory: null });
        break;
      case 'fail':
        setRelease(action.release.releaseId, { phase: 'failed' });
        break;
      case 'intend': {
        next += 1;
        const process: ObservedProcess = {
          id: `p${String(next).padStart(6, '0')}`,
          targetId: 't',
          releaseId: action.release.releaseId,
          type: action.type,
          command: action.command,
          stage: 'waiting',
          restarts: action.restarts,
          crashingSince: action.crashingSince,
          startAt: action.startAt,
          port: null,
          host: null,
          identity: null,
          spawnedAt: null,
          readyAt: null,
          unroutedGeneration: null,
          unroutedAt: null,
          stopAt: null,
          killAt: null,
          goneAt: null,
          outcome: null,
          exitCode: null,
          exitSignal: null,
          alive: false,
          signalled: false,
        };
        world = { ...world, processes: [...world.processes, process] };
        break;
      }
      case 'launch': {
        const fate = fates.get(action.process.releaseId);
        const early = fate?.exitsEarly === true && world.target.servingReleaseId !== action.process.releaseId;
        const ends = action.process.type === 'release' || early;
        setProcess(action.process.id, {
          stage: 'running',
          spawnedAt: at,
          port: 1,
          identity: { pid: 1, startedAt: 'x' },
          alive: !ends,
          exitCode: action.process.type === 'release' ? (fate?.releaseExit ?? 0) : null,
        });
        break;
      }
      case 'probe': {
        const ready = fates.get(action.process.releaseId)?.becomesReady ?? false;
        if (ready) setProcess(action.process.id, { readyAt: at });
        else world = { ...world, probed: new Set([...world.probed, action.process.id]) };
        break;
      }
      case 'switch': {
        generation += 1;
        switches.push(action.release.releaseId);
        const routed = action.process;
        const before = world.route?.upstreamId;
        world = {
          ...world,
          target: { ...world.target, servingReleaseId: action.release.releaseId },
          route:
            routed === null
              ? undefined
              : {
                  targetId: 't',
                  project: 'default',
                  app: 'a',
                  environment: 'e',
                  target: 'l',
                  upstreamId: routed.id,
                  host: 'h',
                  port: 1,
                  releaseId: action.release.releaseId,
                  version: '1',
                  generation,
                },
          processes: world.processes.map((one) =>
            one.id === before && one.unroutedAt === null
              ? { ...one, unroutedAt: at, unroutedGeneration: generation }
              : one,
          ),
        };
        if (action.release.phase === 'starting')
          setRelease(action.release.releaseId, { phase: 'switching', switchedAt: at });
        servedEver ||= routed !== null;
        break;
      }
      case 'stop':
        setProcess(action.process.id, { stage: 'stopping', stopAt: at, killAt: new Date(now + 10_000) });
        break;
      case 'rest':
        setProcess(action.process.id, {
          stage: 'stopping',
          stopAt: at,
          killAt: new Date(now + 10_000),
          outcome: 'rested',
        });
        break;
      case 'signal':
        setProcess(action.process.id, { signalled: true, alive: false });
        break;
      case 'kill':
        setProcess(action.process.id, { alive: false });
        break;
      case 'drop':
        setProcess(action.process.id, { stage: 'gone', outcome: 'never_started', goneAt: at });
        break;
      case 'bury': {
        const { process } = action;
        setProcess(process.id, {
          stage: 'gone',
          goneAt: at,
          outcome: process.stage === 'stopping' ? (process.outcome ?? 'stopped') : 'exited',
          exitCode: process.exitCode ?? 1,
        });
        const { route } = world;
        if (route?.upstreamId === process.id) world = { ...world, route: { ...route, port: null } };
        break;
      }
      case 'resolve':
        setProcess(action.process.id, { stage: 'gone', outcome: 'never_started', goneAt: at });
        break;
      case 'withdraw':
      case 'forget':
        break;
    }
  };

  order();
  let steps = 0;
  let idle = 0;
  while (steps < 5000 && idle < 3) {
    steps += 1;
    const action = decide(world, limits);
    if (action.do !== 'wait') {
      idle = 0;
      // Nothing starts or moves while everything rests, and an intent that was kept is no crash.
      if (world.resting && ['intend', 'launch', 'switch', 'fail', 'settle', 'prepare'].includes(action.do)) {
        wrongs.push(`${action.do} in a rest`);
      }
      if (action.do === 'intend' && action.restarts > 0 && crashEvery === 0) wrongs.push('a restart without a crash');
      if (action.do === 'fail' && action.failure.why === 'exited' && !fates.get(action.release.releaseId)?.exitsEarly) {
        if (crashEvery === 0) wrongs.push('a failure without a crash');
      }
      perform(action);
      now += awayMs;
      world = { ...world, now: new Date(now) };
    } else if (world.resting && action.until === null) {
      if (world.processes.some((one) => one.stage !== 'gone')) wrongs.push('left in a rest');
      now += 1000;
      if (steps >= restUntil) world = { ...world, now: new Date(now), resting: false };
    } else {
      const wake = action.until?.getTime();
      if (number < releases.length) order();
      else if (wake === undefined && !action.probing) idle += 1;
      now = Math.max(now + 1000, wake ?? 0);
      // Replicas answer late, sometimes not at all.
      const acknowledgements =
        world.route === undefined ? [] : [{ replicaId: 'r1', generation, drainedGeneration: generation }];
      world = { ...world, now: new Date(now), probed: new Set(), acknowledgements };
    }
    if (restEvery > 0 && steps % restEvery === 0 && steps < 400) {
      world = { ...world, resting: true };
      // The next server comes while processes still stop, or long after.
      restUntil = steps + (steps % 3) * 5;
    }
    if (world.resting && steps % 11 === 0 && steps >= restUntil) world = { ...world, resting: false };
    const webs = world.processes.filter(
      (one) =>
        one.type === 'web' &&
        (one.stage === 'running' || one.stage === 'launching') &&
        one.releaseId === world.target.servingReleaseId,
    );
    maxRunningWebs = Math.max(maxRunningWebs, webs.filter((one) => one.unroutedAt === null).length);
    const { route } = world;
    if (route !== undefined) {
      const upstream = world.processes.find((one) => one.id === route.upstreamId);
      // What a route leads to is never asked to stop while the route leads there.
      if (upstream?.stage === 'stopping' && upstream.outcome !== 'rested') outages += 1;
    }
    if (crashEvery > 0 && steps % crashEvery === 0 && steps < 400) {
      const victim = world.processes.find((one) => one.stage === 'running' && one.alive);
      if (victim !== undefined) setProcess(victim.id, { alive: false });
    }
  }
  return { world, servedEver, outages, steps, maxRunningWebs, switches, wrongs };
}

const line = (type: string): ProcfileEntry => ({ type, command: 'run' });
const fate = fc.record({
  releaseExit: fc.constantFrom(0, 0, 0, 1),
  becomesReady: fc.boolean(),
  exitsEarly: fc.constantFrom(false, false, true),
});
const release = fc.record({
  procfile: fc.constantFrom(
    [line('web')],
    [line('release'), line('web'), line('clock')],
    [line('clock')],
    [line('web'), line('clock')],
  ),
  fate,
});

describe('deciding about processes', () => {
  test('comes to an end for any releases, crashes and rests, with the newest good release in traffic and one process of each kind', () => {
    fc.assert(
      fc.property(
        fc.array(release, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0, 7, 13),
        fc.constantFrom(0, 9, 17),
        (releases, crashEvery, restEvery) => {
          const { world, outages, steps, maxRunningWebs, switches, wrongs } = simulate(releases, crashEvery, restEvery);
          expect(wrongs).toEqual([]);
          expect(steps).toBeLessThan(5000);
          expect(outages).toBe(0);
          expect(maxRunningWebs).toBeLessThanOrEqual(1);
          // Never back to a lower number.
          expect(switches).toEqual(switches.toSorted((a, b) => Number(a.slice(3)) - Number(b.slice(3))));
          const serving = world.releases.find((one) => one.releaseId === world.target.servingReleaseId);
          for (const one of world.releases) {
            expect(['ready', 'failed']).toContain(one.phase);
            if (one !== serving) expect(one.directory).toBeNull();
          }
          const alive = world.processes
            .filter((one) => one.stage !== 'gone')
            .map((one) => `${one.releaseId} ${one.type}`);
          const wanted = (serving?.procfile ?? [])
            .filter(({ type }) => type !== 'release')
            .map(({ type }) => `${serving?.releaseId} ${type}`);
          expect(alive.toSorted()).toEqual(wanted.toSorted());
        },
      ),
      { numRuns: 300 },
    );
  });

  test('asks a process whether it is ready before it fails it, however long nobody was there to ask', () => {
    const good = { releaseExit: 0, becomesReady: true, exitsEarly: false };
    const hourMs = 3_600_000;
    const procfile = [line('release'), line('web')];
    expect(simulate([{ procfile, fate: good }], 0, 0, hourMs).world.releases).toMatchObject([{ phase: 'ready' }]);
    const bad = { ...good, becomesReady: false };
    expect(simulate([{ procfile, fate: bad }], 0, 0, hourMs).world.releases).toMatchObject([{ phase: 'failed' }]);
  });
});
