import { hostname } from 'node:os';
import type pg from 'pg';
import { newId } from '../lib/id.ts';
import type { Controller } from './controller.ts';
import { createEventFeed } from './event-feed.ts';
import type { Followed, FollowOptions } from './event-feed.ts';
import { readRecord } from './event-record-store.ts';
import type { RecordedEvent, RecordQuery } from './event-record-store.ts';
import { eventPosition, pruneEvents, readEvents } from './event-store.ts';
import type { EventPage, EventQuery } from './event-store.ts';
import { createPresence } from './presence.ts';
import type { EngineLog } from './presence.ts';
import { markSeen, removeReplica } from './replicas.ts';
import { createRunner } from './runner.ts';
import { createTransact } from './transact.ts';
import type { Db, Transact } from './transaction.ts';
import { adoptClaims, countWork, renewLeases, sweep } from './work-store.ts';
import type { WorkCount } from './work-store.ts';

/** The engine's measures of time. The defaults belong together; tests shorten them. */
export interface EngineTiming {
  /** For how long a silent owner is believed to be working. */
  readonly leaseMs: number;
  readonly renewMs: number;
  /** How often dead replicas are looked for, and missed notifications made up for. */
  readonly sweepMs: number;
  readonly pollMs: number;
  /** After so long without a statement PostgreSQL ends a transaction. */
  readonly transactionIdleMs: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** How many unexpected exceptions in a row park a key. */
  readonly maxFaults: number;
}

const defaultTiming: EngineTiming = {
  leaseMs: 6000,
  renewMs: 2000,
  sweepMs: 500,
  pollMs: 500,
  transactionIdleMs: 5000,
  firstRetryMs: 500,
  maxRetryMs: 60_000,
  maxFaults: 8,
};

export interface EngineOptions {
  /** For the replica's own connection, which must reach PostgreSQL itself (no pooler in transaction mode between). */
  readonly connection: pg.ClientConfig;
  /** Over the pool that everything else uses. */
  readonly db: Db;
  readonly log: EngineLog;
  /** Shown to people who look at the replicas. Default: host and process. */
  readonly replicaName?: string;
  readonly version?: string;
  /** Where the other replicas reach this one. */
  readonly replicaUrl?: string;
  readonly timing?: Partial<EngineTiming>;
}

export interface EngineMetrics {
  /** Over all replicas, by kind. Kinds without a row are absent. */
  readonly work: readonly WorkCount[];
  /** Looks that this replica is busy with. */
  readonly runningHere: number;
  /** Followers of events on this replica. */
  readonly followers: number;
  /** Whether the other replicas can see this one at the moment. */
  readonly connected: boolean;
}

export interface EngineEvents {
  /** A page of the log, oldest first. */
  read(query?: EventQuery): Promise<EventPage>;
  /** The log as a record: from either end, with where each event came from. */
  record(query: RecordQuery): Promise<RecordedEvent[]>;
  /** The id of the latest event. Take it before reading state, then follow from it: nothing is missed. */
  position(): Promise<string>;
  /** Endless until its signal aborts. Many followers cost one reading of the log. */
  follow(options: FollowOptions): AsyncIterable<Followed>;
  /** Forgets the oldest of the events that are older, at most so many; returns how many. */
  prune(olderThan: Date, limit: number): Promise<number>;
}

export interface Engine {
  readonly db: Db;
  readonly replicaId: string;
  readonly transact: Transact;
  readonly events: EngineEvents;
  /** Before or after `start`. One controller a kind. */
  register(controller: Controller): void;
  /** Rejects when the database cannot be reached; after that, a database that goes away is waited for. */
  start(): Promise<void>;
  /** Starts no more work, waits up to `drainMs` for what runs, gives the rest back to the other replicas at once. */
  stop(options: { readonly drainMs: number }): Promise<void>;
  metrics(): Promise<EngineMetrics>;
}

/** See README.md beside this file for the rules that all of it follows. */
export function createEngine(options: EngineOptions): Engine {
  const { connection, db, log } = options;
  const timing: EngineTiming = { ...defaultTiming, ...options.timing };
  const { leaseMs, renewMs, sweepMs, pollMs, transactionIdleMs } = timing;
  const replicaId = newId('rep');
  const host = hostname();

  const feed = createEventFeed({
    read: (query) => readEvents(db, query),
    position: () => eventPosition(db),
    retryMs: sweepMs,
    recentLimit: 1000,
    onError: (error) => log.warn({ err: error }, 'cannot read events'),
  });

  const runner = createRunner({
    db,
    log,
    incarnation: () => presence.incarnation(),
    leaseMs,
    pollMs,
    transactionIdleMs,
    retry: { firstDelayMs: timing.firstRetryMs, maxDelayMs: timing.maxRetryMs, maxFaults: timing.maxFaults },
  });

  let renewedAt = -Infinity;
  const presence = createPresence({
    connection,
    log,
    replica: {
      id: replicaId,
      name: options.replicaName ?? `${host}-${process.pid}`,
      host,
      pid: process.pid,
      version: options.version ?? '0.0.0',
      url: options.replicaUrl,
    },
    tickMs: sweepMs,
    answerMs: leaseMs,
    onConnected: (own, incarnation) => adoptClaims(own, incarnation, runner.heldClaims(), leaseMs),
    onTick: async (own, connectedForMs) => {
      // Nobody judges just after coming back: when PostgreSQL restarted all locks are gone and all leases may be old,
      // and the other replicas need that moment to be back as well. Judging comes before renewing, so that a replica that
      // has slept lets one tick pass in the same way.
      if (connectedForMs > 2 * sweepMs) {
        const freed = await sweep(own, replicaId, leaseMs - renewMs);
        if (freed > 0) log.info({ freed }, 'took work over from replicas that are gone or silent');
      }
      // On the replica's own connection: a pool that is exhausted by requests must not cost it its leases.
      if (performance.now() - renewedAt >= renewMs) {
        runner.abort(await renewLeases(own, runner.heldClaims(), leaseMs));
        await markSeen(own, replicaId);
        renewedAt = performance.now();
      }
      // Makes up for whatever notification was lost.
      feed.poke();
      runner.poke();
    },
    onNotification: (channel, payload) => {
      if (channel === 'sluice_events') feed.poke();
      else if (runner.knows(payload)) runner.poke();
    },
  });

  return {
    db,
    replicaId,
    transact: createTransact({ db, idleMs: transactionIdleMs }),
    events: {
      read: (query = {}) => readEvents(db, query),
      record: (query) => readRecord(db, query),
      position: () => eventPosition(db),
      follow: feed.follow,
      prune: (olderThan, limit) => pruneEvents(db, olderThan, limit),
    },
    register: runner.register,
    start: presence.start,
    stop: async ({ drainMs }) => {
      await runner.stop(drainMs);
      await removeReplica(db, replicaId).catch((error: unknown) => log.warn({ err: error }, 'cannot sign off'));
      await presence.stop();
    },
    metrics: async () => ({
      work: await countWork(db),
      runningHere: runner.heldClaims().length,
      followers: feed.followers(),
      connected: presence.incarnation() !== undefined,
    }),
  };
}
