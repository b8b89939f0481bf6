import type { Message } from '../../../lib/message.ts';
import type { AddressParts } from '../../../router/index.ts';
import { readyMessage } from './process-actions.ts';
import { processMessages as say } from './process-messages.ts';
import { releaseType, webType } from './process.ts';
import type { ProcessState, ReleaseState, TargetState } from './process.ts';

export interface Health {
  readonly releaseId: string;
  readonly healthy: boolean;
  readonly message: Message;
}

/** How the release in traffic is, whatever was ordered last. Undefined when nothing was ever in traffic. */
export function describeHealth(
  target: TargetState,
  releases: readonly ReleaseState[],
  processes: readonly ProcessState[],
  at: { readonly now: Date; readonly address: AddressParts; readonly stableMs: number },
): Health | undefined {
  const release = releases.find((one) => one.releaseId === target.servingReleaseId);
  if (release === undefined) return;
  const { releaseId } = release;
  for (const { type } of release.procfile ?? []) {
    if (type === releaseType) continue;
    const own = processes.filter((one) => one.releaseId === releaseId && one.type === type);
    if (type !== webType && isBeginning(release, own, at.now)) continue;
    const message = describeTrouble(type, own, at);
    if (message !== undefined) return { releaseId, healthy: false, message };
  }
  return { releaseId, healthy: true, message: readyMessage(target, release, at.address) };
}

/** How long after the switch a worker may take to begin before that is a trouble to tell. */
const beginsWithinMs = 15_000;

/** Workers begin when the traffic has moved, so for a moment after it there are none, and nothing is wrong. */
function isBeginning({ switchedAt }: ReleaseState, own: readonly ProcessState[], now: Date): boolean {
  if (switchedAt === null || now.getTime() - switchedAt.getTime() > beginsWithinMs) return false;
  return own.every((one) => one.restarts === 0 && (one.stage === 'waiting' || one.stage === 'launching'));
}

/** As many restarts in a row are no accident: what has been up for a moment only will crash again. */
const crashLoopRestarts = 2;

function describeTrouble(
  type: string,
  own: readonly ProcessState[],
  { now, stableMs }: { readonly now: Date; readonly stableMs: number },
): Message | undefined {
  const current = own.findLast((one) => one.stage !== 'gone' && one.stage !== 'stopping');
  const ended = own.findLast((one) => one.stage === 'gone' && one.outcome !== 'never_started');
  const rests = own.some((one) => one.outcome === 'rested');
  if (current === undefined) {
    if (rests) return say.process_resuming();
    if (ended === undefined) return say.process_nothing_running();
    return describeRestart(ended, ended.restarts + 1, ended.crashingSince ?? ended.goneAt ?? now, 0);
  }
  if (current.stage === 'waiting' && ended !== undefined && current.restarts > 0) {
    const seconds = Math.max(0, Math.ceil((current.startAt.getTime() - now.getTime()) / 1000));
    return describeRestart(ended, current.restarts, current.crashingSince ?? now, seconds);
  }
  const isReady = type === webType ? current.readyAt !== null : current.stage === 'running';
  if (current.restarts === 0) return isReady ? undefined : rests ? say.process_resuming() : say.process_starting();
  const since = (current.crashingSince ?? current.startAt).toISOString();
  if (!isReady) return say.process_restarted_not_ready({ type, restarts: current.restarts, since });
  const upMs = now.getTime() - (current.spawnedAt ?? now).getTime();
  if (current.restarts < crashLoopRestarts || upMs >= stableMs) return;
  const how = { code: ended?.exitCode ?? null, signal: ended?.exitSignal ?? null };
  return say.process_keeps_crashing({ type, restarts: current.restarts, since, ...how });
}

function describeRestart(ended: ProcessState, restarts: number, since: Date, seconds: number): Message {
  const how = { code: ended.exitCode, signal: ended.exitSignal };
  return say.process_restarting({ type: ended.type, restarts, seconds, since: since.toISOString(), ...how });
}
