import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { BaseLogger } from 'pino';
import { typeParsers } from '../db/database.ts';
import { pause } from './database-faults.ts';
import { appear } from './replicas.ts';
import type { ReplicaIdentity } from './replicas.ts';
import type { Db } from './transaction.ts';

export type EngineLog = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>;

export interface PresenceOptions {
  readonly connection: pg.ClientConfig;
  readonly log: EngineLog;
  readonly replica: ReplicaIdentity;
  /** How often `onTick` is called. */
  readonly tickMs: number;
  /** An answer that takes longer counts as a lost connection. */
  readonly answerMs: number;
  /** A new incarnation, before anybody can claim with it. `db` is the connection that holds its lock. */
  readonly onConnected: (db: Db, incarnation: number) => Promise<void>;
  /** At once after connecting and then regularly, one call after the other. Throwing gives the connection up. */
  readonly onTick: (db: Db, connectedForMs: number) => Promise<void>;
  readonly onNotification: (channel: string, payload: string) => void;
}

export interface Presence {
  /** Resolves when this replica is seen by the others; rejects when the first attempt to connect fails. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Undefined while the others cannot see that this replica lives: then it must not claim anything. */
  incarnation(): number | undefined;
}

interface Connected {
  readonly client: pg.Client;
  readonly db: Db;
  readonly incarnation: number;
  readonly lost: AbortSignal;
}

/**
 * One connection for as long as the replica lives. It carries what is bound to a connection: the session advisory lock
 * that says "I live", LISTEN, and the regular tick, because only who lives may judge others.
 *
 * Every connection is a new incarnation with a number of its own. A connection that broke half may hold its lock on the
 * server for a while; the new one need not wait for it, and what the old one still owned is told apart by number.
 */
export function createPresence(options: PresenceOptions): Presence {
  const { log, replica, tickMs } = options;
  const stopping = new AbortController();
  let current: Connected | undefined;
  let loop: Promise<void> | undefined;

  async function connect(): Promise<Connected> {
    const lost = new AbortController();
    const client = new pg.Client({
      types: typeParsers(),
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      ...options.connection,
      application_name: `sluice ${replica.name}`,
      query_timeout: options.answerMs,
    });
    client.on('error', (error) => {
      log.debug({ err: error }, 'engine connection error');
      lost.abort();
    });
    client.on('end', () => lost.abort());
    client.on('notification', ({ channel, payload }) => options.onNotification(channel, payload ?? ''));
    try {
      await client.connect();
      // When this host vanishes without a word, the server must notice and drop the lock. Ignored on a socket.
      await client.query('set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3');
      const db = overOneClient(client);
      const incarnation = await appear(db, replica);
      await client.query('listen sluice_work; listen sluice_events');
      await options.onConnected(db, incarnation);
      return { client, db, incarnation, lost: lost.signal };
    } catch (error) {
      await close(client);
      throw error;
    }
  }

  async function hold({ db, lost }: Connected): Promise<void> {
    const over = AbortSignal.any([lost, stopping.signal]);
    const connectedAt = performance.now();
    while (!over.aborted) {
      await options.onTick(db, performance.now() - connectedAt);
      await pause(tickMs, over);
    }
  }

  async function run(first: PromiseWithResolvers<void>): Promise<void> {
    let retryMs = 25;
    while (!stopping.signal.aborted) {
      try {
        current = await connect();
        retryMs = 25;
        log.info({ replica: replica.id, incarnation: current.incarnation }, 'replica is connected');
        first.resolve();
        try {
          await hold(current);
        } finally {
          const { client } = current;
          current = undefined;
          await close(client);
        }
      } catch (error) {
        first.reject(error);
        log.warn({ err: error }, 'engine connection lost, connecting again');
      }
      await pause(retryMs, stopping.signal);
      // Never long: the others judge this replica a second after they are back themselves.
      retryMs = Math.min(250, retryMs * 2);
    }
  }

  return {
    start: async () => {
      const first = Promise.withResolvers<void>();
      loop = run(first);
      try {
        await first.promise;
      } catch (error) {
        stopping.abort();
        await loop;
        throw error;
      }
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
    incarnation: () => current?.incarnation,
  };
}

async function close(client: pg.Client): Promise<void> {
  await client.end().catch(() => {});
}

/** The query builder over a connection that somebody else opens and closes. */
function overOneClient(client: pg.Client): Db {
  const lent = {
    query: client.query.bind(client),
    release: () => {},
  };
  return new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: { options: {}, connect: async () => lent, end: async () => {} },
    }),
  });
}
