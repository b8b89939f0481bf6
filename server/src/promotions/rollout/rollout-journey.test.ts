import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, planActs, query, startTestSluice, until } from '../../test-sluice.ts';
import type { TestApp, TestSluice } from '../../test-sluice.ts';
import type { PromotionView } from '../promotion-schema.ts';

const { acts, reached } = planActs();
let sluice: TestSluice;
let flags: string;
beforeAll(async () => {
  sluice = await startTestSluice({ reached });
  flags = await mkdtemp(join(tmpdir(), 'sluice-flags-'));
  // The apps' user has to look in here, and to leave its own marks.
  await chmod(flags, 0o777);
});
afterAll(async () => {
  await sluice.stop();
  await rm(flags, { recursive: true, force: true });
});

/** Fails on a target for as long as there is a file of its name in the folder of flags. */
const files = {
  Procfile: 'release: if [ -e "$FLAG" ]; then exit 1; fi\nworker: exec sleep 1000\n',
};
const flagOf = (app: string, target: string): string => join(flags, `${app}-${target}`);
const raise = (app: string, target: string): Promise<void> => writeFile(flagOf(app, target), '');
const lower = (app: string, target: string): Promise<void> => rm(flagOf(app, target));

const targetsOf = (app: string, names: readonly string[], optional: readonly string[] = []): string =>
  `[${names.map((name) => `{ name: ${name}, runtime: process, optional: ${optional.includes(name)}, config: { FLAG: "${flagOf(app, name)}" } }`).join(', ')}]`;
const environments = (
  app: string,
  names: readonly string[],
  prod: string,
  optional: readonly string[] = [],
): string => `
    - name: development
      from: { branch: develop }
      targets: ${targetsOf(app, ['local'])}
    - name: prod
      ${prod}
      targets: ${targetsOf(app, names, optional)}
    - name: after
      promote: { auto: true }
      targets: ${targetsOf(app, ['local'])}
`;

async function appWith(
  name: string,
  names: readonly string[],
  prod: string,
  optional: readonly string[] = [],
): Promise<TestApp> {
  const app = await createTestApp(sluice, name, {
    environments: environments(name, names, prod, optional),
    files,
    spec: 'health: { deadline: 20s }',
  });
  await inDevelopment(app, 'one');
  return app;
}

async function inDevelopment(app: TestApp, version: string): Promise<void> {
  const revision = await app.push(version);
  await until(async () => {
    const [newest] = await app.promotions('development');
    return (newest?.artifact.revision === revision && newest.result === 'success') || undefined;
  });
}

async function promoted(app: TestApp): Promise<PromotionView> {
  const { id } = await app.promote({ environment: 'prod' });
  return app.ended(id);
}

const given = (promotion: PromotionView) =>
  Object.fromEntries(promotion.releases.map(({ target, result }) => [target, result]));
const post = (id: string, act: string, body?: unknown) =>
  sluice.door.ask<{ code: string; detail: string }>('POST', `/v1/promotions/${id}/${act}`, body);

