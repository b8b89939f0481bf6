import type { Acknowledgement, Route } from '../../../router/index.ts';
import { releaseType, webType } from './process.ts';
import type { ProcessState, ReleaseState, TargetState } from './process.ts';

/** A process as recorded, and as it was found a moment ago. */
export interface ObservedProcess extends ProcessState {
  readonly alive: boolean;
  /** This replica has asked it to stop. */
  readonly signalled: boolean;
}

export interface World {
  readonly now: Date;
  readonly target: TargetState;
  /** The last server has stopped, or is about to: nothing runs until the next one comes. */
  readonly resting: boolean;
  /** Newest first. */
  readonly releases: readonly ReleaseState[];
  /** Oldest first. */
  readonly processes: readonly ObservedProcess[];
  readonly route: Route | undefined;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly liveReplicaIds: readonly string[];
  /** Processes that were probed in this look and were not ready. */
  readonly probed: ReadonlySet<string>;
}

export interface PlanLimits {
  /** How long the requests of an old process may take to end once it is out of traffic. */
  readonly drainMs: number;
  /** How long a replica that does not answer may hold up a switch. */
  readonly acknowledgeMs: number;
  readonly releaseCommandMs: number;
  /** A worker that has run this long has started. */
  readonly workerStartMs: number;
  /** After this long a crash is the first of a new row. */
  readonly stableMs: number;
  /** Backoff before restart n (from 1), with jitter. */
  backoffMs(restart: number): number;
}

export type Failure =
  | { readonly why: 'superseded' }
  | { readonly why: 'release_command'; readonly process: ProcessState }
  | { readonly why: 'release_command_time'; readonly process: ProcessState }
  | { readonly why: 'exited'; readonly process: ProcessState }
  | { readonly why: 'deadline'; readonly process: ProcessState };

export type Action =
  | {
      readonly do: 'bury' | 'resolve' | 'signal' | 'kill' | 'stop' | 'rest' | 'drop' | 'launch';
      readonly process: ProcessState;
    }
  | { readonly do: 'probe'; readonly process: ProcessState; readonly release: ReleaseState }
  | {
      readonly do: 'intend';
      readonly release: ReleaseState;
      readonly type: string;
      readonly command: string;
      readonly restarts: number;
      readonly crashingSince: Date | null;
      readonly startAt: Date;
    }
  | { readonly do: 'prepare' | 'start' | 'settle' | 'clean'; readonly release: ReleaseState }
  | { readonly do: 'switch'; readonly release: ReleaseState; readonly process: ProcessState | null }
  | { readonly do: 'fail'; readonly release: ReleaseState; readonly failure: Failure }
  | { readonly do: 'withdraw' | 'forget' }
  /** Nothing can be done before `until` (null: before somebody wakes us). `probing`: ask again within milliseconds. */
  | { readonly do: 'wait'; readonly until: Date | null; readonly probing: boolean };

/** How often a start is tried again of which nobody saw how it ended. */
const lostStartsAllowed = 3;

/**
 * The one next thing to do for a target. Pure, and safe to ask again after any crash: what was begun and not recorded
 * comes up again as `resolve`. What ends comes first, then what serves, then what is on its way, then cleaning up.
 */
export function decide(world: World, limits: PlanLimits): Action {
  const timers: Date[] = [];
  return (
    decideEnds(world, timers) ??
    (world.target.removed
      ? decideRemoval(world)
      : world.resting
        ? decideRest(world)
        : (decideSurplus(world, limits, timers) ??
          decideServing(world, limits, timers) ??
          decideProgress(world, limits, timers) ??
          decideCleaning(world))) ?? {
      do: 'wait',
      until: timers.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
      probing: world.probed.size > 0,
    }
  );
}

function decideEnds(world: World, timers: Date[]): Action | undefined {
  for (const process of world.processes) {
    if (process.stage === 'launching') return { do: 'resolve', process };
    if (process.stage !== 'running' && process.stage !== 'stopping') continue;
    if (!process.alive) return { do: 'bury', process };
    if (process.stage === 'running') continue;
    if (process.killAt !== null && process.killAt <= world.now) return { do: 'kill', process };
    if (!process.signalled) return { do: 'signal', process };
    if (process.killAt !== null) timers.push(process.killAt);
  }
}

function decideRemoval(world: World): Action | undefined {
  if (world.route !== undefined) return { do: 'withdraw' };
  for (const process of world.processes) {
    if (process.stage === 'waiting') return { do: 'drop', process };
    if (process.stage === 'running') return { do: 'stop', process };
  }
  return world.processes.every((process) => process.stage === 'gone') ? { do: 'forget' } : undefined;
}

/** Everything ends and keeps its intent: releases stay where they are, and go on from there when the rest is over. */
function decideRest(world: World): Action | undefined {
  for (const process of world.processes) {
    if (process.stage === 'waiting') return { do: 'drop', process };
    if (process.stage === 'running') return { do: 'rest', process };
  }
}

