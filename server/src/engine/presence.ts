import pg from 'pg';
import type { BaseLogger } from 'pino';
import { typeParsers } from '../db/database.ts';
import { pause } from './database-faults.ts';
import { engineMessages } from './engine-messages.ts';
import { livingIncarnations, lockSpace } from './replicas.ts';

export type EngineLog = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>;

export interface PresenceOptions {
  readonly connection: pg.ClientConfig;
  readonly log: EngineLog;
  readonly replica: {
    readonly id: string;
    readonly name: string;
    readonly host: string;
    readonly version: string;
    readonly url: string | undefined;
  };
  readonly sweepMs: number;
  readonly leaseMs: number;
  /** Called with every new incarnation before it is used for claims. */
  readonly onIncarnation: (incarnation: number) => Promise<void>;
  readonly onNotification: (channel: string, payload: string) => void;
  /** Called after every sweep with how many keys it has freed: the regular look for whatever else was missed. */
  readonly onSweep: (freed: number) => void;
}

export interface Presence {
  /** Resolves when this replica is seen by the others; rejects when the first attempt to connect fails. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Undefined while the others cannot see that this replica lives: then it must not claim anything. */
  incarnation(): number | undefined;
}

/**
 * One connection for as long as the replica lives. It carries what is bound to a connection: the session advisory lock
 * that says "I live", LISTEN, and the sweep, because only who lives may judge others.
 *
 * Every connection is a new incarnation with a number of its own. A connection that broke half may hold its lock on the
 * server for a while; the new one need not wait for it, and what the old one still owned is told apart by number.
 *
 * Sweep, each 500 ms: free the keys whose owner's lock is gone or whose lease has run out. Nobody judges
 *  - in the first second of an incarnation: after PostgreSQL restarted all locks are gone and all leases may be old, and
 *    the other replicas need that moment to come back;
 *  - while it has itself not been seen for longer than two renewals: then it slept, or PostgreSQL did, and every lease
 *    looks old through no fault of its owner.
 */
export function createPresence(options: PresenceOptions): Presence {
  const { connection, log, replica, sweepMs } = options;
  const stopping = new AbortController();
  let current: { readonly client: pg.Client; readonly incarnation: number } | undefined;
  let loop: Promise<void> | undefined;

  async function connect(): Promise<{ client: pg.Client; incarnation: number; lost: AbortSignal }> {
    const lost = new AbortController();
    const client = new pg.Client({
      types: typeParsers(),
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      ...connection,
      application_name: `sluice ${replica.name}`,
      query_timeout: options.leaseMs,
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
      const { rows } = await client.query<{ incarnation: number }>(
        `select nextval('replica_incarnation')::integer as incarnation`,
      );
      const incarnation = rows[0]?.incarnation;
      if (incarnation === undefined) throw new Error('no incarnation');
      await client.query('select pg_advisory_lock($1, $2)', [lockSpace, incarnation]);
      await client.query(
        `insert into replicas (id, incarnation, name, host, pid, version, url) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set incarnation = excluded.incarnation, seen_at = now()`,
        [replica.id, incarnation, replica.name, replica.host, process.pid, replica.version, replica.url ?? null],
      );
      await client.query('listen sluice_work; listen sluice_events');
      await options.onIncarnation(incarnation);
      return { client, incarnation, lost: lost.signal };
    } catch (error) {
      await close(client);
      throw error;
    }
  }

  async function hold(client: pg.Client, incarnation: number, lost: AbortSignal): Promise<void> {
    const over = AbortSignal.any([lost, stopping.signal]);
    const connectedAt = performance.now();
    while (!over.aborted) {
      const mayJudge = performance.now() - connectedAt > 2 * sweepMs;
      const freed = mayJudge ? await sweep(client) : 0;
      if (freed > 0) log.info({ freed, incarnation }, 'took work over from replicas that are gone or silent');
      options.onSweep(freed);
      await pause(sweepMs, over);
    }
  }

  async function sweep(client: pg.Client): Promise<number> {
    const { rowCount } = await client.query(sweepQuery, [
      replica.id,
      options.leaseMs / 1000,
      JSON.stringify(engineMessages.work_interrupted()),
      JSON.stringify(engineMessages.work_unanswered()),
    ]);
    return rowCount ?? 0;
  }

  async function run(first: PromiseWithResolvers<void>): Promise<void> {
    let retryMs = 25;
    while (!stopping.signal.aborted) {
      try {
        const { client, incarnation, lost } = await connect();
        current = { client, incarnation };
        retryMs = 25;
        log.info({ replica: replica.id, incarnation }, 'replica is connected');
        first.resolve();
        try {
          await hold(client, incarnation, lost);
        } finally {
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

// Deaths in a row delay the next try more and more, but never park: a key whose look kills its process must not
// take one replica after the other down as fast as they start.
const sweepQuery = `
  with alive as materialized (${livingIncarnations}),
  gone as materialized (
    select kind, key, owner not in (select incarnation from alive) as dead from work
    where owner is not null and (lease_until < now() or owner not in (select incarnation from alive))
      and (select seen_at from replicas where id = $1) > now() - make_interval(secs => $2)
    order by kind, key for update skip locked
  )
  update work w set owner = null, token = null, lease_until = null, attempts = w.attempts + 1,
    last_error = case when gone.dead then $3::jsonb else $4::jsonb end,
    run_at = case when w.attempts < 3 then now() else now() + make_interval(secs => least(60, 2 ^ least(w.attempts - 3, 6))) end
  from gone where w.kind = gone.kind and w.key = gone.key`;
