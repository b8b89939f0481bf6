import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, query, startTestSluice, threeEnvironments, until } from '../test-sluice.ts';
import type { TestSluice } from '../test-sluice.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

describe('a commit on its way', () => {
  test('a push is live in development by itself and goes on to the next, to a named one, and by version', async () => {
    const app = await createTestApp(sluice, 'shop');
    const sha = await app.push('one');
    await app.live('development', 'one');
    const [first] = await app.promotions('development');
    const version = first?.artifact.version ?? '';
    expect(first).toMatchObject({ automatic: true, result: 'success', actor: 'sluice:promotions' });
    expect(version).toMatch(/^0\.0\.1-develop\.\d+$/);

    const toQa = await app.promote({ environment: 'qa' });
    expect(await app.ended(toQa.id)).toMatchObject({ result: 'success', artifact: { version } });
    expect(await app.answer('qa')).toBe('one');
    expect(await app.repository.resolve(`qa/${version}`)).toBe(sha);
    expect(await app.repository.resolve('qa')).toBe(sha);

    const again = await sluice.door.post<{ outcome: string }>('/v1/promotions', { app: 'shop', environment: 'qa' });
    expect(again.outcome).toBe('unchanged');
    expect(await app.releases('qa')).toHaveLength(1);

    const next = await app.promote({ artifact: sha.slice(0, 8) });
    expect(next.environment).toBe('prod');
  });

  test('one that skips an environment is refused with the command that comes first', async () => {
    const app = await createTestApp(sluice, 'hasty');
    await app.push('one');
    await app.live('development', 'one');
    const version = (await app.promotions('development'))[0]?.artifact.version;
    const refused = await sluice.door.ask('POST', '/v1/promotions', {
      app: 'hasty',
      artifact: version,
      environment: 'prod',
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'promotion_order_closed' } });
    expect(refused.body.detail).toContain(`sluice promote hasty@${version} qa`);
  });

  test('thirty people who promote the same at once start one promotion', async () => {
    const app = await createTestApp(sluice, 'crowded');
    await app.push('one');
    await app.live('development', 'one');
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        sluice.door.post<{ outcome: string; promotion: { id: string } }>('/v1/promotions', {
          app: 'crowded',
          environment: 'qa',
        }),
      ),
    );
    expect(new Set(answers.map(({ promotion }) => promotion.id)).size).toBe(1);
    expect(answers.filter(({ outcome }) => outcome === 'started')).toHaveLength(1);
    await app.live('qa', 'one');
    expect(await app.releases('qa')).toHaveLength(1);
  });

  test('its events tell the whole story in order, once', async () => {
    const app = await createTestApp(sluice, 'told');
    await app.push('one');
    await app.live('development', 'one');
    const { id } = await app.promote({ environment: 'qa' });
    await app.ended(id);
    const events = (await app.events()).filter((event) => event.labels['promotion'] === id);
    const told = events
      .map(({ type, data }) => (typeof data['step'] === 'string' ? `${type} ${data['step']}` : type))
      .filter((type) => !type.includes('progressed'));
    expect(told).toEqual([
      'promotion.requested',
      'promotion.started',
      'step.started merge',
      'step.finished merge',
      'step.started artifact',
      'step.finished artifact',
      'step.started branch',
      'step.finished branch',
      'step.started tag',
      'step.finished tag',
      'step.started deploy',
      'release.started',
      'release.finished',
      'step.finished deploy',
      'promotion.finished',
    ]);
  });

  test('an environment with auto gets what became healthy before it; a withdrawn artifact goes nowhere by itself', async () => {
    const app = await createTestApp(sluice, 'chained', {
      environments: threeEnvironments.replace('by: merge', 'by: merge, auto: true'),
    });
    await app.push('one');
    await app.live('qa', 'one');
    await app.push('two');
    await app.live('qa', 'two');
    const two = (await app.promotions('qa'))[0]?.artifact.version ?? '';
    await app.ended((await app.rollback({ environment: 'qa', reason: 'wrong totals' })).id);
    expect(await app.answer('qa')).toBe('one');

    // The same content again: known, withdrawn, and so refused with the reason.
    await app.work.commit({ version: 'three\n' }, 'Three');
    await app.push('two');
    const refused = await until(async () =>
      (await app.promotions('development')).find((one) => one.artifact.version === two && one.result === 'failure'),
    );
    expect(refused.message?.text).toContain('wrong totals');
    expect(await app.answer('qa')).toBe('one');
  });

  test.each([
    ['waits', 'web: node app.cjs\n'],
    ['starts', 'web: sleep 1; node app.cjs\n'],
  ])('a commit that is amended while it %s is the one that moves on, not the abandoned one', async (when, Procfile) => {
    const app = await createTestApp(sluice, `amended-${when}`, { files: { Procfile } });
    const place = { app: app.name, environment: 'development' };
    if (when === 'waits') await sluice.door.post('/v1/locks', { ...place, reason: 'to amend it' });
    const abandoned = await app.push('two');
    const first = await until(async () =>
      (await app.promotions('development')).find(({ state, steps }) =>
        when === 'waits'
          ? state === 'waiting'
          : steps.some(({ key, state: at }) => key === 'deploy' && at === 'waiting'),
      ),
    );
    await app.work.git('commit', '-q', '--amend', '-m', 'Say it better');
    const amended = (await app.work.git('rev-parse', 'HEAD')).stdout.trim();
    await app.gitPush('--force', 'HEAD:refs/heads/develop');
    const second = await until(async () => (await app.promotions('development')).find(({ id }) => id !== first.id));
    if (when === 'waits') await sluice.door.post('/v1/locks/lift', place);
    expect(await app.ended(second.id)).toMatchObject({ result: 'success', artifact: { revision: amended } });
    expect(await app.ended(first.id)).toMatchObject({ result: when === 'waits' ? 'cancelled' : 'success' });
    await app.ended((await app.promote({ environment: 'qa' })).id);
    expect(await app.repository.resolve('refs/heads/qa')).toBe(amended);
    expect(amended).not.toBe(abandoned);
  });

  test('where two environments lead to one, it enters by itself only after both', async () => {
    const app = await createTestApp(sluice, 'diamond', {
      environments: `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: left
      after: [development]
      promote: { auto: true }
      targets: [{ name: local, runtime: process }]
    - name: right
      after: [development]
      targets: [{ name: local, runtime: process }]
    - name: last
      after: [left, right]
      promote: { auto: true }
      targets: [{ name: local, runtime: process }]
`,
    });
    await app.push('one');
    await app.live('left', 'one');
    expect(await app.promotions('last')).toEqual([]);
    const version = (await app.promotions('left'))[0]?.artifact.version;
    await app.promote({ artifact: version, environment: 'right' });
    await app.live('last', 'one');
    expect(await app.promotions('last')).toHaveLength(1);
    const [execution] = await query(sluice.database, `select state, result from executions where app = 'diamond'`);
    expect(execution).toEqual({ state: 'finished', result: 'success' });
  });
});

