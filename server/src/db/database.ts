import { Kysely, PostgresDialect, sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import pg from 'pg';
import type { BaseLogger } from 'pino';
import type { Db } from '../engine/transaction.ts';

export type DatabaseLog = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

export interface DatabaseOptions {
  readonly connection: pg.ClientConfig;
  /** Upper bound of the pool. Connections for LISTEN and for liveness locks are opened by whoever needs them. */
  readonly maxConnections: number;
  readonly log?: DatabaseLog;
}

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  /** Waits for running queries, then closes every connection. May be called more than once. */
  close(): Promise<void>;
}

const int8Oid = 20;

/**
 * PostgreSQL's int8 as a number. `count(*)` and our sequences stay far below 2^53; a value above it would lose digits
 * silently, so it is an error instead.
 */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 value ${text} does not fit a JavaScript number`);
  return value;
}

/** What every connection of ours reads differently from pg's defaults. Kept per connection: pg's own table is global. */
export function typeParsers(): pg.CustomTypesConfig {
  const overrides = new pg.TypeOverrides();
  overrides.setTypeParser(int8Oid, parseInt8);
  return overrides;
}

/**
 * Opens a pool and a query builder over it. Connects lazily: the first query tells whether the database is there.
 *
 * PostgreSQL may go away under any connection (restart, failover, `kill -9`). pg then emits `error` on the client, and an
 * `error` without a listener ends the process; hence the listeners here. The query that was running rejects on its own.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { log } = options;
  const pool = new pg.Pool({
    types: typeParsers(),
    keepAlive: true,
    // Also bounds the wait for a free connection, so that a leak shows as an error instead of a hang.
    connectionTimeoutMillis: 30_000,
    ...options.connection,
    max: options.maxConnections,
  });
  // The pool tells again what the client's own listener has logged, and with the whole client attached to the error.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      log?.warn({ code, reason: error.message }, 'database connection lost');
    });
  });

  const db: Db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  let closed: Promise<void> | undefined;
  return {
    db,
    pool,
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
}

/**
 * The way to write a jsonb column: `values({ labels: json(labels) })`. Without it pg would turn an array into a
 * PostgreSQL array and a string into invalid JSON. Reading needs nothing: pg parses jsonb.
 * jsonb cannot hold U+0000; PostgreSQL refuses such text with 22P05.
 */
export function json<T>(value: T): RawBuilder<T> {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError('json() needs a value that JSON can express');
  return sql<T>`cast(${text} as jsonb)`;
}