describe('several targets', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => `r${index + 1}`);

  test('one of twelve fails: the others go on, the end is partial, and a retry gives only the one another release', async () => {
    const app = await appWith('twelve', twelve, 'deploy: { parallel: 6 }');
    await raise('twelve', 'r7');
    const partial = await promoted(app);
    expect(partial.result).toBe('partial');
    expect(given(partial)).toEqual({
      ...Object.fromEntries(twelve.map((name) => [name, 'success'])),
      r7: 'failure',
    });
    expect(partial.message?.text).toMatch(/^r7 failed: .*serve it$/);
    // It has not arrived: nothing goes on by itself, and nobody gets it past.
    expect(await app.promotions('after')).toEqual([]);
    const past = await sluice.door.ask('POST', '/v1/promotions', { app: 'twelve', environment: 'after' });
    expect(past).toMatchObject({ status: 409, body: { code: 'promotion_order_partly' } });

    await lower('twelve', 'r7');
    expect((await post(partial.id, 'retry', {})).status).toBe(200);
    const whole = await app.ended(partial.id);
    expect(whole.result).toBe('success');
    const releases = await app.releases('prod');
    expect(releases.filter(({ target }) => target === 'r7').map(({ number, result }) => [number, result])).toEqual([
      [2, 'success'],
      [1, 'failure'],
    ]);
    expect(releases).toHaveLength(13);
    await until(async () => ((await app.promotions('after'))[0]?.result === 'success' ? true : undefined));
    expect(await post(partial.id, 'retry', {})).toMatchObject({ status: 409, body: { code: 'retry_succeeded' } });
  });

  test('an optional one may fail: the end says so, and what follows gets it all the same', async () => {
    const app = await appWith('forgiving', ['eu', 'lab'], '', ['lab']);
    await raise('forgiving', 'lab');
    const partial = await promoted(app);
    expect(partial).toMatchObject({ result: 'partial' });
    expect(partial.message?.text).toMatch(/^lab failed: .*; eu serves it$/);
    await until(async () => ((await app.promotions('after'))[0]?.result === 'success' ? true : undefined));
  });

  test('a target that failed is tried again by itself as often as the environment says', async () => {
    const app = await appWith('stubborn', ['eu'], 'deploy: { retries: 1 }');
    // The first try on the target finds no mark and leaves one.
    await app.work.commit(
      { Procfile: `release: mkdir "$FLAG" && exit 1 || exit 0\nworker: exec sleep 1000\n` },
      'Once',
    );
    await app.gitPush('HEAD:refs/heads/develop');
    await until(async () => ((await app.promotions('development'))[0]?.result === 'failure' ? true : undefined));
    const environmentsOnce = environments('stubborn', ['eu'], 'deploy: { retries: 1 }\n      order: any');
    await app.applyPipeline(environmentsOnce);
    const [failed] = await app.promotions('development');
    const { id } = await app.promote({ environment: 'prod', artifact: failed?.artifact.version });
    expect(await app.ended(id)).toMatchObject({ result: 'success', releases: [{ number: 2, result: 'success' }] });
  });
});

describe('a promotion that goes on after a failure', () => {
  test('asks its gates again, and they can be opened again, though its branch has moved', async () => {
    const gated = 'promote: { by: merge }\n      gates: [{ approvals: { expires: 1h } }]';
    const app = await appWith('again', ['eu'], gated);
    await raise('again', 'eu');
    const { id } = await app.promote({ environment: 'prod' });
    await app.waiting(id);
    expect((await post(id, 'approvals', {})).status).toBe(200);
    expect(await app.ended(id)).toMatchObject({ result: 'failure' });
    await query(sluice.database, `update approvals set created_at = created_at - interval '2 hours'`);
    await lower('again', 'eu');
    expect((await post(id, 'retry', {})).status).toBe(200);
    const waiting = await app.waiting(id);
    expect(waiting.gates.find(({ name }) => name === 'approvals')?.message.text).toContain('No longer counts: admin');
    // A step that was done stays done.
    expect(waiting.steps.find(({ key }) => key === 'branch')).toMatchObject({ state: 'finished', result: 'success' });
    expect((await post(id, 'approvals', {})).status).toBe(200);
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });
});