describe('a merge', () => {
  test('of two histories makes new content: rebuilt, with parents and a version of its own, not tested earlier', async () => {
    const app = await createTestApp(sluice, 'merged');
    await app.push('one');
    await app.live('development', 'one');
    await app.ended((await app.promote({ environment: 'qa' })).id);
    await hotfix(app, 'qa', { 'hot.txt': 'fix\n' });
    await app.push('two');
    await app.live('development', 'two');
    const two = (await app.promotions('development'))[0]?.artifact;
    const done = await app.ended((await app.promote({ environment: 'qa' })).id);
    expect(done.result).toBe('success');
    expect(done.output?.version).toMatch(/-qa\.\d+$/);
    expect(done.output?.digest).not.toBe(two?.digest);
    expect(done.steps.find((step) => step.key === 'artifact')?.message?.text).toContain('not tested earlier');
    const tip = await app.repository.commit(await app.repository.resolve('qa'));
    expect(tip.parents).toHaveLength(2);
    expect(tip.parents[1]).toBe(two?.revision);
    const [row] = await query<{ parents: string[] }>(
      sluice.database,
      `select parents from artifacts where app = 'merged' and version = $1`,
      [done.output?.version],
    );
    expect(row?.parents).toEqual([two?.id]);

    // What was asked for is there, as what its merge made of it; and that is what goes on.
    const again = await sluice.door.post<{ outcome: string }>('/v1/promotions', {
      app: 'merged',
      artifact: two?.version,
      environment: 'qa',
    });
    expect(again.outcome).toBe('unchanged');
    const onward = await sluice.door.ask('POST', '/v1/promotions', {
      app: 'merged',
      artifact: two?.version,
      environment: 'prod',
    });
    expect(onward.body.detail).toContain(`sluice promote merged@${done.output?.version} prod`);
    const toProd = await app.waiting((await app.promote({ environment: 'prod' })).id);
    expect(toProd.gates.find((gate) => gate.name === 'order')?.status).toBe('open');
  });

  test('that conflicts fails with the names of the files, and nothing has moved', async () => {
    const app = await createTestApp(sluice, 'torn');
    await app.push('one', { 'shared.txt': 'one\n' });
    await app.live('development', 'one');
    await app.ended((await app.promote({ environment: 'qa' })).id);
    const before = await hotfix(app, 'qa', { 'shared.txt': 'hot\n' });
    await app.push('two', { 'shared.txt': 'two\n' });
    await app.live('development', 'two');
    const failed = await app.ended((await app.promote({ environment: 'qa' })).id);
    expect(failed).toMatchObject({ result: 'failure', message: { code: 'merge_conflict' } });
    expect(failed.message?.text).toContain('shared.txt');
    expect(await app.repository.resolve('qa')).toBe(before);
    expect(await app.answer('qa')).toBe('one');
  });

  test('of what the branch is already past is refused with the way out', async () => {
    const app = await createTestApp(sluice, 'past');
    await app.push('one');
    await app.live('development', 'one');
    const one = (await app.promotions('development'))[0]?.artifact.version;
    await app.ended((await app.promote({ environment: 'qa' })).id);
    await app.push('two');
    await app.live('development', 'two');
    await app.ended((await app.promote({ environment: 'qa' })).id);
    const failed = await app.ended((await app.promote({ artifact: one, environment: 'qa' })).id);
    expect(failed).toMatchObject({ result: 'failure', message: { code: 'merge_contained' } });
    expect(failed.message?.text).toContain('sluice rollback past qa --to v1.');
    expect(await app.answer('qa')).toBe('two');
    // What skipped an environment cannot come back there by a rollback, and nobody is sent that way.
    await app.push('three');
    await app.live('development', 'three');
    const three = (await app.promotions('development'))[0]?.artifact.version;
    await app.push('four');
    await app.live('development', 'four');
    await app.ended((await app.promote({ environment: 'qa' })).id);
    const skipped = await app.ended((await app.promote({ artifact: three, environment: 'qa' })).id);
    expect(skipped.message?.text).toContain('has never been healthy in qa, so no rollback leads to it');
    expect(skipped.message?.text).not.toContain('sluice rollback');
  });
});

