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
  at: { readonly now: Date; readonly address: AddressParts },
): Health | undefined {
  const release = releases.find((one) => one.releaseId === target.servingReleaseId);
  if (release === undefined) return;
  const { releaseId } = release;
  for (const { type } of release.procfile ?? []) {
    if (type === releaseType) continue;
    const own = processes.filter((one) => one.releaseId === releaseId && one.type === type);
    const message = describeTrouble(type, own, at.now);
    if (message !== undefined) return { releaseId, healthy: false, message };
  }
  return { releaseId, healthy: true, message: readyMessage(target, release, at.address) };
}

function describeTrouble(type: string, own: readonly ProcessState[], now: Date): Message | undefined {
  const current = own.findLast((one) => one.stage !== 'gone' && one.stage !== 'stopping');
  const ended = own.findLast((one) => one.stage === 'gone' && one.outcome !== 'never_started');
  if (current === undefined) {
    return ended === undefined ? say.process_nothing_running() : describeRestart(type, ended, ended.restarts + 1, 0);
  }
  if (current.stage === 'waiting' && ended !== undefined) {
    const seconds = Math.max(0, Math.ceil((current.startAt.getTime() - now.getTime()) / 1000));
    return describeRestart(type, ended, current.restarts, seconds);
  }
  const isReady = type === webType ? current.readyAt !== null : current.stage === 'running';
  if (isReady || current.restarts === 0) return isReady ? undefined : say.process_starting();
  return say.process_restarted_not_ready({ type, restarts: current.restarts });
}

function describeRestart(type: string, ended: ProcessState, restarts: number, seconds: number): Message {
  return say.process_restarting({ type, restarts, seconds, code: ended.exitCode, signal: ended.exitSignal });
}