/** What runs and should not: superseded releases, failed ones, and old processes once they are drained. */
function decideSurplus(world: World, limits: PlanLimits, timers: Date[]): Action | undefined {
  const { target } = world;
  for (const release of world.releases) {
    // By number: an order that came in the middle of reading the world is newer than the target that was read.
    if (isUnderWay(release) && release.releaseNumber < target.releaseNumber) {
      return { do: 'fail', release, failure: { why: 'superseded' } };
    }
    // It was in traffic, and the next one came before everybody had noticed.
    if (release.phase === 'switching' && release.releaseId !== target.servingReleaseId)
      return { do: 'settle', release };
  }
  for (const process of world.processes) {
    if (process.stage !== 'running' && process.stage !== 'waiting') continue;
    if (process.unroutedAt !== null) {
      const until = drainedAt(world, limits, process);
      if (until <= world.now) return { do: 'stop', process };
      timers.push(until);
      continue;
    }
    const release = world.releases.find((one) => one.releaseId === process.releaseId);
    const isServing = process.releaseId === target.servingReleaseId && process.type !== releaseType;
    const isComing = release !== undefined && isUnderWay(release) && process.releaseId === target.releaseId;
    if (!isServing && !isComing) return { do: process.stage === 'waiting' ? 'drop' : 'stop', process };
  }
}

/** Keeps what is in traffic alive: every line of its Procfile, and the route to its newest web process. */
function decideServing(world: World, limits: PlanLimits, timers: Date[]): Action | undefined {
  const serving = world.releases.find((release) => release.releaseId === world.target.servingReleaseId);
  if (serving === undefined) return;
  for (const { type, command } of serving.procfile ?? []) {
    if (type === releaseType) continue;
    const own = world.processes.filter((one) => one.releaseId === serving.releaseId && one.type === type);
    const current = own.findLast(
      (one) => one.unroutedAt === null && (one.stage === 'waiting' || one.stage === 'running'),
    );
    if (current === undefined) {
      if (own.some((one) => one.stage === 'stopping' && one.unroutedAt === null)) continue;
      return { do: 'intend', release: serving, type, command, ...restartOf(own, world, limits) };
    }
    const action = decideCurrent(world, serving, current, timers);
    if (action !== undefined) return action;
  }
  if (serving.phase === 'switching') return decideSettling(world, limits, serving, timers);
}

function decideCurrent(
  world: World,
  serving: ReleaseState,
  process: ObservedProcess,
  timers: Date[],
): Action | undefined {
  if (process.stage === 'waiting') {
    if (process.startAt <= world.now) return { do: 'launch', process };
    timers.push(process.startAt);
    return;
  }
  if (process.type !== webType) return;
  if (process.readyAt !== null) {
    return world.route?.upstreamId === process.id ? undefined : { do: 'switch', release: serving, process };
  }
  // Asked first: it may have become ready while no replica was there to see it.
  if (!world.probed.has(process.id)) return { do: 'probe', process, release: serving };
  return deadlineOf(process, serving) <= world.now ? { do: 'stop', process } : undefined;
}

function restartOf(
  own: readonly ProcessState[],
  world: World,
  limits: PlanLimits,
): { restarts: number; crashingSince: Date | null; startAt: Date } {
  const last = own.findLast((one) => one.outcome !== 'never_started');
  // What we have put to rest has not crashed: it starts again as if for the first time.
  if (last === undefined || last.outcome === 'rested') return { restarts: 0, crashingSince: null, startAt: world.now };
  const endedAt = last.goneAt ?? world.now;
  const ranMs = endedAt.getTime() - (last.spawnedAt ?? last.startAt).getTime();
  const restarts = ranMs >= limits.stableMs ? 1 : last.restarts + 1;
  const crashingSince = restarts === 1 ? endedAt : (last.crashingSince ?? endedAt);
  return { restarts, crashingSince, startAt: new Date(endedAt.getTime() + limits.backoffMs(restarts)) };
}

function decideSettling(world: World, limits: PlanLimits, release: ReleaseState, timers: Date[]): Action | undefined {
  const { route } = world;
  const knows = (replicaId: string): boolean =>
    route === undefined ||
    world.acknowledgements.some((one) => one.replicaId === replicaId && one.generation >= route.generation);
  const until = new Date((release.switchedAt?.getTime() ?? 0) + limits.acknowledgeMs);
  if (world.liveReplicaIds.every(knows) || until <= world.now) return { do: 'settle', release };
  timers.push(until);
}

