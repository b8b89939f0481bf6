import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { defineMessages } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import type { Answer, Claim } from './controller.ts';
import { createEngine } from './engine.ts';
import type { Engine, EngineTiming } from './engine.ts';
import { ClaimLost } from './outcome.ts';
import { liveReplicas } from './replicas.ts';
import { until } from './test-conditions.ts';
import { workReason } from './work-store.ts';

const messages = defineMessages({
  waits_for_ada: { en: () => 'waits for ada', uk: () => 'чекає на Аду' },
  forge_away: { en: () => 'The forge is away.', uk: () => 'Сервер Git недоступний.' },
});
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const inAnHour = () => new Date(Date.now() + 3_600_000);

let database: TestDatabase;
const engines: Engine[] = [];

beforeEach(async () => {
  database = await createTestDatabase({ maxConnections: 20 });
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop({ drainMs: 0 })));
  await database.drop();
});

async function started(
  looks: Readonly<Record<string, (claim: Claim) => Promise<Answer>>>,
  options: { readonly concurrency?: number; readonly timing?: Partial<EngineTiming> } = {},
): Promise<Engine> {
  const { connection, db } = database;
  const timing = { firstRetryMs: 5, maxRetryMs: 20, ...options.timing };
  const engine = createEngine({ connection, db, log: silent, timing });
  engines.push(engine);
  for (const [kind, look] of Object.entries(looks)) {
    engine.register({ kind, concurrency: options.concurrency ?? 4, look });
  }
  await engine.start();
  return engine;
}

const rowGone = (key: string) =>
  until(`no row ${key}`, async () => (await workReason(database.db, 'app', key)) === undefined);

test('a committed wake makes the controller look, and a done answer leaves nothing behind', async () => {
  const seen: string[] = [];
  const engine = await started({
    app: async ({ key }) => {
      seen.push(key);
      return { done: true };
    },
  });
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  await until('a look', async () => seen.length > 0);
  await rowGone('shop');
  expect(seen).toEqual(['shop']);
});

test('a transaction that fails wakes nobody and tells nothing', async () => {
  const engine = await started({});
  const change = engine.transact(async (tx) => {
    tx.wake('app', 'shop');
    tx.emit(event('app.created', 'app/shop'));
    throw new Error('no');
  });
  await expect(change).rejects.toThrow('no');
  expect(await workReason(database.db, 'app', 'shop')).toBeUndefined();
  expect(await engine.events.read()).toMatchObject({ events: [] });
});

test('many wakes at once make one look; many wakes during a look make exactly one more', async () => {
  let looks = 0;
  const first = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { transact } = createEngine({ connection: database.connection, db: database.db, log: silent });
  const wakeFromManySides = () =>
    Promise.all(Array.from({ length: 20 }, () => transact(async (tx) => tx.wake('app', 'shop'))));

  await wakeFromManySides();
  await started({
    app: async () => {
      looks += 1;
      if (looks === 1) {
        first.resolve();
        await go.promise;
      }
      return { done: true };
    },
  });
  await first.promise;
  await wakeFromManySides();
  expect(await workReason(database.db, 'app', 'shop')).toMatchObject({ state: 'running' });
  expect(looks).toBe(1);
  go.resolve();
  await rowGone('shop');
  expect(looks).toBe(2);
});

test('waiting keeps its reason and since when, and a wake cuts it short', async () => {
  let looks = 0;
  const engine = await started({
    app: async () => {
      looks += 1;
      return looks < 3 ? { again: inAnHour(), reason: messages.waits_for_ada() } : { done: true };
    },
  });
  const waiting = () =>
    until('waiting', async () => {
      const reason = await workReason(database.db, 'app', 'shop');
      return reason?.state === 'waiting' ? reason : undefined;
    });
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  const before = await waiting();
  expect(before.reason).toEqual(messages.waits_for_ada());
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  await until('a second look', async () => looks === 2);
  const after = await waiting();
  expect(after.since).toEqual(before.since);
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  await rowGone('shop');
});

test('a later wake only ever makes the next look earlier', async () => {
  const engine = await started({});
  const soon = new Date(Date.now() + 60_000);
  await engine.transact(async (tx) => tx.wake('app', 'shop', inAnHour()));
  await engine.transact(async (tx) => {
    tx.wake('app', 'shop', soon);
    tx.wake('app', 'shop', inAnHour());
  });
  await engine.transact(async (tx) => tx.wake('app', 'shop', inAnHour()));
  expect(await workReason(database.db, 'app', 'shop')).toMatchObject({ state: 'waiting', nextAt: soon });
});

