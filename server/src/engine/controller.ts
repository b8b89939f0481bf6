import type { Message } from '../lib/message.ts';
import type { Db, Transact } from './transaction.ts';

/** What a controller answers after one look. Throwing is the third answer: see `Unavailable` in the engine's README. */
export type Answer =
  /** Nothing to do until somebody wakes this key. */
  | { readonly done: true }
  /** Look again at `at`, or earlier when woken. The reason is shown to people who ask why nothing moves. */
  | { readonly again: Date; readonly reason: Message };

/** One claimed run of one key. `signal` aborts when the claim is lost or the replica drains. */
export interface Claim {
  readonly kind: string;
  readonly key: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Reads outside any transaction. */
  readonly db: Db;
  /**
   * The fenced transaction: it commits only while this key's work row, locked, still carries this claim's token, and throws
   * `ClaimLost` when somebody else has taken over. Every write of a controller goes through it.
   */
  readonly transact: Transact;
}

/**
 * A level-triggered loop over one kind of key: look at the world, decide, do one thing, record it. It may be called at
 * any time, again after any crash, and never by two replicas at once for the same key (except a hung one, which the
 * fence keeps from writing).
 */
export interface Controller {
  readonly kind: string;
  /** How many keys one replica works on at a time. */
  readonly concurrency: number;
  look(claim: Claim): Promise<Answer>;
}
