import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { pause } from './database-faults.ts';
import { createEngine } from './engine.ts';
import { until } from './test-conditions.ts';
import { startReplica } from './test-replica-process.ts';
import type { ReplicaProcess } from './test-replica-process.ts';
import { createReplicaTables, lastPhase } from './test-replica.ts';

// Give the seed of a failed run in SLUICE_CHAOS_SEED to meet the same order of misfortunes again.
const seed = Number(process.env['SLUICE_CHAOS_SEED'] ?? Date.now() % 1_000_000);
const journeys = 400;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let database: TestDatabase;
const replicas: ReplicaProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await createReplicaTables(database.db);
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.kill()));
  await database.drop();
});

/** The same numbers in [0, 1) for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(
  'three replicas, killed, hung and cut off at random: every journey takes every step once, and every event is told',
  {
    timeout: 240_000,
  },
  async () => {
    console.log(`chaos seed ${seed}`);
    const random = randomFrom(seed);
    const { connection, db } = database;
    const start = () =>
      startReplica({ connection, stepMs: 400, timing: { leaseMs: 2000, renewMs: 600, transactionIdleMs: 1500 } });
    for (let i = 0; i < 3; i += 1) replicas.push(await start());

    const engine = createEngine({ connection, db, log: silent });
    await engine.start();
    const ending = new AbortController();
    const followed: { readonly id: string; readonly step: string }[] = [];
    const following = (async () => {
      for await (const item of engine.events.follow({ after: '0', signal: ending.signal })) {
        if ('reset' in item) throw new Error('the follower was reset');
        const { id, subject, data } = item.event;
        followed.push({ id, step: `${subject} ${Number(data['phase'])}` });
      }
    })();

    await sql`insert into journeys select i::text from generate_series(1, ${journeys}) i`.execute(db);
    await engine.transact(async (tx) => {
      for (let i = 1; i <= journeys; i += 1) tx.wake('journey', String(i));
    });

    const unfinished = async () => (await sql`select from journeys where phase < ${lastPhase}`.execute(db)).rows.length;
    const misfortunes = { killed: 0, hung: 0, cutOff: 0 };
    for (const begin = performance.now(); (await unfinished()) > 0; await pause(150 + random() * 500)) {
      if (performance.now() - begin > 180_000) break;
      const index = Math.floor(random() * replicas.length);
      const victim = replicas[index];
      if (victim === undefined) continue;
      const dice = random();
      if (dice < 0.4) {
        misfortunes.killed += 1;
        await victim.kill();
        replicas[index] = await start();
      } else if (dice < 0.6) {
        misfortunes.hung += 1;
        victim.signal('SIGSTOP');
        await pause(500 + random() * 4000);
        victim.signal('SIGCONT');
      } else {
        misfortunes.cutOff += 1;
        // Any connection of anybody, in the middle of whatever it does; the replicas' own ones included.
        await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        order by md5(pid::text || ${String(dice)}) limit 3`
          .execute(db)
          .catch(() => {});
      }
    }
    console.log('misfortunes', misfortunes);

    await until('quiet', async () => (await engine.metrics()).work.length === 0, 60_000);
    const position = await engine.events.position();
    await until('the follower has caught up', async () => followed.at(-1)?.id === position);
    ending.abort();
    await following;
    await engine.stop({ drainMs: 0 });

    const expected = Array.from({ length: journeys }, (_, i) =>
      Array.from({ length: lastPhase }, (_, phase) => `journey/${i + 1} ${phase + 1}`),
    ).flat();
    expect(followed.map(({ step }) => step).toSorted()).toEqual(expected.toSorted());
    const ids = followed.map(({ id }) => BigInt(id));
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    for (let i = 1; i <= journeys; i += 1) {
      const steps = followed
        .filter(({ step }) => step.startsWith(`journey/${i} `))
        .map(({ step }) => step.split(' ')[1]);
      expect(steps).toEqual(['1', '2', '3', '4', '5', '6']);
    }
  },
);
