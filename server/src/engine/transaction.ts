import type { Kysely } from 'kysely';
import type { Json } from '../lib/message.ts';

/**
 * A row of the database, typed by whoever asks: a store declares the tables it uses with
 * `db.withTables<{ promotions: PromotionTable }>()`. There is deliberately no file that lists them all.
 */
export type Db = Kysely<unknown>;

/** An event as it is written. Its id and time are given by the database at commit, so that commit order is id order. */
export interface NewEvent {
  /** `<noun>.<past participle>`, e.g. `promotion.finished`. */
  readonly type: string;
  readonly project: string;
  /** What it is about: `promotion/prm_…`, `app/shop`. */
  readonly subject: string;
  /** What followers filter by: app, environment, execution, promotion, target. */
  readonly labels: Readonly<Record<string, string>>;
  /** Who did it, and through which door. A part of Sluice is an actor too: `sluice:promotions`, door `system`. */
  readonly actor: string;
  readonly door: string;
  readonly data: { readonly [key: string]: Json };
  /** Where it came from. Kept for the record, and not part of the event that others are told. */
  readonly origin?: { readonly address: string; readonly tokenId: string | null };
}

/**
 * One database transaction that changes state, wakes work and tells about it, all or nothing.
 * `wake` and `emit` only collect; at commit the engine writes, in this order (the lock order of the whole product):
 * the woken work rows in one key-sorted statement, one NOTIFY, then under the event lock the events.
 */
export interface Tx {
  readonly db: Db;
  /** Makes the controller of `kind` look at `key`: at once, or not later than `at`. Idempotent and coalescing. */
  wake(kind: string, key: string, at?: Date): void;
  emit(event: NewEvent): void;
}

/**
 * Runs the change, commits, and returns its result. After a deadlock or serialization failure the change runs again, so
 * it has no effects outside the database. A database that is away is a `Problem` of kind Unavailable.
 */
export type Transact = <T>(change: (tx: Tx) => Promise<T>) => Promise<T>;