describe('waves', () => {
  const waves = (more = '') => `deploy: { waves: [[a], [b, c], [d]]${more} }`;

  test('begin one after the other; a failure keeps the later ones from being given anything', async () => {
    const app = await appWith('waved', ['a', 'b', 'c', 'd'], waves());
    await raise('waved', 'b');
    const partial = await promoted(app);
    expect(partial.result).toBe('partial');
    expect(given(partial)).toEqual({ a: 'success', b: 'failure', c: 'success' });
    expect(partial.message?.text).toMatch(/^b failed: .*; a, c serve it; d was not given it$/);
    const times = new Map((await app.releases('prod')).map((release) => [release.target, release]));
    expect(Date.parse(times.get('b')?.createdAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(times.get('a')?.finishedAt ?? ''),
    );
  });

  test('pause until somebody resumes, and can be called off there: what was done is named', async () => {
    const app = await appWith('paused', ['a', 'b', 'c', 'd'], waves(', pause: manual'));
    const { id } = await app.promote({ environment: 'prod' });
    const paused = await until(async () => {
      const found = await app.promotion(id);
      const text = found.steps.find(({ key }) => key === 'deploy')?.message?.text ?? '';
      return text.includes('pauses before wave 2 of 3') ? { found, text } : undefined;
    });
    expect(paused.text).toContain(`sluice resume ${id}`);
    expect(given(paused.found)).toEqual({ a: 'success' });
    const why = await sluice.door.get<{ command: string }>('/v1/apps/paused/environments/prod/why');
    expect(why.command).toBe(`sluice resume ${id}`);
    expect((await post(id, 'resume')).status).toBe(200);
    await until(async () => {
      const found = await app.promotion(id);
      return found.steps.find(({ key }) => key === 'deploy')?.message?.text.includes('wave 3 of 3') || undefined;
    });
    expect((await post(id, 'cancel', {})).status).toBe(200);
    const ended = await app.ended(id);
    expect(ended).toMatchObject({ result: 'cancelled' });
    expect(ended.message?.text).toBe(
      'cancelled: a, b, c serve it; d was not given it. To go back there: sluice rollback paused prod',
    );
    expect(await post(id, 'resume')).toMatchObject({ status: 409, body: { code: 'resume_not_paused' } });
    expect(await app.promotions('after')).toEqual([]);
  });

  test('an edit of the waves counts from the next one on', async () => {
    const app = await appWith('edited', ['a', 'b', 'c', 'd'], waves(', pause: manual'));
    const { id } = await app.promote({ environment: 'prod' });
    await until(async () => {
      const found = await app.promotion(id);
      return found.steps.find(({ key }) => key === 'deploy')?.message?.text.includes('wave 2') || undefined;
    });
    await app.applyPipeline(environments('edited', ['a', 'b', 'c', 'd'], ''));
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });
});

describe('onFailure: rollback', () => {
  test('takes every target back to what was healthy, marks the artifact as bad, until somebody clears it', async () => {
    const app = await appWith('careful', ['a', 'b'], 'deploy: { waves: [[a], [b]], onFailure: rollback }');
    expect(await promoted(app)).toMatchObject({ result: 'success' });
    await inDevelopment(app, 'two');
    await raise('careful', 'b');
    const failed = await promoted(app);
    expect(failed.result).toBe('partial');
    const rollback = await until(async () => {
      const [newest] = await app.promotions('prod');
      return newest?.kind === 'rollback' && newest.state === 'finished' ? newest : undefined;
    });
    expect(rollback).toMatchObject({ result: 'success', automatic: true, actor: 'sluice:promotions' });
    const serving = (await app.releases('prod')).filter((release) => release.serving);
    expect(serving.map(({ target, number, fromNumber }) => [target, number, fromNumber])).toEqual(
      expect.arrayContaining([
        ['a', 3, 1],
        ['b', 1, null],
      ]),
    );
    const address = `/v1/apps/careful/artifacts/${failed.artifact.version}`;
    const marked = await sluice.door.get<{ withdrawn: { by: string; reason: string } }>(address);
    expect(marked.withdrawn.by).toBe('sluice:promotions');
    expect(marked.withdrawn.reason).toMatch(/^prod: b failed/);
    expect(await post(failed.id, 'retry', {})).toMatchObject({ status: 409, body: { code: 'retry_overtaken' } });

    const cleared = await sluice.door.ask('POST', `${address}/clear`, { reason: 'the database was down' });
    expect(cleared).toMatchObject({ status: 200, body: { artifact: { withdrawn: null } } });
    await lower('careful', 'b');
    expect(await promoted(app)).toMatchObject({ result: 'success' });
  });

  test('goes before whatever else is in line, and through a lock', async () => {
    const app = await appWith(
      'locked-back',
      ['a', 'b'],
      'deploy: { waves: [[a], [b]], pause: manual, onFailure: rollback }',
    );
    const first = await app.promote({ environment: 'prod' });
    await post(first.id, 'resume');
    await until(async () => {
      const found = await app.promotion(first.id);
      if (found.state !== 'finished') await post(first.id, 'resume');
      return found.result === 'success' ? true : undefined;
    });
    await inDevelopment(app, 'two');
    await raise('locked-back', 'b');
    const second = await app.promote({ environment: 'prod' });
    await until(async () => {
      const found = await app.promotion(second.id);
      return found.steps.find(({ key }) => key === 'deploy')?.message?.text.includes('wave 2') || undefined;
    });
    await inDevelopment(app, 'three');
    const queued = await app.promote({ environment: 'prod', whenBusy: 'queue' });
    await sluice.door.post('/v1/locks', { app: 'locked-back', environment: 'prod', reason: 'incident' });
    await post(second.id, 'resume');
    expect(await app.ended(second.id)).toMatchObject({ result: 'partial' });
    const rollback = await until(async () =>
      (await app.promotions('prod')).find(({ kind, state }) => kind === 'rollback' && state === 'finished'),
    );
    expect(rollback.result).toBe('success');
    expect((await app.waiting(queued.id)).gates.find(({ name }) => name === 'lock')?.status).toBe('waiting');
  });
});

describe('a verification', () => {
  const verified = 'deploy: { verify: { checks: [ci/smoke] }, onFailure: rollback }';
  const report = (app: string, state: string) =>
    sluice.door.post('/v1/checks', { app, environment: 'prod', context: 'ci/smoke', state, description: 'totals' });
  const verifying = (app: TestApp, id: string) =>
    until(async () => {
      const found = await app.promotion(id);
      return found.steps.find(({ key }) => key === 'verify')?.state === 'waiting' ? found : undefined;
    });

  test('holds what follows until it is reported; a no takes it back', async () => {
    const app = await appWith('checked', ['a'], verified);
    const { id } = await app.promote({ environment: 'prod' });
    const waiting = await verifying(app, id);
    expect(waiting.steps.at(-1)?.message?.text).toMatch(/^waits for ci\/smoke until /);
    expect(await app.promotions('after')).toEqual([]);
    await report('checked', 'success');
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    await until(async () => ((await app.promotions('after'))[0]?.result === 'success' ? true : undefined));

    await inDevelopment(app, 'two');
    const second = await app.promote({ environment: 'prod' });
    await verifying(app, second.id);
    await report('checked', 'failure');
    const failed = await app.ended(second.id);
    expect(failed).toMatchObject({ result: 'failure' });
    expect(failed.message?.text).toBe('ci/smoke says no: totals');
    await until(async () => {
      const [newest] = await app.promotions('prod');
      return newest?.kind === 'rollback' && newest.result === 'success' ? true : undefined;
    });
    const serving = (await app.releases('prod')).find((release) => release.serving);
    expect(serving?.fromNumber).toBe(1);
  });

  test('that nobody makes in time is a timeout', async () => {
    const app = await appWith('silent', ['a'], 'deploy: { verify: { checks: [ci/smoke], timeout: 1m } }');
    const { id } = await app.promote({ environment: 'prod' });
    await verifying(app, id);
    await query(
      sluice.database,
      `update promotion_steps set started_at = started_at - interval '1 minute' where promotion_id = $1`,
      [id],
    );
    await query(sluice.database, 'update work set run_at = now() where key = $1', [id]);
    expect(await app.ended(id)).toMatchObject({ result: 'timeout' });
  });
});

test('what people see healthy may go on at once, before its promotion has written down that it is over', async () => {
  const app = await appWith('quick', ['a'], '');
  const answered = Promise.withResolvers<number>();
  acts.set('release/after-record', async () => {
    const body = { app: 'quick', environment: 'after' };
    answered.resolve((await sluice.door.ask('POST', '/v1/promotions', body)).status);
  });
  const { id } = await app.promote({ environment: 'prod' });
  expect(await answered.promise).toBe(202);
  expect(await app.ended(id)).toMatchObject({ result: 'success' });
});

test('a promotion that waits for longer than its environment allows ends with what it waited for', async () => {
  const app = await appWith('late', ['a'], 'gates: [{ approvals: {} }]\n      deploy: { timeout: 1h }');
  const { id } = await app.promote({ environment: 'prod' });
  await app.waiting(id);
  await query(sluice.database, `update promotions set created_at = created_at - interval '1 hour' where id = $1`, [id]);
  await query(sluice.database, 'update work set run_at = now() where key = $1', [id]);
  const ended = await app.ended(id);
  expect(ended).toMatchObject({ result: 'timeout' });
  expect(ended.message?.text).toMatch(/^its time was over at .*, when it still waited: 0 of 1\./);
});

test.each([
  ['a target that is not there', 'deploy: { waves: [[a], [x]] }', 'pipeline_fault_wave_unknown'],
  ['a target twice', 'deploy: { waves: [[a], [a, b]] }', 'pipeline_fault_wave_twice'],
  ['not all targets', 'deploy: { waves: [[a]] }', 'pipeline_fault_wave_missing'],
  ['a pause without waves', 'deploy: { pause: 1h }', 'pipeline_fault_pause_alone'],
])('waves with %s are refused at apply', async (_what, deploy, code) => {
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: wrong }
spec:
  app: wrong
  environments:${environments('wrong', ['a', 'b'], deploy)}`;
  const { status, body } = await sluice.door.ask<{ details: { code: string }[] }>('POST', '/v1/apply', { manifest });
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain(code);
});
