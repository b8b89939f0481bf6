import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Claim } from '../../../engine/controller.ts';
import { newId } from '../../../lib/id.ts';
import { isSameProcess } from '../../../lib/process-identity.ts';
import type { Message } from '../../../lib/message.ts';
import { addressOf, forgetReplicas, publishRoute, withdrawRoute } from '../../../router/index.ts';
import type { AddressParts } from '../../../router/index.ts';
import { bury, killMarked, launch, prepare, resolve, sendSignal } from './process-launch.ts';
import { processMessages as say } from './process-messages.ts';
import { lastOutput, secretsOf } from './process-output.ts';
import type { ProcessParts } from './process-parts.ts';
import type { Action, Failure, World } from './process-plan.ts';
import { askHealth, findListener } from './process-probe.ts';
import {
  forgetTarget,
  insertProcess,
  pruneProcesses,
  unroute,
  updateProcess,
  updateRelease,
  updateTarget,
} from './process-store.ts';
import { webType } from './process.ts';
import type { ProcessState, ReleaseState, TargetState } from './process.ts';

/** Ended processes of a target whose output is kept. */
const keptProcesses = 30;
const probeTimeoutMs = 2000;
/** A group that was killed is looked at again after this; the kernel may take a moment, or hang in an unwilling disk. */
const afterKillMs = 250;

export interface ProcessActions {
  perform(claim: Claim, world: World, action: Exclude<Action, { do: 'wait' }>): Promise<boolean>;
  hasSignalled(processId: string): boolean;
}