test('a look at a later time happens by itself', async () => {
  const seen = Promise.withResolvers<void>();
  const engine = await started({
    app: async () => {
      seen.resolve();
      return { done: true };
    },
  });
  await engine.transact(async (tx) => tx.wake('app', 'shop', new Date(Date.now() + 50)));
  await seen.promise;
  await rowGone('shop');
});

test('what is unavailable is tried until it is there, and shows why it waits', async () => {
  let looks = 0;
  let away = true;
  const engine = await started({
    app: async () => {
      looks += 1;
      if (away) throw new Problem('Unavailable', messages.forge_away());
      return { done: true };
    },
  });
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  await until('more tries than faults are allowed', async () => looks > 10);
  expect(await workReason(database.db, 'app', 'shop')).toMatchObject({ lastError: messages.forge_away() });
  away = false;
  await rowGone('shop');
});

test('unexpected exceptions park a key in sight, and a wake gives it another chance', async () => {
  let looks = 0;
  const engine = await started(
    {
      app: async () => {
        looks += 1;
        if (looks <= 4) throw new TypeError('shop is not a function');
        return { done: true };
      },
    },
    { timing: { maxFaults: 3 } },
  );
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  const parked = await until('parked', async () => {
    const reason = await workReason(database.db, 'app', 'shop');
    return reason?.state === 'parked' ? reason : undefined;
  });
  expect(looks).toBe(3);
  expect(parked.lastError).toMatchObject({
    code: 'work_parked',
    params: { error: 'shop is not a function', attempts: 3 },
  });
  expect(await engine.metrics()).toMatchObject({ work: [{ kind: 'app', parked: 1 }], runningHere: 0, connected: true });
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  await rowGone('shop');
  expect(looks).toBe(5);
});

test('an unknown kind is left for a replica that knows it', async () => {
  const old = await started({ app: async () => ({ done: true }) });
  await old.transact(async (tx) => {
    tx.wake('novelty', '1');
    tx.wake('app', 'shop');
  });
  await rowGone('shop');
  expect(await workReason(database.db, 'novelty', '1')).toMatchObject({ state: 'due' });
  const seen = Promise.withResolvers<void>();
  await started({
    novelty: async () => {
      seen.resolve();
      return { done: true };
    },
  });
  await seen.promise;
});

test('a kind never takes more places than it has, and a busy kind does not keep another one waiting', async () => {
  let busy = 0;
  let most = 0;
  const go = Promise.withResolvers<void>();
  const engine = await started(
    {
      app: async () => {
        busy += 1;
        most = Math.max(most, busy);
        await go.promise;
        busy -= 1;
        return { done: true };
      },
      other: async () => ({ done: true }),
    },
    { concurrency: 3 },
  );
  await engine.transact(async (tx) => {
    for (let i = 0; i < 50; i += 1) tx.wake('app', `shop-${i}`);
    tx.wake('other', '1');
  });
  await until('the other kind is served', async () => (await workReason(database.db, 'other', '1')) === undefined);
  expect(busy).toBe(3);
  go.resolve();
  await until('all are served', async () => (await engine.metrics()).work.length === 0);
  expect(most).toBe(3);
});

test('a transaction whose claim is lost before its end writes nothing, wakes nobody and tells nothing', async () => {
  await sql`create table test_rows (id text primary key)`.execute(database.db);
  const thrown = Promise.withResolvers<unknown>();
  let looks = 0;
  const engine = await started({
    app: async ({ transact, db }) => {
      looks += 1;
      if (looks > 1) return { done: true };
      try {
        await transact(async (tx) => {
          await sql`insert into test_rows values ('written too late')`.execute(tx.db);
          tx.wake('other', '1');
          tx.emit(event('app.changed', 'app/shop'));
          // What a sweep does to a claim whose lease has run out.
          await sql`update work set owner = null, token = null, lease_until = null, run_at = now()`.execute(db);
        });
        thrown.resolve('nothing');
      } catch (error) {
        thrown.resolve(error);
        throw error;
      }
      return { done: true };
    },
  });
  await engine.transact(async (tx) => tx.wake('app', 'shop'));
  expect(await thrown.promise).toBeInstanceOf(ClaimLost);
  await rowGone('shop');
  expect((await sql`select from test_rows`.execute(database.db)).rows).toHaveLength(0);
  expect(await workReason(database.db, 'other', '1')).toBeUndefined();
  expect(await engine.events.read()).toMatchObject({ events: [] });
});

