import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { createEventFeed } from './event-feed.ts';
import type { Followed } from './event-feed.ts';
import { eventPosition, matches, readEvents } from './event-store.ts';
import type { Event, EventFilter } from './event-store.ts';
import { until } from './test-conditions.ts';
import type { NewEvent } from './transaction.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
let database: TestDatabase;
let engine: Engine;
let ending: AbortController;

beforeEach(async () => {
  database = await createTestDatabase({ maxConnections: 20 });
  engine = createEngine({ connection: database.connection, db: database.db, log: silent });
  ending = new AbortController();
  await engine.start();
});
afterEach(async () => {
  ending.abort();
  await engine.stop({ drainMs: 0 });
  await database.drop();
});

function event(change: Partial<NewEvent> = {}): NewEvent {
  const base = { type: 'app.changed', project: 'default', subject: 'app/shop', labels: {}, actor: 'ada', door: 'cli' };
  return { ...base, data: {}, ...change };
}
const emit = (...events: readonly NewEvent[]) =>
  engine.transact(async (tx) => {
    for (const one of events) tx.emit(one);
  });

/** Follows in the background; ends with the test. */
function collect(options: { after?: string; filter?: EventFilter } = {}) {
  const items: Followed[] = [];
  const ended = (async () => {
    for await (const item of engine.events.follow({ ...options, signal: ending.signal })) items.push(item);
  })();
  return { items, ended, events: () => items.flatMap((item) => ('event' in item ? [item.event] : [])) };
}

const count = (event: Event) => Number(event.data['n']);

test('eight concurrent writers, some of them rolling back: followers see every committed event once, in order', async () => {
  const followers = [
    collect({ after: '0' }),
    collect({ after: '0' }),
    collect({ after: '0', filter: { types: ['app.'] } }),
  ];
  const committed: number[] = [];
  let number = 0;
  const writer = async () => {
    for (let i = 0; i < 60; i += 1) {
      const first = (number += 2);
      const change = engine.transact(async (tx) => {
        tx.emit(event({ data: { n: first } }));
        // Gives the others the chance to commit in between.
        if (i % 3 === 0) await sql`select pg_sleep(random() / 500)`.execute(tx.db);
        tx.emit(event({ data: { n: first + 1 } }));
        if (i % 5 === 4) throw new Error('rolled back');
        // Fails in the commit, after the ids are drawn.
        if (i % 7 === 6) await sql`insert into deferred values (1)`.execute(tx.db);
      });
      await change.then(
        () => committed.push(first, first + 1),
        () => {},
      );
    }
  };
  await sql`create table deferred (id integer, constraint never unique (id) deferrable initially deferred)`.execute(
    database.db,
  );
  await sql`insert into deferred values (1)`.execute(database.db);
  await Promise.all(Array.from({ length: 8 }, writer));
  await emit(event({ type: 'app.last', data: { n: -1 } }));
  committed.push(-1);

  const position = await engine.events.position();
  for (const follower of followers) {
    await until('the follower has caught up', async () => follower.events().at(-1)?.id === position);
    const ids = follower.events().map(({ id }) => BigInt(id));
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      follower
        .events()
        .map(count)
        .toSorted((a, b) => a - b),
    ).toEqual(committed.toSorted((a, b) => a - b));
  }
  expect(committed.length).toBeLessThan(8 * 60 * 2);
});

test('without a cursor a follower sees what happens from now on; with one, what happened since', async () => {
  await emit(event({ data: { n: 1 } }), event({ data: { n: 2 } }));
  const { events } = await readAll();
  const since = collect({ after: events[0]?.id ?? '' });
  await until('the second event', async () => since.events().length === 1);
  const live = collect();
  await emit(event({ data: { n: 3 } }));
  await until('the third event', async () => since.events().length === 2);
  await until('the third event, live', async () => live.events().length === 1);
  expect(since.events().map(count)).toEqual([2, 3]);
  expect(live.events().map(count)).toEqual([3]);
});

test('pages continue where the last one ended and skip nothing', async () => {
  await emit(
    ...Array.from({ length: 25 }, (_, n) => event({ type: n % 2 === 0 ? 'app.even' : 'app.odd', data: { n } })),
  );
  const seen: number[] = [];
  let after = '0';
  for (;;) {
    const page = await engine.events.read({ after, limit: 4, filter: { types: ['app.odd'] } });
    if (page.reset) throw new Error('unexpected reset');
    seen.push(...page.events.map(count));
    after = page.position;
    if (page.events.length < 4) break;
  }
  expect(seen).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23]);
  expect(after).toBe(await engine.events.position());
});