/** Does what `decide` has decided. Each action ends with the one transaction that records it. */
export function createProcessActions(parts: ProcessParts): ProcessActions {
  // Only about signals: after a crash the next replica asks the process once more, which hurts nobody.
  const signalled = new Set<string>();
  const lastSeen = new Map<string, string>();

  const perform: ProcessActions['perform'] = async (claim, world, action) => {
    switch (action.do) {
      case 'bury':
        await bury(parts, claim, action.process);
        signalled.delete(action.process.id);
        lastSeen.delete(action.process.id);
        return true;
      case 'drop':
        await bury(parts, claim, action.process, 'never_started');
        return true;
      case 'resolve':
        await resolve(parts, claim, action.process);
        return true;
      case 'signal':
        await endGroup(action.process, 'SIGTERM');
        signalled.add(action.process.id);
        await parts.reached('stop_signalled');
        return true;
      case 'kill':
        await endGroup(action.process, 'SIGKILL');
        await killMarked(action.process.id);
        await claim.transact((tx) => updateProcess(tx.db, action.process.id, { kill_at: later(afterKillMs) }));
        return true;
      case 'stop':
      case 'rest':
        await claim.transact((tx) =>
          updateProcess(tx.db, action.process.id, {
            state: 'stopping',
            stop_at: parts.clock.now(),
            kill_at: later(parts.graceMs),
            ...(action.do === 'rest' ? { outcome: 'rested' } : {}),
          }),
        );
        await parts.reached('stop_recorded');
        return true;
      case 'launch': {
        const release = world.releases.find((one) => one.releaseId === action.process.releaseId);
        if (release !== undefined) await launch(parts, claim, release, action.process);
        return true;
      }
      case 'intend':
        await intend(claim, action);
        await parts.reached('intent_written');
        return true;
      case 'probe':
        return probe(claim, action.process, action.release);
      case 'prepare':
        await prepare(parts, claim, action.release);
        return true;
      case 'start':
        await updateAndTell(claim, action.release, { phase: 'starting', message: say.process_starting() });
        return true;
      case 'switch':
        await switchTo(claim, world, action.release, action.process);
        await parts.reached('switched');
        return true;
      case 'settle':
        await settle(claim, world, action.release);
        await parts.reached('settled');
        return true;
      case 'fail': {
        const message = await explain(world, action.release, action.failure);
        await updateAndTell(claim, action.release, { phase: 'failed', message });
        return true;
      }
      case 'clean':
        await clean(claim, world, action.release);
        await parts.reached('cleaned');
        return true;
      case 'withdraw':
        await claim.transact((tx) => withdrawRoute(tx.db, world.target.targetId));
        return true;
      case 'forget':
        await forget(claim, world.target);
        return true;
    }
  };

  const intend = async (claim: Claim, action: Extract<Action, { do: 'intend' }>): Promise<void> => {
    const { release, type, command, restarts, crashingSince, startAt } = action;
    const { targetId, releaseId } = release;
    const pruned = await claim.transact(async (tx) => {
      const id = newId('prc');
      await insertProcess(tx.db, { id, targetId, releaseId, type, command, restarts, crashingSince, startAt });
      if (restarts === 0) return [];
      parts.changed(tx, releaseId);
      // What crashes for days must not fill the disk, nor make every look at it longer.
      return pruneProcesses(tx.db, targetId, keptProcesses);
    });
    await removeOutput(parts.directories.logs(targetId), pruned);
  };

  const later = (ms: number): Date => new Date(parts.clock.now().getTime() + ms);

  const updateAndTell = (
    claim: Claim,
    release: ReleaseState,
    change: { phase: ReleaseState['phase']; message: Message },
  ): Promise<void> =>
    claim.transact(async (tx) => {
      await updateRelease(tx.db, release.releaseId, change);
      parts.changed(tx, release.releaseId);
    });

  const probe = async (claim: Claim, process: ProcessState, release: ReleaseState): Promise<boolean> => {
    if (process.port === null) return false;
    const host = await findListener(process.port, probeTimeoutMs);
    if (host === undefined) return false;
    if (release.healthPath !== null) {
      const answer = await askHealth(host, process.port, release.healthPath, probeTimeoutMs);
      lastSeen.set(process.id, answer.seen);
      if (!answer.healthy) return false;
    }
    // Whoever answered must be ours: a process that has ended could not listen.
    if (process.identity === null || !(await isSameProcess(process.identity))) return false;
    await claim.transact((tx) => updateProcess(tx.db, process.id, { ready_at: parts.clock.now(), host }));
    await parts.reached('ready_recorded');
    return true;
  };

  const switchTo = (claim: Claim, world: World, release: ReleaseState, process: ProcessState | null): Promise<void> =>
    claim.transact(async (tx) => {
      const { target } = world;
      const now = parts.clock.now();
      let generation = (world.route?.generation ?? 0) + 1;
      if (process === null || process.port === null) {
        await withdrawRoute(tx.db, target.targetId);
      } else {
        generation = await publishRoute(tx.db, target, {
          upstreamId: process.id,
          host: process.host ?? '127.0.0.1',
          port: process.port,
          releaseId: release.releaseId,
          version: release.version,
        });
      }
      // Only what was in traffic: another release may be ready and waiting for its turn.
      if (world.route !== undefined) await unroute(tx.db, world.route.upstreamId, generation, now);
      await updateTarget(tx.db, target.targetId, { serving_release_id: release.releaseId });
      // A restart within a release that is in traffic already is not a new switch to wait for.
      if (release.phase === 'starting') {
        const change = { phase: 'switching', message: say.process_switching(), switched_at: now } as const;
        await updateRelease(tx.db, release.releaseId, change);
      }
      parts.changed(tx, release.releaseId);
    });

  const settle = async (claim: Claim, world: World, release: ReleaseState): Promise<void> => {
    await claim.transact(async (tx) => {
      await updateRelease(tx.db, release.releaseId, {
        phase: 'ready',
        message: readyMessage(world.target, release, parts.address),
      });
      await forgetReplicas(tx.db, world.target.targetId, world.liveReplicaIds);
      parts.changed(tx, release.releaseId);
    });
    parts.log.info({ targetId: release.targetId, releaseId: release.releaseId }, 'release serves');
  };

  const explain = async (world: World, release: ReleaseState, failure: Failure): Promise<Message> => {
    if (failure.why === 'superseded') return say.process_superseded({ number: world.target.releaseNumber });
    const { process } = failure;
    const order = await parts.loadOrder(release.releaseId);
    const logs = parts.directories.logs(release.targetId);
    const output = await lastOutput(logs, process.id, secretsOf(order.env));
    const how = { code: process.exitCode, signal: process.exitSignal };
    const seconds = Math.round(release.deadlineMs / 1000);
    switch (failure.why) {
      case 'release_command':
        return say.process_release_command_failed({ ...how, output });
      case 'release_command_time':
        return say.process_release_command_too_long({
          seconds: Math.round(parts.limits.releaseCommandMs / 1000),
          output,
        });
      case 'exited':
        return say.process_exited_before_ready({ type: process.type, ...how, output });
      case 'deadline': {
        const seen = lastSeen.get(process.id);
        return seen === undefined || release.healthPath === null
          ? say.process_port_never_opened({ port: process.port ?? 0, seconds, output })
          : say.process_never_healthy({ path: release.healthPath, seen, seconds, output });
      }
    }
  };

  const clean = async (claim: Claim, world: World, release: ReleaseState): Promise<void> => {
    const { targetId } = world.target;
    await rm(parts.directories.release(targetId, release.releaseId), { recursive: true, force: true });
    const pruned = await claim.transact(async (tx) => {
      await updateRelease(tx.db, release.releaseId, { directory: null });
      return pruneProcesses(tx.db, targetId, keptProcesses);
    });
    await removeOutput(parts.directories.logs(targetId), pruned);
  };

  const forget = async (claim: Claim, target: TargetState): Promise<void> => {
    await rm(parts.directories.target(target.targetId), { recursive: true, force: true });
    await rm(parts.directories.logs(target.targetId), { recursive: true, force: true });
    await claim.transact((tx) => forgetTarget(tx.db, target.targetId));
  };

  return { perform, hasSignalled: (processId) => signalled.has(processId) };
}

async function removeOutput(logs: string, processIds: readonly string[]): Promise<void> {
  if (processIds.length === 0) return;
  const gone = new Set(processIds);
  for (const name of await readdir(logs)) {
    if (gone.has(name.slice(0, name.indexOf('.')))) await rm(join(logs, name), { force: true });
  }
}

async function endGroup(process: ProcessState, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  // The group carries the leader's number, which may only be trusted while the leader is the one we know.
  if (process.identity !== null && (await isSameProcess(process.identity))) sendSignal(-process.identity.pid, signal);
}

/** What a release in traffic says of itself. */
export function readyMessage(target: TargetState, release: ReleaseState, address: AddressParts): Message {
  const url = urlOf(target, release, address);
  return url === undefined ? say.process_workers_running() : say.process_serving({ url });
}

/** Where a release answers; undefined when it has no web process. */
export function urlOf(target: TargetState, release: ReleaseState, address: AddressParts): string | undefined {
  if (!(release.procfile ?? []).some((entry) => entry.type === webType)) return;
  const { project, app, environment } = target;
  return addressOf(target.onlyTarget ? { project, app, environment } : target, address);
}
