import { Problem } from '../lib/problem.ts';
import type { Message } from '../lib/message.ts';
import type { Answer } from './controller.ts';
import { isConnectionFault } from './database-faults.ts';
import { engineMessages } from './engine-messages.ts';

/** What becomes of a work row after a look. Decided here without I/O, written by `settle` in the work store. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly at: Date; readonly reason: Message }
  /** Tried again after `delayMs`; sooner, but not sooner than `minDelayMs`, when the key was woken meanwhile. */
  | {
      readonly kind: 'retry';
      readonly error: Message;
      readonly fault: boolean;
      readonly delayMs: number;
      readonly minDelayMs: number;
    }
  /** Not tried again before it is woken. `minDelayMs` is for a key that was woken during this very look. */
  | { readonly kind: 'parked'; readonly error: Message; readonly minDelayMs: number }
  /** Somebody else has the claim now, and it is for them to answer. */
  | { readonly kind: 'lost' };

export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** How many unexpected exceptions in a row park a key. */
  readonly maxFaults: number;
}

/** Looks in a row that ended without an answer before this one, and the unexpected exceptions since the last answer. */
export interface History {
  readonly attempts: number;
  readonly faults: number;
}

/** Thrown by a claim's transaction when another replica has taken over. Let it pass: nothing was written. */
export class ClaimLost extends Error {
  constructor(kind: string, key: string) {
    super(`the claim on ${kind}/${key} is lost`);
    this.name = 'ClaimLost';
  }
}

export function outcomeOf(answer: Answer): Outcome {
  return 'done' in answer ? { kind: 'done' } : { kind: 'again', at: answer.again, reason: answer.reason };
}

/** `random` in [0, 1). */
export function outcomeOfThrown(thrown: unknown, history: History, policy: RetryPolicy, random: number): Outcome {
  if (thrown instanceof ClaimLost) return { kind: 'lost' };
  const delayMs = backoffMs(history.attempts, policy, random);
  const minDelayMs = Math.min(policy.firstDelayMs, delayMs);
  if (thrown instanceof Problem && thrown.kind === 'Unavailable') {
    return { kind: 'retry', error: thrown.detail, fault: false, delayMs, minDelayMs };
  }
  if (isConnectionFault(thrown)) {
    return { kind: 'retry', error: engineMessages.database_unavailable(), fault: false, delayMs, minDelayMs };
  }
  const faults = history.faults + 1;
  const error = thrown instanceof Error ? thrown.message : String(thrown);
  if (faults >= policy.maxFaults) {
    return { kind: 'parked', error: engineMessages.work_parked({ error, attempts: faults }), minDelayMs };
  }
  return { kind: 'retry', error: engineMessages.work_fault({ error }), fault: true, delayMs, minDelayMs };
}

/** Doubles with every attempt up to the maximum. The upper half is random, so that many keys do not return at once. */
export function backoffMs(attempts: number, policy: RetryPolicy, random: number): number {
  const full = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.min(attempts, 30));
  return Math.round(full * (0.5 + random / 2));
}
