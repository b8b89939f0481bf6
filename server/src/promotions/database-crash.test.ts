import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { createTestFolder } from '../db/test-folder.ts';
import { until } from '../test-sluice.ts';
import { prepare } from './test-crash.ts';
import { createPhoenix } from '../test-phoenix.ts';

test('a promotion whose database is killed goes on by itself when the supervisor has started it again', async () => {
  const folder = await createTestFolder('sluice-pg-crash-');
  onTestFinished(() => folder.remove());
  const embedded = await startEmbeddedPostgres({ dataDir: folder.path });
  onTestFinished(() => embedded.stop());
  const pool = new pg.Pool({ ...embedded.connection, max: 2 });
  pool.on('error', () => {});
  onTestFinished(() => pool.end());
  const phoenix = await createPhoenix({ connection: embedded.connection, pool });
  onTestFinished(() => phoenix.end());
  await phoenix.start();
  const app = await prepare(phoenix, 'shop', 'direct');
  await app.push('slow', { Procfile: 'web: sleep 1; node app.cjs\n' });
  await app.live('development', 'slow');
  const { id } = await app.promote({ environment: 'prod' });
  await until(async () => (await app.releases('prod')).find((release) => release.state === 'executing'));

  const pid = Number((await readFile(join(embedded.directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  const killedAt = performance.now();
  const done = await until(async () => {
    try {
      const found = await app.promotion(id);
      return found.state === 'finished' ? found : undefined;
    } catch {
      // The door says that the database is away.
      return undefined;
    }
  }, 30_000);
  console.info(`over ${Math.round(performance.now() - killedAt)} ms after the database was killed`);
  expect(done).toMatchObject({ result: 'success' });
  expect(done.releases).toHaveLength(1);
  expect(await app.answer('prod')).toBe('slow');
  expect(phoenix.isRunning()).toBe(true);
  const events = (await app.events()).filter((event) => event.labels['promotion'] === id);
  for (const type of [
    'promotion.requested',
    'promotion.started',
    'release.started',
    'release.finished',
    'promotion.finished',
  ]) {
    expect(events.filter((event) => event.type === type)).toHaveLength(1);
  }
});