describe('a pipeline that changes under a promotion', () => {
  test('ends what waits for an environment that is gone, in words', async () => {
    const app = await createTestApp(sluice, 'edited');
    await app.push('one');
    await app.live('development', 'one');
    await app.ended((await app.promote({ environment: 'qa' })).id);
    const { id } = await app.waiting((await app.promote({ environment: 'prod' })).id);
    // An edit refuses to orphan it; so the rows go as an older version or an operator's hand would leave them.
    const withoutProd = threeEnvironments.slice(0, threeEnvironments.indexOf('    - name: prod'));
    const refused = await sluice.door.ask('POST', '/v1/apply', {
      manifest: `apiVersion: sluice.dev/v1alpha1\nkind: Pipeline\nmetadata: { name: edited }\nspec:\n  app: edited\n  environments:${withoutProd}`,
    });
    expect(refused.status).toBe(400);
    await query(sluice.database, `update pipelines set spec = spec #- '{environments,2}' where name = 'edited'`);
    await query(sluice.database, `delete from targets where app = 'edited' and environment = 'prod'`);
    await app.applyPipeline(withoutProd.replace('by: merge', 'by: direct'));
    expect(await app.ended(id)).toMatchObject({ result: 'failure', message: { code: 'promotion_place_gone' } });
  });
});

/** What somebody wrote into an environment's branch by hand, past Sluice. */
async function hotfix(
  app: Awaited<ReturnType<typeof createTestApp>>,
  branch: string,
  files: Record<string, string>,
): Promise<string> {
  const { git } = app.work;
  await git('checkout', '-q', '-b', `hotfix-${branch}`);
  const sha = await app.work.commit(files, 'Mend in a hurry');
  await git('push', '-q', app.repository.path, `HEAD:refs/heads/${branch}`);
  await git('checkout', '-q', 'develop');
  return sha;
}
