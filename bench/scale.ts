import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { openDatabase } from '../server/src/db/database.ts';
import { migrate } from '../server/src/db/migrate.ts';
import { databaseUrl, startTestServer } from '../server/src/db/test-server.ts';
import { holdEverything, openTestDelivery } from '../server/src/test-delivery.ts';
import type { TestDelivery } from '../server/src/test-delivery.ts';

/**
 * What size costs, on real PostgreSQL and over HTTP, with targets that are ready at once. First 1,000 artifacts through two
 * environments each, beside a bare loop on the same database in the same run that claims a row, updates it and notifies:
 * the ratio says more than the figures on a machine that others use too. Then `list` and `why` over the 1,000 apps with
 * four environments each that this has left. `node bench/scale.ts`, about five minutes.
 */
const apps = Number(process.argv[2] ?? 1000);
const looks = 300;

const server = await startTestServer();
const name = `scale_${randomBytes(4).toString('hex')}`;
const admin = openDatabase({ connection: { connectionString: server.connectionString }, maxConnections: 1 });
await admin.pool.query(`create database ${name}`);
await admin.close();
const connection = { connectionString: databaseUrl(server.connectionString, name) };
await migrate(connection);
const { db, pool, close } = openDatabase({ connection, maxConnections: 20 });
const delivery = await openTestDelivery({ database: { connection, db, pool, drop: close }, checkAnswers: false });

await holdEverything({ pool });

try {
  const token = await delivery.give('ada', 'admin', '*');
  const before = process.memoryUsage().rss;
  await applyAll(token);
  await idle();

  const floor = await bareLoop(apps * 2);
  const events = await counted('events');
  const begin = performance.now();
  for (const app of names()) await register(token, app);
  await until(async () => (await counted('promotions', `state = 'finished' and result = 'success'`)) === apps * 2);
  const seconds = (performance.now() - begin) / 1000;
  const transitions = (await counted('events')) - events;
  console.log(`${apps} artifacts through two environments    ${seconds.toFixed(1)} s`);
  console.log(
    `  promotions                               ${((apps * 2) / seconds) | 0} /s, ${((seconds * 1000) / (apps * 2)).toFixed(1)} ms each`,
  );
  console.log(
    `  recorded transitions                     ${transitions}, ${((seconds * 1000) / transitions).toFixed(2)} ms each`,
  );
  console.log(
    `  bare claim, update and NOTIFY            ${Math.round(floor)} /s, ${(1000 / floor).toFixed(2)} ms each`,
  );
  console.log(`  a transition is                          ${((seconds * floor) / transitions).toFixed(2)} bare loops`);
  await idle();
  await sql`vacuum analyze`.execute(db);

  await timed('list, all places', looks / 10, token, () => '/v1/environments');
  await timed('list, one app', looks, token, (app) => `/v1/environments?app=${app}`);
  await timed('why, what serves', looks, token, (app) => `/v1/apps/${app}/environments/qa/why`);
  await timed('why, what is not there', looks, token, (app) => `/v1/apps/${app}/environments/staging/why`);
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
  console.log(
    `memory of the server's process             ${mebibytes(before)} before, ${mebibytes(process.memoryUsage().rss)} after`,
  );
} finally {
  await delivery.stop();
  await server.stop();
}
process.exit(0);

function names(): string[] {
  return Array.from({ length: apps }, (_, index) => `app-${index}`);
}

async function applyAll(token: string): Promise<void> {
  const targets = `targets: [{ name: local, runtime: process }]`;
  for (const some of chunks(names(), 50)) {
    const manifest = some
      .map(
        (app) => `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: ${app} }
spec: {}
---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec:
  app: ${app}
  environments:
    - { name: development, from: { branch: main }, ${targets} }
    - { name: qa, promote: { auto: true }, ${targets} }
    - { name: staging, gates: [{ soak: 1h }, { approvals: { count: 2 } }], ${targets} }
    - { name: prod, promote: { by: pull-request }, ${targets} }
`,
      )
      .join('---\n');
    await must(await delivery.call('POST', '/v1/apply', token, { manifest }));
  }
}

async function register(token: string, app: string): Promise<void> {
  const digest = `sha256:${randomBytes(32).toString('hex')}`;
  const revision = randomBytes(20).toString('hex');
  const body = { app, digest, revision, version: '1.0.0', branch: 'main', author: 'ada', subject: 'Say one' };
  await must(await delivery.call('POST', '/v1/artifacts', token, body));
}

/** The least that any such machine does for one transition: take a row, change it, tell the others. */
async function bareLoop(count: number): Promise<number> {
  await sql`create table bare (key integer primary key, state integer not null default 0, owner integer)`.execute(db);
  await sql`insert into bare select i from generate_series(1, ${count}) i`.execute(db);
  await sql`create index on bare (key) where owner is null`.execute(db);
  await sql`analyze bare`.execute(db);
  const begin = performance.now();
  const place = async (): Promise<void> => {
    for (;;) {
      const { rows } = await sql<{ key: number }>`
        update bare set owner = 1 where key = (
          select key from bare where owner is null order by key limit 1 for update skip locked
        ) returning key`.execute(db);
      const key = rows[0]?.key;
      if (key === undefined) return;
      await db.transaction().execute(async (tx) => {
        await sql`update bare set state = state + 1 where key = ${key}`.execute(tx);
        await sql`select pg_notify('bare', ${String(key)})`.execute(tx);
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, place));
  const rate = count / ((performance.now() - begin) / 1000);
  await sql`drop table bare`.execute(db);
  return rate;
}

async function timed(what: string, count: number, token: string, path: (app: string) => string): Promise<void> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const app = `app-${(index * 389) % apps}`;
    const begin = performance.now();
    await must(await delivery.call('GET', path(app), token));
    times.push(performance.now() - begin);
  }
  const sorted = times.slice(Math.min(5, count - 1)).toSorted((one, other) => one - other);
  const at = (part: number): string => `${(sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(0)} ms`;
  console.log(`${what.padEnd(42)} p50 ${at(0.5)}   p95 ${at(0.95)}`);
}

async function idle(): Promise<void> {
  await until(async () => (await counted('work', 'run_at <= now() or owner is not null')) === 0);
}

async function counted(table: string, where = 'true'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where ${sql.raw(where)}`.execute(db);
  return rows[0]?.count ?? 0;
}

async function until(probe: () => Promise<boolean>): Promise<void> {
  while (!(await probe())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function must(answer: Awaited<ReturnType<TestDelivery['call']>>): Promise<void> {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
