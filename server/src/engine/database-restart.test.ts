import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../db/database.ts';
import type { Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import type { EmbeddedPostgres } from '../db/embedded-postgres.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { until } from './test-conditions.ts';
import { startReplica } from './test-replica-process.ts';
import type { ReplicaProcess } from './test-replica-process.ts';
import { createReplicaTables } from './test-replica.ts';
import { workReason } from './work-store.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

let dataDir: string;
let server: EmbeddedPostgres;
let database: Database;
let engine: Engine;
const replicas: ReplicaProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-engine-'));
  await chmod(dataDir, 0o711);
  server = await startEmbeddedPostgres({ dataDir });
  const { connection } = server;
  await migrate(connection);
  database = openDatabase({ connection, maxConnections: 5 });
  await createReplicaTables(database.db);
  engine = createEngine({ connection, db: database.db, log: silent });
});
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.kill()));
  await engine.stop({ drainMs: 0 });
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('when PostgreSQL is killed and comes back, work goes on and nobody is taken for dead', async () => {
  for (let i = 0; i < 2; i += 1) replicas.push(await startReplica({ connection: server.connection }));
  await engine.start();
  const seen: number[] = [];
  const ending = new AbortController();
  const following = (async () => {
    for await (const item of engine.events.follow({ after: '0', signal: ending.signal })) {
      if ('event' in item) seen.push(Number(item.event.data['n']));
    }
  })();
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const tell = (n: number) =>
    engine.transact(async (tx) =>
      tx.emit({ type: 't.t', project: 'p', subject: 's/1', labels: {}, actor: 'ada', door: 'cli', data: { n } }),
    );
  await engine.transact(async (tx) => keys.forEach((key) => tx.wake('held', key)));
  await tell(1);
  const acts = async (act: string) =>
    (await sql<{ key: string }>`select key from acts where act = ${act} order by key`.execute(database.db)).rows.map(
      ({ key }) => key,
    );
  await until('all have begun', async () => (await acts('begun')).length === keys.length);

  const killedAt = performance.now();
  const [postmaster] = (await readFile(join(server.directory, 'postmaster.pid'), 'utf8')).split('\n');
  // Its supervisor starts it again.
  process.kill(Number(postmaster), 'SIGKILL');
  await until('all replicas are back', async () =>
    replicas.every((replica) => replica.log().split('replica is connected').length === 3),
  );
  console.log(`PostgreSQL killed → all replicas back: ${Math.round(performance.now() - killedAt)} ms`);
  // Long enough for several sweeps, which would find somebody dead if anybody could be.
  const sweepsBefore = performance.now();
  await until('several sweeps have passed', async () => performance.now() - sweepsBefore > 2500);
  expect(await acts('begun')).toEqual(keys);

  await sql`insert into permits select unnest(${keys}::text[])`.execute(database.db);
  for (const key of keys) {
    await until(`${key} done`, async () => (await workReason(database.db, 'held', key)) === undefined);
  }
  expect(await acts('begun')).toEqual(keys);
  expect(await acts('ended')).toEqual(keys);

  await tell(2);
  await until('the follower goes on', async () => seen.length === 2);
  expect(seen).toEqual([1, 2]);
  ending.abort();
  await following;

  await engine.transact(async (tx) => tx.wake('held', 'z'));
  await sql`insert into permits values ('z')`.execute(database.db);
  await until('new work is done as well', async () => (await acts('ended')).includes('z'));
});