function decideProgress(world: World, limits: PlanLimits, timers: Date[]): Action | undefined {
  const release = world.releases.find((one) => one.releaseId === world.target.releaseId);
  if (release === undefined) return;
  const own = world.processes.filter((one) => one.releaseId === release.releaseId);
  if (release.phase === 'preparing') return { do: 'prepare', release };
  if (release.phase === 'releasing') return decideReleasing(world, limits, release, own, timers);
  if (release.phase === 'starting') return decideStarting(world, limits, release, own, timers);
}

function decideReleasing(
  world: World,
  limits: PlanLimits,
  release: ReleaseState,
  own: readonly ObservedProcess[],
  timers: Date[],
): Action | undefined {
  const line = release.procfile?.find((entry) => entry.type === releaseType);
  if (line === undefined) return { do: 'start', release };
  const runs = own.filter((one) => one.type === releaseType);
  const process = runs.at(-1);
  if (process === undefined || mayStartAgain(runs)) return intend(world, release, line.type, line.command);
  if (process.stage === 'waiting') return { do: 'launch', process };
  if (process.stage === 'gone') {
    return process.outcome === 'exited' && process.exitCode === 0
      ? { do: 'start', release }
      : { do: 'fail', release, failure: { why: 'release_command', process } };
  }
  const until = new Date((process.spawnedAt ?? process.startAt).getTime() + limits.releaseCommandMs);
  if (until <= world.now) return { do: 'fail', release, failure: { why: 'release_command_time', process } };
  timers.push(until);
}

function decideStarting(
  world: World,
  limits: PlanLimits,
  release: ReleaseState,
  own: readonly ObservedProcess[],
  timers: Date[],
): Action | undefined {
  const lines = release.procfile?.filter((entry) => entry.type !== releaseType) ?? [];
  const web = lines.find((entry) => entry.type === webType);
  let ready = true;
  for (const line of web === undefined ? lines : [web]) {
    const runs = own.filter((one) => one.type === line.type);
    const process = runs.at(-1);
    if (process === undefined || mayStartAgain(runs)) return intend(world, release, line.type, line.command);
    if (process.stage === 'waiting') return { do: 'launch', process };
    // Put to rest by a server that went before it had ended: another one starts when it has.
    if (process.stage === 'stopping' && process.outcome === 'rested') return;
    if (process.stage !== 'running') return { do: 'fail', release, failure: { why: 'exited', process } };
    if (line.type !== webType) {
      const startedAt = new Date((process.spawnedAt ?? world.now).getTime() + limits.workerStartMs);
      if (startedAt > world.now) {
        timers.push(startedAt);
        ready = false;
      }
      continue;
    }
    if (process.readyAt !== null) return { do: 'switch', release, process };
    // Asked first: it may have become ready while no replica was there to see it.
    if (!world.probed.has(process.id)) return { do: 'probe', process, release };
    if (deadlineOf(process, release) <= world.now)
      return { do: 'fail', release, failure: { why: 'deadline', process } };
    ready = false;
  }
  if (ready) return { do: 'switch', release, process: null };
}

function decideCleaning(world: World): Action | undefined {
  for (const release of world.releases) {
    if (release.directory === null || release.releaseId === world.target.servingReleaseId) continue;
    if (isUnderWay(release)) continue;
    if (world.processes.some((one) => one.releaseId === release.releaseId && one.stage !== 'gone')) continue;
    return { do: 'clean', release };
  }
}

function intend(world: World, release: ReleaseState, type: string, command: string): Action {
  return { do: 'intend', release, type, command, restarts: 0, crashingSince: null, startAt: world.now };
}

/** We have put it to rest, or nobody saw it end (the machine went down, say) and that has not happened too often. */
function mayStartAgain(runs: readonly ProcessState[]): boolean {
  const outcome = runs.at(-1)?.outcome;
  if (outcome === 'never_started' || outcome === 'rested') return true;
  return outcome === 'lost' && runs.filter((one) => one.outcome === 'lost').length < lostStartsAllowed;
}

function isUnderWay(release: ReleaseState): boolean {
  return release.phase === 'preparing' || release.phase === 'releasing' || release.phase === 'starting';
}

function deadlineOf(process: ProcessState, release: ReleaseState): Date {
  return new Date((process.spawnedAt ?? process.startAt).getTime() + release.deadlineMs);
}

/** When an unrouted process may be stopped: now, once no replica has requests there any more; else at the latest … */
function drainedAt(world: World, limits: PlanLimits, process: ProcessState): Date {
  const since = process.unroutedAt?.getTime() ?? 0;
  const generation = process.unroutedGeneration ?? 0;
  let until = since;
  for (const replicaId of world.liveReplicaIds) {
    const said = world.acknowledgements.find((one) => one.replicaId === replicaId);
    if (said === undefined || said.generation < generation) until = Math.max(until, since + limits.acknowledgeMs);
    else if (said.drainedGeneration < generation) until = Math.max(until, since + limits.drainMs);
  }
  return new Date(until);
}
