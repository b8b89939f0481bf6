import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, query, startTestSluice, until } from '../test-sluice.ts';
import type { Answer, Refusal, TestApp, TestSluice } from '../test-sluice.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

interface Configured {
  readonly promotionId: string | null;
  readonly configuration: { version: number; entries: { name: string; secret: boolean; value: string | null }[] };
}

const configure = (
  app: TestApp,
  environment: string,
  change: Record<string, unknown>,
): Promise<Answer<Configured & Refusal>> =>
  sluice.door.ask('PATCH', `/v1/apps/${app.name}/environments/${environment}/configuration`, change);

test('a change makes a new release of the same digest, and unsetting it another one', async () => {
  const app = await createTestApp(sluice, 'shop');
  await app.push('one');
  await app.live('development', 'one');
  const set = await configure(app, 'development', { set: { SHOWN_A: '1', SHOWN_B: '2' } });
  await app.ended(set.body.promotionId ?? '');
  expect(await app.answer('development', '/env')).toBe('{"SHOWN_A":"1","SHOWN_B":"2"}');
  expect((await configure(app, 'development', { set: { SHOWN_A: '1' } })).body.promotionId).toBeNull();
  await app.ended((await configure(app, 'development', { unset: ['SHOWN_A'] })).body.promotionId ?? '');
  expect(await app.answer('development', '/env')).toBe('{"SHOWN_B":"2"}');
  const releases = await app.releases('development');
  expect(releases.map(({ number, kind }) => [number, kind])).toEqual([
    [3, 'configuration'],
    [2, 'configuration'],
    [1, 'promotion'],
  ]);
  expect(new Set(releases.map((release) => release.artifact.digest)).size).toBe(1);
  expect(await configure(app, 'development', { unset: ['SHOWN_C'] })).toMatchObject({ status: 404 });
  expect(await configure(app, 'development', { set: { PORT: '1' } })).toMatchObject({
    status: 400,
    body: { code: 'configuration_reserved' },
  });
});

test('a secret reaches the app and nobody else: no answer, event, row or line of the log has it', async () => {
  const app = await createTestApp(sluice, 'secretive');
  await app.push('one');
  await app.live('development', 'one');
  const secret = 'correct-horse-battery-staple';
  const set = await configure(app, 'development', { set: { SHOWN_KEY: secret }, secret: true });
  expect(set.body.configuration.entries).toEqual([{ name: 'SHOWN_KEY', secret: true, value: null }]);
  await app.ended(set.body.promotionId ?? '');
  expect(await app.answer('development', '/env')).toContain(secret);

  expect(JSON.stringify(await app.events())).not.toContain(secret);
  expect(sluice.log()).not.toContain(secret);
  const tables = await query<{ name: string }>(
    sluice.database,
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  for (const { name } of tables) {
    const rows = await query<{ text: string }>(sluice.database, `select t::text as text from "${name}" t`);
    expect(rows.filter(({ text }) => text.includes(secret)).map(() => name)).toEqual([]);
  }
  // Another environment of the same app has nothing of it.
  await app.ended((await app.promote({ environment: 'qa' })).id);
  expect(await app.answer('qa', '/env')).toBe('{}');
});

test('a change behind a promotion waits its turn and restarts what serves then', async () => {
  const app = await createTestApp(sluice, 'queued');
  await app.push('one');
  await app.live('development', 'one');
  const prod = await toProd(app, 'one');
  await app.ended(prod);
  await app.push('two');
  await app.live('development', 'two');
  await app.ended((await app.promote({ environment: 'qa' })).id);
  const { id } = await app.waiting((await app.promote({ environment: 'prod' })).id);
  const set = await configure(app, 'prod', { set: { SHOWN_A: '1' } });
  const queued = await until(async () => {
    const found = await app.promotion(set.body.promotionId ?? '');
    return found.state === 'queued' && found.message !== null ? found : undefined;
  });
  expect(queued.message?.text).toContain(id);
  // A second change joins the one that has not begun.
  expect((await configure(app, 'prod', { set: { SHOWN_B: '2' } })).body.promotionId).toBe(queued.id);
  await sluice.door.post(`/v1/promotions/${id}/approvals`, {});
  expect((await app.ended(queued.id)).result).toBe('success');
  expect(await app.answer('prod')).toBe('two');
  expect(await app.answer('prod', '/env')).toBe('{"SHOWN_A":"1","SHOWN_B":"2"}');
  // The promotion brought the newest configuration along, so nothing had to start twice.
  expect((await app.releases('prod')).map((release) => release.kind)).toEqual(['promotion', 'promotion']);
});

test('a change that comes while the first version is being deployed still reaches it', async () => {
  const app = await createTestApp(sluice, 'early', {
    files: { Procfile: 'web: while [ ! -e /proc/self/cwd/go ]; do sleep 0.05; done; node app.cjs\n' },
    spec: 'health: { path: /, deadline: 30s }',
  });
  await app.push('one', { Procfile: 'web: sleep 1; node app.cjs\n' });
  await until(async () => (await app.releases('development'))[0]);
  const set = await configure(app, 'development', { set: { SHOWN_A: '1' } });
  expect(set.body.promotionId).not.toBeNull();
  expect((await app.ended(set.body.promotionId ?? '')).result).toBe('success');
  expect(await app.answer('development', '/env')).toBe('{"SHOWN_A":"1"}');
});

async function toProd(app: TestApp, version: string): Promise<string> {
  await app.ended((await app.promote({ environment: 'qa' })).id);
  const { id } = await app.waiting((await app.promote({ environment: 'prod' })).id);
  await sluice.door.post(`/v1/promotions/${id}/approvals`, {});
  await app.live('prod', version);
  return id;
}
