import { Problem } from '../lib/problem.ts';
import { isConnectionFault, isRetriable, pause } from './database-faults.ts';
import { engineMessages } from './engine-messages.ts';
import { insertEvents } from './event-store.ts';
import type { Db, NewEvent, Transact, Tx } from './transaction.ts';
import { openTransaction, writeWakes } from './work-store.ts';
import type { ClaimId, Wake } from './work-store.ts';

export interface TransactOptions {
  readonly db: Db;
  /** PostgreSQL ends a transaction that says nothing for so long, so that a hung replica cannot keep rows locked. */
  readonly idleMs: number;
  /** Given: every transaction is fenced by this claim. */
  readonly fence?: { readonly claim: ClaimId; readonly leaseMs: number };
}

const maxTries = 8;

/**
 * Runs `change` in one transaction and writes the wakes and events that it collected, in the lock order of the product.
 * After a deadlock or serialization failure the whole change runs again, so it must be safe to call more than once: no
 * effects outside the database. Throws a `Problem` of kind Unavailable when the database is away.
 */
export function createTransact(options: TransactOptions): Transact {
  return async (change) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await transactOnce(options, change);
      } catch (error) {
        if (isConnectionFault(error)) {
          throw new Problem('Unavailable', engineMessages.database_unavailable(), { cause: error });
        }
        if (!isRetriable(error) || tries === maxTries) throw error;
        await pause(Math.random() * 10 * 2 ** tries);
      }
    }
  };
}

async function transactOnce<T>({ db, idleMs, fence }: TransactOptions, change: (tx: Tx) => Promise<T>): Promise<T> {
  return await db.transaction().execute(async (trx) => {
    await openTransaction(trx, idleMs, fence?.claim);

    const wakes = new Map<string, Wake>();
    const events: NewEvent[] = [];
    let open = true;
    const mustBeOpen = (): void => {
      if (!open) throw new Error('wake or emit after the end of its transaction: something in it was not awaited');
    };
    const result = await change({
      db: trx,
      wake: (kind, key, at) => {
        mustBeOpen();
        if (at !== undefined && Number.isNaN(at.getTime()))
          throw new RangeError(`wake of ${kind}/${key} at no valid time`);
        const id = JSON.stringify([kind, key]);
        wakes.set(id, { kind, key, at: earlier(wakes.get(id), at) });
      },
      emit: (event) => {
        mustBeOpen();
        events.push(event);
      },
    });
    open = false;

    await writeWakes(trx, [...wakes.values()], fence);
    await insertEvents(trx, events);
    return result;
  });
}

/** The earlier of two wakes of the same key; undefined is at once. */
function earlier(before: Wake | undefined, at: Date | undefined): Date | undefined {
  if (before === undefined) return at;
  if (before.at === undefined || at === undefined) return undefined;
  return at < before.at ? at : before.at;
}