test('commands and controllers that meet on the same row never deadlock', async () => {
  await sql`create table test_rows (id text primary key, changes integer not null default 0)`.execute(database.db);
  await sql`insert into test_rows values ('a'), ('b')`.execute(database.db);
  const change = (db: Claim['db'], id: string) =>
    sql`update test_rows set changes = changes + 1 where id = ${id}`.execute(db);
  let looks = 0;
  const engine = await started({
    app: async ({ key, transact }) => {
      await transact(async (tx) => {
        await change(tx.db, key);
        tx.wake('app', key === 'a' ? 'b' : 'a', inAnHour());
      });
      looks += 1;
      return { done: true };
    },
  });
  const commands = Array.from({ length: 200 }, (_, i) =>
    engine.transact(async (tx) => {
      const id = i % 2 === 0 ? 'a' : 'b';
      await change(tx.db, id);
      // In an order that only the engine's sorting makes harmless.
      for (const key of i % 3 === 0 ? ['b', 'a'] : ['a', 'b']) tx.wake('app', key);
      tx.emit(event('promotion.changed', `promotion/${id}`));
    }),
  );
  await Promise.all(commands);
  await until('quiet', async () => (await engine.metrics()).work.every((count) => count.due + count.running === 0));
  const { rows } = await sql<{ changes: number }>`select sum(changes) as changes from test_rows`.execute(database.db);
  expect(rows).toEqual([{ changes: 200 + looks }]);
  await sql`select pg_stat_force_next_flush()`.execute(database.db);
  const stats = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(database.db);
  expect(stats.rows).toEqual([{ deadlocks: 0 }]);
});

test('a transaction that PostgreSQL breaks off for a deadlock runs again', async () => {
  await sql`create table pair (id integer primary key, n integer not null default 0)`.execute(database.db);
  await sql`insert into pair values (1), (2)`.execute(database.db);
  const engine = await started({});
  const bothHold = Promise.withResolvers<void>();
  let runs = 0;
  let holding = 0;
  const crossing = (first: number, second: number) =>
    engine.transact(async ({ db }) => {
      runs += 1;
      await sql`update pair set n = n + 1 where id = ${first}`.execute(db);
      holding += 1;
      if (holding === 2) bothHold.resolve();
      await bothHold.promise;
      await sql`update pair set n = n + 1 where id = ${second}`.execute(db);
    });
  await Promise.all([crossing(1, 2), crossing(2, 1)]);
  expect(runs).toBe(3);
  expect((await sql`select n from pair`.execute(database.db)).rows).toEqual([{ n: 2 }, { n: 2 }]);
});

test('a replica that stops lets its looks end, and gives back at once what does not end', async () => {
  const looking = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let endings = 0;
  const engine = await started({
    app: async ({ key, signal }) => {
      if (key === 'stubborn') {
        signal.addEventListener('abort', () => aborted.resolve());
        await aborted.promise;
      } else {
        looking.resolve();
        await go.promise;
        endings += 1;
      }
      return { done: true };
    },
  });
  await engine.transact(async (tx) => {
    tx.wake('app', 'stubborn');
    tx.wake('app', 'shop');
  });
  await looking.promise;
  const stopped = engine.stop({ drainMs: 300 });
  go.resolve();
  await stopped;
  await aborted.promise;
  expect(endings).toBe(1);
  expect(await workReason(database.db, 'app', 'shop')).toBeUndefined();
  expect(await workReason(database.db, 'app', 'stubborn')).toMatchObject({ state: 'due', attempts: 0 });
  expect(await liveReplicas(database.db)).toEqual([]);
});

test('a controller for a kind that has one already is refused', async () => {
  const engine = await started({ app: async () => ({ done: true }) });
  expect(() => engine.register({ kind: 'app', concurrency: 1, look: async () => ({ done: true }) })).toThrow('app');
});

test('the engine does not start without its database', async () => {
  const connection = { host: '127.0.0.1', port: 1 };
  const engine = createEngine({ connection, db: database.db, log: silent });
  await expect(engine.start()).rejects.toThrow('ECONNREFUSED');
});

function event(type: string, subject: string) {
  return { type, subject, project: 'default', labels: {}, actor: 'ada', door: 'cli', data: {} };
}
