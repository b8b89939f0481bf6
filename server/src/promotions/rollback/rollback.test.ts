import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, startTestSluice, until } from '../../test-sluice.ts';
import type { Refusal, TestApp, TestSluice } from '../../test-sluice.ts';
import type { PromoteAnswer } from '../promotion-schema.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

const oneEnvironment = `
    - name: prod
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
`;
const twoTargets = `
    - name: prod
      from: { branch: develop }
      targets:
        - { name: eu, runtime: process }
        - { name: us, runtime: process, config: { REGION: us } }
`;

const rollback = (app: string, more: Record<string, unknown> = {}) =>
  sluice.door.ask<PromoteAnswer & Refusal>('POST', '/v1/rollbacks', { app, environment: 'prod', ...more });

async function served(name: string, versions: readonly string[], environments = oneEnvironment): Promise<TestApp> {
  const app = await createTestApp(sluice, name, { environments });
  for (const version of versions) {
    await app.push(version);
    await settledOn(app, version);
  }
  return app;
}

async function settledOn(app: TestApp, version: string): Promise<void> {
  await until(async () => {
    const [newest] = await app.promotions('prod');
    const subject = await app.work.git('log', '-1', '--format=%H');
    return newest?.state === 'finished' && newest.artifact.revision === subject.stdout.trim() ? version : undefined;
  });
}

describe('a rollback', () => {
  test('returns to the last healthy release, twice goes further back, and then says that nothing is left', async () => {
    const app = await served('shop', ['one', 'two', 'three']);
    const first = await rollback('shop', { reason: 'wrong totals' });
    expect(first.body.message.text).toContain('from v2');
    await app.ended(first.body.promotion?.id ?? '');
    expect(await app.answer('prod')).toBe('two');
    await app.ended((await app.rollback({ environment: 'prod' })).id);
    expect(await app.answer('prod')).toBe('one');
    expect(await rollback('shop')).toMatchObject({ status: 409, body: { code: 'rollback_nothing' } });

    const releases = await app.releases('prod');
    expect(releases.map(({ number, kind, fromNumber }) => ({ number, kind, fromNumber }))).toEqual([
      { number: 5, kind: 'rollback', fromNumber: 1 },
      { number: 4, kind: 'rollback', fromNumber: 2 },
      { number: 3, kind: 'promotion', fromNumber: null },
      { number: 2, kind: 'promotion', fromNumber: null },
      { number: 1, kind: 'promotion', fromNumber: null },
    ]);
    const withdrawn = await app.events('artifact.withdrawn');
    expect(withdrawn.map((event) => event.data['reason'])).toEqual(['wrong totals', null]);

    const chosen = await rollback('shop', { to: 'v3' });
    await app.ended(chosen.body.promotion?.id ?? '');
    expect(await app.answer('prod')).toBe('three');
    expect((await rollback('shop', { to: 'v3' })).body).toMatchObject({ outcome: 'unchanged' });
    expect(await rollback('shop', { to: 'v77' })).toMatchObject({ status: 404, body: { code: 'rollback_no_release' } });
  });

  test('names what it withdraws, and is refused when that does not run there', async () => {
    const app = await served('named', ['one', 'two']);
    const [two, one] = (await app.promotions('prod')).map((promotion) => promotion.artifact.version);
    const refused = await rollback('named', { artifact: one });
    expect(refused).toMatchObject({ status: 409, body: { code: 'rollback_not_running' } });
    expect(refused.body.detail).toContain(two);
    await app.ended((await rollback('named', { artifact: two })).body.promotion?.id ?? '');
    expect(await app.answer('prod')).toBe('one');
  });

  test('after a version that never became healthy has nothing to undo; naming what serves goes further back', async () => {
    const app = await served('failed', ['one', 'two', 'broken']);
    expect(await app.answer('prod')).toBe('two');
    expect((await app.releases('prod'))[0]).toMatchObject({ number: 3, result: 'failure', serving: false });
    const nothing = await rollback('failed');
    expect(nothing).toMatchObject({ status: 200, body: { outcome: 'unchanged' } });
    expect(nothing.body.message.code).toBe('rollback_failed_still_served');
    expect(await rollback('failed', { to: 'v3' })).toMatchObject({
      status: 409,
      body: { code: 'rollback_unhealthy_release' },
    });
    const two = (await app.promotions('prod'))[1]?.artifact.version;
    await app.ended((await rollback('failed', { artifact: two })).body.promotion?.id ?? '');
    expect(await app.answer('prod')).toBe('one');
  });

  test('is refused while its content is missing in the registry', async () => {
    const app = await served('lost', ['one', 'two']);
    const one = (await app.promotions('prod'))[1]?.artifact.digest.slice('sha256:'.length) ?? '';
    await rm(join(sluice.dataDir, 'registry', 'default', 'lost', 'blobs', 'sha256', one));
    expect(await rollback('lost')).toMatchObject({ status: 409, body: { code: 'rollback_content_gone' } });
    expect(await app.answer('prod')).toBe('two');
  });

  test('after a change of configuration still goes back past what was rolled back', async () => {
    const app = await served('configured', ['one', 'two', 'three']);
    await app.ended((await app.rollback({ environment: 'prod' })).id);
    await configure('configured', { set: { SHOWN_A: '1' } }, app);
    expect(await app.answer('prod')).toBe('two');
    await app.ended((await app.rollback({ environment: 'prod' })).id);
    expect(await app.answer('prod')).toBe('one');
    expect(await app.answer('prod', '/env')).toBe('{"SHOWN_A":"1"}');
  });
});

describe('several targets', () => {
  test('each goes back on its own; one that need not does not keep the others', async () => {
    // The second target refuses version two only: its app sees where it runs.
    const app = await createTestApp(sluice, 'wide', {
      environments: twoTargets,
      files: { Procfile: `web: if [ "$REGION" = us ] && grep -q two version; then sleep 100; else node app.cjs; fi\n` },
      spec: 'health: { path: /, deadline: 3s }',
    });
    await app.push('one');
    await settledOn(app, 'one');
    await app.push('two');
    await settledOn(app, 'two');
    const releases = await app.releases('prod');
    expect(releases.map(({ target, number, result, serving }) => [target, number, result, serving])).toEqual(
      expect.arrayContaining([
        ['eu', 2, 'success', true],
        ['us', 2, 'failure', false],
        ['us', 1, 'success', true],
      ]),
    );
    const [partial] = await app.promotions('prod');
    expect(partial).toMatchObject({ result: 'partial' });
    expect(partial?.message?.text).toContain('us');

    const unclear = await rollback('wide', { to: 'v1' });
    expect(unclear).toMatchObject({ status: 400, body: { code: 'rollback_which_target' } });
    expect(unclear.body.detail).toContain('eu/v1');
    const back = await rollback('wide');
    expect(back.body.message.text).toContain('us stays');
    await app.ended(back.body.promotion?.id ?? '');
    const serving = (await app.releases('prod')).filter((release) => release.serving);
    expect(new Set(serving.map((release) => release.artifact.version)).size).toBe(1);
    expect((await rollback('wide', { to: 'us/v1' })).body.outcome).toBe('unchanged');
  });
});

async function configure(name: string, change: Record<string, unknown>, app: TestApp): Promise<void> {
  const answer = await sluice.door.ask<{ promotion: { id: string } | null; promotionId: string | null }>(
    'PATCH',
    `/v1/apps/${name}/environments/prod/configuration`,
    { ...change },
  );
  expect(answer.status).toBe(200);
  await app.ended(answer.body.promotion?.id ?? answer.body.promotionId ?? '');
}