test('a filter lets the same events through in the database and in memory', async () => {
  const word = fc.constantFrom('app.created', 'app.changed', 'appXcreated', 'promotion.created', 'promotion%', 'a_p');
  const project = fc.constantFrom('default', 'shop', 'шоп');
  const labels = fc.dictionary(fc.constantFrom('app', 'environment'), fc.constantFrom('shop', 'qa', 'it\'s "x"'));
  const filter = fc.record(
    {
      types: fc.array(fc.constantFrom('app.', 'app', 'promotion.', 'a_p', '%', ''), { maxLength: 2 }),
      projects: fc.array(project, { maxLength: 2 }),
      subject: fc.constantFrom('app/shop', 'app/cart'),
      labels,
    },
    { requiredKeys: [] },
  );
  const events = fc.sample(
    fc.record({ type: word, project, subject: fc.constantFrom('app/shop', 'app/cart'), labels }),
    { numRuns: 80, seed: 7 },
  );
  await emit(...events.map(event));
  const all = await readAll();
  await fc.assert(
    fc.asyncProperty(filter, async (filter) => {
      const page = await readEvents(database.db, { filter, limit: 1000 });
      if (page.reset) throw new Error('unexpected reset');
      expect(page.events).toEqual(all.events.filter((one) => matches(one, filter)));
    }),
    { numRuns: 60 },
  );
});

test('a cursor from before the retention gets a reset and follows on from there', async () => {
  await emit(event({ data: { n: 1 } }));
  const old = await engine.events.position();
  await emit(event({ data: { n: 2 } }));
  const pruned = await engine.events.position();
  expect(await engine.events.prune(new Date(Date.now() + 60_000), 1000)).toBe(2);
  expect(await engine.events.position()).toBe(pruned);
  expect(await engine.events.read({ after: old })).toEqual({ reset: true, position: pruned });
  expect(await engine.events.read({ after: pruned })).toEqual({ reset: false, events: [], position: pruned });
  const follower = collect({ after: old });
  await until('the reset', async () => follower.items.length === 1);
  await emit(event({ data: { n: 3 } }));
  await until('the next event', async () => follower.items.length === 2);
  expect(follower.items).toMatchObject([{ reset: pruned }, { event: { data: { n: 3 } } }]);
});

test('a cursor that this log never gave out gets a reset', async () => {
  await emit(event());
  const position = await engine.events.position();
  for (const after of ['99999', 'yesterday', '-1', '9'.repeat(18), '9'.repeat(40)]) {
    expect(await engine.events.read({ after })).toEqual({ reset: true, position });
    const follower = collect({ after });
    await until('the reset', async () => follower.items.length === 1);
    expect(follower.items).toEqual([{ reset: position }]);
  }
});

test('a follower that is slower than the memory of the feed still gets everything', async () => {
  let reads = 0;
  const feed = createEventFeed({
    read: (query) => {
      reads += 1;
      return readEvents(database.db, query);
    },
    position: () => eventPosition(database.db),
    retryMs: 20,
    recentLimit: 5,
    onError: (error) => {
      throw error;
    },
  });
  const follow = feed.follow({ after: '0', signal: ending.signal });
  await emit(event({ data: { n: 0 } }));
  const seen: number[] = [];
  for await (const item of follow) {
    if ('event' in item) seen.push(count(item.event));
    if (seen.length === 1) {
      await emit(...Array.from({ length: 300 }, (_, n) => event({ data: { n: n + 1 } })));
      feed.poke();
    }
    if (seen.length === 301) break;
  }
  expect(seen).toEqual(Array.from({ length: 301 }, (_, n) => n));
  expect(reads).toBeLessThan(12);
  expect(feed.followers()).toBe(0);
});

test('many followers are served by one reading of the log', async () => {
  let reads = 0;
  const feed = createEventFeed({
    // Counted when it is over: whoever follows from now on begins where the first reading has ended.
    read: async (query) => {
      const page = await readEvents(database.db, query);
      reads += 1;
      return page;
    },
    position: () => eventPosition(database.db),
    retryMs: 20,
    recentLimit: 100,
    onError: (error) => {
      throw error;
    },
  });
  const followers = Array.from({ length: 50 }, async () => {
    for await (const item of feed.follow({ signal: ending.signal })) {
      if ('event' in item && count(item.event) === 2) return true;
    }
    return false;
  });
  await until('all follow', async () => feed.followers() === 50);
  await until('the feed has started', async () => reads > 0);
  await emit(event({ data: { n: 1 } }), event({ data: { n: 2 } }));
  feed.poke();
  expect(await Promise.all(followers)).toEqual(Array.from({ length: 50 }, () => true));
  expect(reads).toBeLessThan(6);
});

async function readAll(): Promise<{ events: readonly Event[] }> {
  const page = await engine.events.read({ limit: 1000 });
  if (page.reset) throw new Error('unexpected reset');
  return page;
}
