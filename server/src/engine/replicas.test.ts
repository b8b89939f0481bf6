import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { createEngine } from './engine.ts';
import type { EngineTiming } from './engine.ts';
import { liveReplicas } from './replicas.ts';
import { until } from './test-conditions.ts';
import { startReplica } from './test-replica-process.ts';
import type { ReplicaProcess } from './test-replica-process.ts';
import { createReplicaTables } from './test-replica.ts';
import type { Transact } from './transaction.ts';
import { workReason } from './work-store.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
// A third of the real times, so that the tests of hanging need not wait for long.
const short: Partial<EngineTiming> = { leaseMs: 2000, renewMs: 600, transactionIdleMs: 1500 };

let database: TestDatabase;
let transact: Transact;
const replicas: ReplicaProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  await createReplicaTables(database.db);
  ({ transact } = createEngine({ connection: database.connection, db: database.db, log: silent }));
});
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.kill()));
  await database.drop();
});

async function start(timing: Partial<EngineTiming> = {}): Promise<ReplicaProcess> {
  const replica = await startReplica({ connection: database.connection, timing });
  replicas.push(replica);
  return replica;
}

interface Act {
  readonly pid: number;
  readonly act: string;
}
async function acts(key: string): Promise<readonly Act[]> {
  return (await sql<Act>`select pid, act from acts where key = ${key} order by n`.execute(database.db)).rows;
}
const begun = (key: string, times: number) =>
  until(`${key} begun ${times} times`, async () => {
    const all = (await acts(key)).filter(({ act }) => act === 'begun');
    return all.length >= times ? all : undefined;
  });
const gone = (kind: string, key: string) =>
  until(`${kind}/${key} done`, async () => (await workReason(database.db, kind, key)) === undefined);
const permit = (key: string) => sql`insert into permits values (${key})`.execute(database.db);
const theOneThat = (begun: readonly Act[]) => replicas.find(({ pid }) => pid === begun.at(-1)?.pid) ?? replicas[0];

test('when a replica is killed in the middle of a look, another one looks again', async () => {
  await start();
  await start();
  // In its first second a replica judges nobody, which would be part of the time measured below.
  await until('both have been here for a while', async () =>
    (await liveReplicas(database.db)).every(({ startedAt, seenAt }) => seenAt.getTime() - startedAt.getTime() > 1000),
  );
  await transact(async (tx) => tx.wake('held', 'k'));
  const first = await begun('k', 1);
  const killedAt = performance.now();
  await theOneThat(first)?.kill();
  const second = await begun('k', 2);
  console.log(`SIGKILL → another replica runs it: ${Math.round(performance.now() - killedAt)} ms`);
  expect(second[1]?.pid).not.toBe(first[0]?.pid);
  expect(await workReason(database.db, 'held', 'k')).toMatchObject({
    state: 'running',
    attempts: 1,
    lastError: { code: 'work_interrupted' },
  });
  expect(await liveReplicas(database.db)).toMatchObject([{ pid: second[1]?.pid }]);
  await permit('k');
  await gone('held', 'k');
  expect((await acts('k')).map(({ act }) => act)).toEqual(['begun', 'begun', 'ended']);
});

test('a hung replica loses its work by the lease, and cannot write when it comes back', async () => {
  await start(short);
  await start(short);
  await transact(async (tx) => tx.wake('held', 'k'));
  const first = await begun('k', 1);
  const hung = theOneThat(first);
  const hungAt = performance.now();
  hung?.signal('SIGSTOP');
  const second = await begun('k', 2);
  console.log(`SIGSTOP → another replica runs it: ${Math.round(performance.now() - hungAt)} ms (lease 2 s)`);
  await permit('k');
  await gone('held', 'k');
  hung?.signal('SIGCONT');
  await until('the woken replica finds itself too late', async () =>
    (await acts('k')).some(({ act }) => act === 'late'),
  );
  const all = await acts('k');
  expect(all.filter(({ act }) => act === 'ended')).toEqual([{ pid: second[1]?.pid, act: 'ended' }]);
  expect(all.filter(({ act }) => act === 'late')).toEqual([{ pid: hung?.pid, act: 'late' }]);
  expect(await workReason(database.db, 'held', 'k')).toBeUndefined();
});

test('a replica that hangs inside a transaction does not keep its rows from the one that takes over', async () => {
  await sql`insert into counters values ('k')`.execute(database.db);
  await start(short);
  await start(short);
  await transact(async (tx) => tx.wake('stuck', 'k'));
  const hung = theOneThat(await begun('k', 1));
  hung?.signal('SIGSTOP');
  await gone('stuck', 'k');
  hung?.signal('SIGCONT');
  await permit('k');
  await until('the woken replica has found its claim lost', async () => hung?.log().includes('connection lost'));
  const value = await sql`select value from counters`.execute(database.db);
  expect(value.rows).toEqual([{ value: 1 }]);
});

test('a replica whose connection breaks keeps what it is working on', async () => {
  const replica = await start();
  await start();
  await transact(async (tx) => {
    for (let i = 0; i < 4; i += 1) tx.wake('held', `k${i}`);
  });
  for (let i = 0; i < 4; i += 1) await begun(`k${i}`, 1);
  const before = await liveReplicas(database.db);
  await sql`
    select pg_terminate_backend(l.pid)
    from pg_locks l join replicas r on l.objid::bigint = r.incarnation and l.locktype = 'advisory'
    where r.pid = ${replica.pid}`.execute(database.db);
  await until('a new incarnation', async () => replica.log().split('replica is connected').length === 3);
  expect((await liveReplicas(database.db)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  for (let i = 0; i < 4; i += 1) await permit(`k${i}`);
  for (let i = 0; i < 4; i += 1) await gone('held', `k${i}`);
  for (let i = 0; i < 4; i += 1) expect((await acts(`k${i}`)).filter(({ act }) => act === 'ended')).toHaveLength(1);
});

test('a replica that is asked to stop hands over its work and signs off', async () => {
  const replica = await start();
  await transact(async (tx) => tx.wake('held', 'k'));
  await begun('k', 1);
  const stopped = replica.stop();
  await permit('k');
  expect(await stopped).toBe(0);
  expect((await acts('k')).map(({ act }) => act)).toEqual(['begun', 'ended']);
  expect(await liveReplicas(database.db)).toEqual([]);
  expect((await sql`select from replicas`.execute(database.db)).rows).toHaveLength(0);
});
