import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSightApp, openSight } from '../test-sight.ts';
import type { Sight } from '../test-sight.ts';
import { registerDeliveryMetrics } from './delivery-metrics.ts';
import { readinessChecks } from './readiness.ts';
import { statusSchema } from './status-schema.ts';

let sight: Sight;
beforeAll(async () => {
  sight = await openSight();
});
afterAll(() => sight.stop());

test('the status names replicas, database and work; the data directory only for operators of everything', async () => {
  const app = await createSightApp(sight, 'shop');
  await app.deliver('one');
  await app.rested(await app.promote('qa'));
  await app.rested(await app.promote('prod'));
  const { delivery } = sight;
  const ask = async (token: string) => statusSchema.parse((await delivery.call('GET', '/v1/status', token)).body);
  const seen = await ask(await delivery.give('root', 'operator', '*'));
  expect(seen).toMatchObject({
    version: '0.0.0-test',
    url: 'http://localhost:7070',
    database: { kind: 'external' },
    dataDirectory: delivery.dataDir,
    apps: 1,
    promotionsUnderWay: 1,
  });
  expect(seen.database.version).toMatch(/^\d+/);
  expect(seen.replicas).toMatchObject([{ id: delivery.engine.replicaId, pid: process.pid, me: true }]);
  expect(seen.work.find(({ kind }) => kind === 'promotion')).toMatchObject({ waiting: 1, parked: 0 });

  expect(await ask(await delivery.give('viktor', 'viewer'))).toMatchObject({ dataDirectory: null, apps: 1 });
  expect(await ask(await delivery.give('grace', 'operator', 'elsewhere'))).toMatchObject({
    dataDirectory: null,
    apps: 0,
    promotionsUnderWay: 0,
  });
  expect((await delivery.call('GET', '/v1/status', undefined)).status).toBe(401);
});

test('a replica is ready when the database answers, has its shape, and the others see it', async () => {
  const { call } = sight.delivery;
  expect(await call('GET', '/readyz', undefined)).toMatchObject({
    status: 200,
    body: { ready: true, checks: [{ name: 'database' }, { name: 'migrations' }, { name: 'engine' }] },
  });
  const { db } = sight.delivery.engine;
  const cut = readinessChecks({
    db,
    metrics: async () => ({ work: [], runningHere: 0, followers: 0, connected: false }),
  });
  const answers = await Promise.all(cut.map(({ check }) => check()));
  expect(answers.map((answer) => answer?.code ?? null)).toEqual([null, null, 'not_ready_engine']);
});

test('a database that lost a migration, or has one from the future, is not ready', async () => {
  const { pool } = sight.delivery.database;
  const migrations = readinessChecks(sight.delivery.engine).find(({ name }) => name === 'migrations');
  const { rows } = await pool.query<{ number: number }>('delete from migrations where number = 1 returning *');
  expect((await migrations?.check())?.code).toBe('database_older');
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.map((_name, index) => `$${index + 1}`);
  await pool.query(
    `insert into migrations (${columns.join(', ')}) values (${values.join(', ')})`,
    Object.values(rows[0] ?? {}),
  );
  await pool.query(
    `insert into migrations (number, name, checksum, compatible) values (9999, '9999_later', '', false)`,
  );
  expect((await migrations?.check())?.code).toBe('database_newer');
  await pool.query('delete from migrations where number = 9999');
  expect(await migrations?.check()).toBeNull();
});

test('figures for Prometheus count work, promotions, releases, builds and the router', async () => {
  const registry = new Registry();
  const router = { figures: () => ({ routes: 3, underWay: 2, draining: 1 }) };
  registerDeliveryMetrics(registry, { engine: sight.delivery.engine, router });
  const text = await registry.metrics();
  expect(text).toContain('sluice_promotions{project="default",state="waiting",result=""} 1');
  expect(text).toContain('sluice_releases{result="success"} 2');
  expect(text).toContain('sluice_builds{state="finished",result="success"} 1');
  expect(text).toContain('sluice_work{kind="promotion",state="waiting"} 1');
  expect(text).toContain('sluice_engine_connected 1');
  expect(text).toContain('sluice_router_requests 2');

  const away = new Registry();
  const gone = async () => {
    throw new Error('the database is away');
  };
  registerDeliveryMetrics(away, { engine: { db: sight.delivery.engine.db, metrics: gone } });
  expect(await away.metrics()).not.toMatch(/^sluice_(engine|work|event)/m);
});
