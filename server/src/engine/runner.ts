import type { Answer, Claim, Controller } from './controller.ts';
import { isConnectionFault, pause } from './database-faults.ts';
import { outcomeOf, outcomeOfThrown } from './outcome.ts';
import type { Outcome, RetryPolicy } from './outcome.ts';
import type { EngineLog } from './presence.ts';
import { createTransact } from './transact.ts';
import type { Db } from './transaction.ts';
import { claimDue, releaseClaims, settle } from './work-store.ts';
import type { ClaimId, ClaimedWork, Places } from './work-store.ts';

export interface RunnerOptions {
  readonly db: Db;
  readonly log: EngineLog;
  readonly incarnation: () => number | undefined;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly transactionIdleMs: number;
  readonly retry: RetryPolicy;
}

interface Running {
  readonly claim: ClaimedWork;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Claims what is due, as far as places are free, calls the controllers, and writes their answers. */
export function createRunner(options: RunnerOptions) {
  const { db, log, leaseMs } = options;
  const controllers = new Map<string, Controller>();
  const running = new Map<number, Running>();
  /** Aborts when nothing more is to be started. */
  const draining = new AbortController();
  /** Aborts when the replica gives up what still runs. */
  const stopped = new AbortController();
  let claiming = false;
  let claimAgain = false;
  let timer: NodeJS.Timeout | undefined;

  function freePlaces(): readonly Places[] {
    const busy = new Map<string, number>();
    for (const { claim } of running.values()) busy.set(claim.kind, (busy.get(claim.kind) ?? 0) + 1);
    // Each kind has places of its own, so that a busy kind cannot starve another.
    return [...controllers.values()]
      .map(({ kind, concurrency }) => ({ kind, free: concurrency - (busy.get(kind) ?? 0) }))
      .filter(({ free }) => free > 0);
  }

  /** Looks for due work now; a call during a look makes one more look. Never throws. */
  function poke(): void {
    claimAgain = true;
    if (claiming || draining.signal.aborted || options.incarnation() === undefined) return;
    claiming = true;
    void claimAll().finally(() => {
      claiming = false;
    });
  }

  async function claimAll(): Promise<void> {
    let nextMs = options.pollMs;
    while (claimAgain && !draining.signal.aborted) {
      claimAgain = false;
      const owner = options.incarnation();
      const places = freePlaces();
      if (owner === undefined || places.length === 0) break;
      try {
        const { claims, nextDueMs } = await claimDue(db, owner, places, leaseMs);
        for (const claim of claims) begin(claim);
        nextMs = Math.min(options.pollMs, Math.max(1, Math.ceil(nextDueMs ?? Infinity)));
      } catch (error) {
        log.warn({ err: error }, 'cannot claim work');
      }
    }
    clearTimeout(timer);
    // The poll finds what a lost notification left lying; the exact time of the next due key makes waiting precise.
    if (!draining.signal.aborted) timer = setTimeout(poke, nextMs);
  }

  function begin(claim: ClaimedWork): void {
    const controller = controllers.get(claim.kind);
    if (controller === undefined) return;
    const abort = new AbortController();
    const ended = look(controller, claim, abort.signal)
      .catch((error: unknown) => log.error({ err: error, kind: claim.kind, key: claim.key }, 'cannot end a look'))
      .finally(() => {
        running.delete(claim.token);
        poke();
      });
    running.set(claim.token, { claim, abort, ended });
  }

  async function look(controller: Controller, claim: ClaimedWork, signal: AbortSignal): Promise<void> {
    const outcome = await outcomeOfLook(controller, claim, signal);
    if (outcome.kind === 'lost') return;
    while (!stopped.signal.aborted) {
      try {
        if (!(await settle(db, claim, outcome))) {
          log.info({ kind: claim.kind, key: claim.key }, 'answer came after the claim was lost');
        }
        return;
      } catch (error) {
        // Without the database there is nothing to do but wait; the claim stays ours or is found to be lost.
        if (!isConnectionFault(error)) throw error;
        await pause(200, stopped.signal);
      }
    }
  }

  async function outcomeOfLook(controller: Controller, work: ClaimedWork, signal: AbortSignal): Promise<Outcome> {
    const claim: Claim = {
      kind: work.kind,
      key: work.key,
      attempt: work.attempts + 1,
      signal,
      db,
      transact: createTransact({ db, idleMs: options.transactionIdleMs, fence: { claim: work, leaseMs } }),
    };
    try {
      const answer: Answer = await controller.look(claim);
      return outcomeOf(answer);
    } catch (error) {
      // Whoever is told to stop may well throw; that says nothing about the key.
      if (signal.aborted) return { kind: 'lost' };
      const outcome = outcomeOfThrown(error, work, options.retry, Math.random());
      const fields = { err: error, kind: work.kind, key: work.key, attempt: work.attempts + 1 };
      if (outcome.kind === 'parked') log.error(fields, 'work is parked after unexpected errors');
      else if (outcome.kind === 'retry') log.warn(fields, 'work failed and is tried again');
      else log.info(fields, 'claim is lost');
      return outcome;
    }
  }

  function heldClaims(): readonly ClaimId[] {
    return [...running.values()].map(({ claim }) => claim);
  }

  return {
    register: (controller: Controller): void => {
      if (controllers.has(controller.kind)) throw new Error(`two controllers for the kind ${controller.kind}`);
      if (controller.concurrency < 1) throw new RangeError(`controller ${controller.kind} has no place to run in`);
      controllers.set(controller.kind, controller);
      poke();
    },
    poke,
    knows: (kind: string): boolean => controllers.has(kind),
    heldClaims,
    /** Tells the looks whose claims are found to be lost that they work in vain. */
    abort: (tokens: readonly number[]): void => {
      for (const token of tokens) running.get(token)?.abort.abort();
    },
    /** Starts nothing more, waits up to `drainMs` for what runs, then aborts it and gives its claims back at once. */
    stop: async (drainMs: number): Promise<void> => {
      draining.abort();
      clearTimeout(timer);
      const allEnded = Promise.all([...running.values()].map(({ ended }) => ended));
      const enough = new AbortController();
      await Promise.race([allEnded, pause(drainMs, enough.signal)]);
      enough.abort();
      const rest = heldClaims();
      for (const { abort } of running.values()) abort.abort();
      stopped.abort();
      await releaseClaims(db, rest).catch((error: unknown) => log.warn({ err: error }, 'cannot give claims back'));
    },
  };
}
