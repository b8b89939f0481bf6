import pg from 'pg';
import type { Db, Transact, Tx } from '../engine/transaction.ts';
import { acknowledgeRoutes, readRoutes, routesChannel } from './route-store.ts';
import type { RouteTable } from './route-table.ts';

export interface RouteFollowerOptions {
  readonly db: Db;
  readonly connection: pg.ClientConfig;
  readonly transact: Transact;
  readonly replicaId: string;
  readonly table: RouteTable;
  readonly acknowledged: (tx: Tx, targetId: string) => void;
  readonly log: { warn(data: object, message: string): void };
}

export interface RouteFollower {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Reads the routes soon. */
  reload(): void;
  /** Says soon how far this replica is. */
  acknowledge(): void;
}

/** A notification may be lost with its connection; then the routes are at most this old. */
const pollMs = 1000;
const reconnectMs = 500;

/** Keeps the table equal to the rows, and tells the rows how far the table is. */
export function createRouteFollower(options: RouteFollowerOptions): RouteFollower {
  const { db, table, log } = options;
  const acknowledged = new Map<string, string>();
  let listener: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let loading: Promise<void> | undefined;
  let loadAgain = false;
  let telling: Promise<void> | undefined;
  let tellAgain = false;

  const load = async (): Promise<void> => {
    table.load(await readRoutes(db));
    acknowledge();
  };

  const tell = async (): Promise<void> => {
    const keyOf = (one: { generation: number; drainedGeneration: number }) =>
      `${one.generation} ${one.drainedGeneration}`;
    const progress = table.progress();
    const news = progress.filter((one) => acknowledged.get(one.targetId) !== keyOf(one));
    for (const targetId of acknowledged.keys()) {
      if (!progress.some((one) => one.targetId === targetId)) acknowledged.delete(targetId);
    }
    if (news.length === 0) return;
    await options.transact(async (tx) => {
      // In one order in every replica, so that two of them cannot wait for each other.
      const sorted = news.toSorted((a, b) => (a.targetId < b.targetId ? -1 : 1));
      await acknowledgeRoutes(tx.db, options.replicaId, sorted);
      for (const one of sorted) options.acknowledged(tx, one.targetId);
    });
    for (const one of news) acknowledged.set(one.targetId, keyOf(one));
  };

  // One at a time, and exactly one more after what was asked for in the meantime.
  const reload = (): void => {
    loadAgain = true;
    loading ??= (async () => {
      while (loadAgain && !stopped) {
        loadAgain = false;
        await load().catch((error: unknown) => log.warn({ err: error }, 'cannot read the routes'));
      }
      loading = undefined;
    })();
  };
  const acknowledge = (): void => {
    tellAgain = true;
    telling ??= (async () => {
      while (tellAgain && !stopped) {
        tellAgain = false;
        await tell().catch((error: unknown) => log.warn({ err: error }, 'cannot acknowledge routes'));
      }
      telling = undefined;
    })();
  };

  const listen = async (): Promise<void> => {
    const client = new pg.Client({ ...options.connection, keepAlive: true });
    const onGone = (): void => {
      if (listener === client) listener = undefined;
      client.end().catch(() => {});
    };
    client.on('error', onGone);
    client.on('end', onGone);
    client.on('notification', reload);
    await client.connect();
    await client.query(`listen ${routesChannel}`);
    listener = client;
  };

  const tick = async (): Promise<void> => {
    if (listener === undefined) {
      await listen().catch((error: unknown) => log.warn({ err: error }, 'cannot listen for routes'));
    }
    reload();
    schedule();
  };
  const schedule = (): void => {
    if (!stopped) timer = setTimeout(() => void tick(), listener === undefined ? reconnectMs : pollMs);
  };

  return {
    reload,
    acknowledge,
    async start() {
      await listen();
      await load();
      schedule();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await loading;
      await telling;
      const client = listener;
      listener = undefined;
      await client?.end().catch(() => {});
    },
  };
}
