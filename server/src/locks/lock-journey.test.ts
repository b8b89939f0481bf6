import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentView, WhyView } from '../environments/index.ts';
import { createTestApp, query, startTestSluice, until } from '../test-sluice.ts';
import type { Door, TestSluice } from '../test-sluice.ts';
import type { LockAnswer, LockView } from './lock-schema.ts';

let sluice: TestSluice;
let developer: Door;
beforeAll(async () => {
  sluice = await startTestSluice();
  developer = await sluice.as('grace', 'developer');
});
afterAll(() => sluice.stop());

const environments = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      targets: [{ name: local, runtime: process }]
`;
const lock = (input: Record<string, unknown>, door = sluice.door): Promise<LockAnswer> =>
  door.post('/v1/locks', { reason: 'an incident', ...input });
const lift = (input: Record<string, unknown>, door = sluice.door): Promise<LockAnswer> =>
  door.post('/v1/locks/lift', input);
const why = (app: string): Promise<WhyView> => sluice.door.get(`/v1/apps/${app}/environments/prod/why`);

describe('a lock', () => {
  test('holds a promotion with its reason, and lets it go on when it is lifted', async () => {
    const app = await createTestApp(sluice, 'held', { environments });
    await app.push('one');
    await app.live('development', 'one');
    expect(await lock({ app: 'held', environment: 'prod' })).toMatchObject({ outcome: 'locked' });
    const { id } = await app.promote({ environment: 'prod' });
    const waiting = await app.waiting(id);
    expect(waiting.gates.find((gate) => gate.name === 'lock')).toMatchObject({
      status: 'waiting',
      message: { text: 'locked by admin: an incident' },
      opensBy: 'sluice unlock held prod',
      since: expect.any(String),
    });
    const { items } = await sluice.door.get<{ items: EnvironmentView[] }>('/v1/environments?app=held');
    expect(items.map((cell) => cell.lock)).toEqual([null, expect.objectContaining({ by: 'admin', until: null })]);
    expect(await why('held')).toMatchObject({ command: 'sluice unlock held prod' });
    expect(await app.answer('prod')).toBeUndefined();

    expect(await lift({ app: 'held', environment: 'prod' })).toMatchObject({ outcome: 'lifted' });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    expect((await app.events()).map(({ type }) => type)).toEqual(expect.arrayContaining(['lock.set', 'lock.lifted']));
  });

  test('holds rollbacks and new configuration too; what runs goes on', async () => {
    const app = await createTestApp(sluice, 'back', { environments });
    for (const version of ['one', 'two']) {
      await app.push(version);
      await app.live('development', version);
      await app.ended((await app.promote({ environment: 'prod' })).id);
    }
    await lock({ app: 'back' });
    const rollback = await app.rollback({ environment: 'prod' });
    expect((await app.waiting(rollback.id)).gates.map(({ name }) => name)).toEqual(['lock']);
    expect(await app.answer('prod')).toBe('two');
    await lift({ app: 'back' });
    expect(await app.ended(rollback.id)).toMatchObject({ result: 'success' });
    expect(await app.answer('prod')).toBe('one');
  });

  test('ends by itself at its time, and what waited goes on without anybody', async () => {
    const app = await createTestApp(sluice, 'timed', { environments });
    await app.push('one');
    await app.live('development', 'one');
    await lock({ app: 'timed', environment: 'prod', for: '1d' });
    const { id } = await app.promote({ environment: 'prod' });
    const gate = (await app.waiting(id)).gates.find(({ name }) => name === 'lock');
    const [row] = await query<{ run_at: Date }>(sluice.database, `select run_at from work where key = $1`, [id]);
    expect(row?.run_at.toISOString()).toBe(gate?.changesAt);
    // The day passes.
    await query(sluice.database, `update locks set expires_at = now() where app = 'timed'`);
    await query(sluice.database, `update work set run_at = now() where key = $1`, [id]);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    const { items } = await sluice.door.get<{ items: LockView[] }>('/v1/locks?standing=true');
    expect(items.some((item) => item.app === 'timed')).toBe(false);
  });

  test('of another person is taken over only knowingly, and the event names whose it was', async () => {
    await createTestApp(sluice, 'stolen', { environments });
    const place = { app: 'stolen', environment: 'prod' };
    await lock({ ...place, reason: 'mine' }, developer);
    expect(await lock({ ...place, reason: 'again' }, developer)).toMatchObject({
      outcome: 'unchanged',
      lock: { reason: 'mine' },
    });
    const other = await sluice.as('linus', 'developer');
    const refused = await other.ask('POST', '/v1/locks/lift', place);
    expect(refused).toMatchObject({ status: 409, body: { code: 'lock_of_another' } });
    expect(refused.body.detail).toContain('sluice unlock stolen prod --steal');
    expect((await other.ask('POST', '/v1/locks/lift', { ...place, steal: true })).status).toBe(403);
    expect(await lock({ ...place, steal: true })).toMatchObject({ outcome: 'stolen', lock: { actor: 'admin' } });
    const events = await sluice.door.get<{ items: { type: string; data: unknown }[] }>(
      '/v1/events?app=stolen&limit=1000',
    );
    expect(events.items.find(({ type }) => type === 'lock.stolen')).toMatchObject({ data: { owner: 'grace' } });
  });

  test('on more than one app is for operators, and names that are not there are errors', async () => {
    await createTestApp(sluice, 'wide', { environments });
    expect((await developer.ask('POST', '/v1/locks', { environment: 'prod', reason: 'x' })).status).toBe(403);
    const asked = async (input: Record<string, unknown>) =>
      (await sluice.door.ask('POST', '/v1/locks', { reason: 'x', ...input })).body;
    expect((await asked({ app: 'wide', environment: 'pord' })).detail).toContain('Did you mean prod?');
    expect((await asked({ environment: 'pord' })).detail).toContain('Did you mean prod?');
    expect(await asked({ app: 'wide', environment: 'prod', target: 'locl' })).toMatchObject({
      code: 'lock_target_unknown',
    });
    expect(await asked({ target: 'local' })).toMatchObject({ code: 'lock_target_without_place' });
    expect(await asked({ app: 'wide', reason: ' ' })).toMatchObject({ code: 'request_invalid' });
    expect(await lift({ app: 'wide', environment: 'prod' })).toMatchObject({ outcome: 'unchanged' });
  });

  test('on one environment of every app holds each of them', async () => {
    const app = await createTestApp(sluice, 'every', { environments });
    await app.push('one');
    await app.live('development', 'one');
    await lock({ environment: 'prod' });
    const { id } = await app.promote({ environment: 'prod' });
    expect((await app.waiting(id)).gates.find(({ name }) => name === 'lock')?.opensBy).toBe('sluice unlock --env prod');
    // Lifting something else says what there is to lift.
    const missed = await lift({ app: 'every', environment: 'prod' });
    expect(missed.message.text).toContain('sluice unlock --env prod');
    await lift({ environment: 'prod' });
    expect(await until(async () => (await app.answer('prod')) ?? undefined)).toBe('one');
  });
});
