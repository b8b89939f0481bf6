import { sql } from 'kysely';
import { openDatabase } from '../server/src/db/database.ts';
import { migrate } from '../server/src/db/migrate.ts';
import { startTestServer } from '../server/src/db/test-server.ts';
import { createEngine } from '../server/src/engine/index.ts';
import type { Controller } from '../server/src/engine/index.ts';

/**
 * What the engine costs, on real PostgreSQL: from a committed wake to the controller's call, and finished looks a second
 * beside the bare claim loop on the same table in the same run. The ratio says more than either figure on a machine that
 * others use too. `node bench/engine.ts`, about 15 s.
 */
const latencySamples = 300;
const keys = 4000;
const places = 20;

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const server = await startTestServer();
const connection = { connectionString: server.connectionString };
await migrate(connection);
const { db, close } = openDatabase({ connection, maxConnections: places + 5 });

const engine = createEngine({ connection, db, log: silent });
const calls = new Map<string, (at: number) => void>();
const controller = (kind: string, look: Controller['look']): Controller => ({ kind, concurrency: places, look });
engine.register(
  controller('ping', async ({ key }) => {
    calls.get(key)?.(performance.now());
    return { done: true };
  }),
);
engine.register(controller('idle', async () => ({ done: true })));
engine.register(
  controller('fenced', async ({ transact }) => {
    await transact(async () => {});
    return { done: true };
  }),
);

try {
  await sql`create table bare (key text primary key, run_at timestamptz not null, owner integer)`.execute(db);
  await sql`create index on bare (run_at) where owner is null`.execute(db);
  const floor = await bareLoop();

  await engine.start();
  const { calling, latency } = await wakeLatencies();
  console.log(`wake, the transaction      p50 ${percentile(calling, 50)} ms   p99 ${percentile(calling, 99)} ms`);
  console.log(`committed wake → look      p50 ${percentile(latency, 50)} ms   p99 ${percentile(latency, 99)} ms`);
  console.log(`bare claim loop            ${Math.round(floor)} /s with ${places} places`);
  for (const [kind, what] of [
    ['idle', 'looks'],
    ['fenced', 'looks with a fenced transaction'],
  ] as const) {
    const rate = await drain(kind);
    console.log(`${what.padEnd(32)} ${Math.round(rate)} /s   ${(rate / floor).toFixed(2)} of the bare loop`);
  }
} finally {
  await engine.stop({ drainMs: 0 });
  await close();
  await server.stop();
}

/** One key after the other, each woken when nothing else goes on. */
async function wakeLatencies(): Promise<{ calling: readonly number[]; latency: readonly number[] }> {
  const calling: number[] = [];
  const latency: number[] = [];
  for (let i = 0; i < latencySamples; i += 1) {
    const key = String(i);
    const called = new Promise<number>((resolve) => calls.set(key, resolve));
    const before = performance.now();
    await engine.transact(async (tx) => tx.wake('ping', key));
    const committed = performance.now();
    calling.push(committed - before);
    latency.push((await called) - committed);
    calls.delete(key);
  }
  return { calling: calling.slice(20), latency: latency.slice(20) };
}

/** How many looks a second finish when many keys are due at once. */
async function drain(kind: string): Promise<number> {
  await sql`insert into work (kind, key, run_at) select ${kind}, i::text, now() from generate_series(1, ${keys}) i`.execute(
    db,
  );
  await sql`analyze work`.execute(db);
  const begin = performance.now();
  await engine.transact(async (tx) => tx.wake(kind, '1'));
  for (;;) {
    const { rows } = await sql`select from work where kind = ${kind} limit 1`.execute(db);
    if (rows.length === 0) return keys / ((performance.now() - begin) / 1000);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The least that any such queue does: each place takes a key, then takes it away. */
async function bareLoop(): Promise<number> {
  await sql`insert into bare select i::text, now() from generate_series(1, ${keys}) i`.execute(db);
  await sql`analyze bare`.execute(db);
  const begin = performance.now();
  const place = async (): Promise<void> => {
    for (;;) {
      const { rows } = await sql<{ key: string }>`
        update bare set owner = 1 where key = (
          select key from bare where owner is null and run_at <= now() order by run_at limit 1 for update skip locked
        ) returning key`.execute(db);
      const key = rows[0]?.key;
      if (key === undefined) return;
      await sql`delete from bare where key = ${key}`.execute(db);
    }
  };
  await Promise.all(Array.from({ length: places }, place));
  return keys / ((performance.now() - begin) / 1000);
}

function percentile(values: readonly number[], percent: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length * percent) / 100)] ?? 0).toFixed(1);
}
