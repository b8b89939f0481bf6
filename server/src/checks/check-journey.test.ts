import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, startTestSluice, until } from '../test-sluice.ts';
import type { Door, TestApp, TestSluice } from '../test-sluice.ts';
import type { CheckView, OwedCheckView } from './check-schema.ts';

let sluice: TestSluice;
let robot: Door;
beforeAll(async () => {
  sluice = await startTestSluice();
  robot = await sluice.as('ci', 'developer');
});
afterAll(() => sluice.stop());

const environments = `
    - name: development
      from: { branch: develop }
      requiredChecks: [ci/integration, ci/load]
      targets: [{ name: local, runtime: process }]
    - name: prod
      targets: [{ name: local, runtime: process }]
`;

async function live(name: string, version = 'two'): Promise<TestApp> {
  const app = await createTestApp(sluice, name, { environments });
  await app.push(version);
  await app.live('development', version);
  return app;
}

const report = (app: TestApp, input: Record<string, unknown>, door = robot): Promise<{ check: CheckView }> =>
  door.post('/v1/checks', { app: app.name, environment: 'development', ...input });
const gateOf = async (app: TestApp, id: string) =>
  (await app.promotion(id)).gates.find(({ name }) => name === 'checks');
const owed = async (query: string): Promise<OwedCheckView[]> =>
  (await sluice.door.get<{ items: OwedCheckView[] }>(`/v1/checks/owed?${query}`)).items;

describe('a required check', () => {
  test('holds what leaves its environment until every context is successful, then lets it go on by itself', async () => {
    const app = await live('checked');
    const { id } = await app.promote({ environment: 'prod' });
    await app.waiting(id);
    expect((await gateOf(app, id))?.message.text).toBe(
      'needs ci/integration from development, which has not reported yet; needs ci/load from development, which has not reported yet',
    );
    const { version } = (await app.promotion(id)).artifact;
    expect((await gateOf(app, id))?.opensBy).toBe(
      `sluice check report checked@${version} development ci/integration success`,
    );
    await report(app, { context: 'ci/integration', state: 'success' });
    await report(app, { context: 'ci/load', state: 'failure', description: 'p95 400 ms', target_url: 'https://ci/7' });
    expect((await gateOf(app, id))?.message.text).toBe('ci/load in development: failure (p95 400 ms)');
    expect(await owed('app=checked')).toMatchObject([
      { context: 'ci/load', state: 'failure', environment: 'development' },
    ]);
    expect(await owed('app=checked&system=security')).toEqual([]);
    // The same context again changes what it said.
    await report(app, { context: 'ci/load', state: 'success' });
    expect(await app.ended(id)).toMatchObject({
      result: 'success',
      gates: [
        { name: 'order' },
        { name: 'checks', status: 'open', message: { text: 'ci/integration success; ci/load success' } },
      ],
    });
    expect(await owed('app=checked')).toEqual([]);
    const { items } = await sluice.door.get<{ items: CheckView[] }>('/v1/checks?app=checked');
    expect(items).toHaveLength(2);
    expect(items[0]?.targetUrl).toBeNull();
  });

  test('that broke is let through by an operator with a reason, which stays beside it; a failure is not', async () => {
    const app = await live('broken');
    const { id } = await app.promote({ environment: 'prod' });
    await report(app, { context: 'ci/integration', state: 'success' });
    const { check } = await report(app, { context: 'ci/load', state: 'failure' });
    const override = (door: Door) => door.ask('POST', `/v1/checks/${check.id}/override`, { reason: 'runner is down' });
    expect(await override(sluice.door)).toMatchObject({ status: 409, body: { code: 'check_not_overridable' } });
    expect((await report(app, { context: 'ci/load', state: 'error' })).check.id).toBe(check.id);
    const gate = await until(async () => {
      const found = await gateOf(app, id);
      return found?.opensBy?.includes('override') === true ? found : undefined;
    });
    expect(gate?.opensBy).toBe(`sluice check override ${check.id} --reason "…"`);
    expect((await override(robot)).status).toBe(403);
    expect((await override(sluice.door)).status).toBe(200);
    const done = await app.ended(id);
    expect(done.gates.find(({ name }) => name === 'checks')?.message.text).toBe(
      'ci/integration success; ci/load error, let through by admin: runner is down',
    );
    // What is reported anew has to be answered for anew.
    expect((await report(app, { context: 'ci/load', state: 'error' })).check.override).toBeNull();
  });

  test('is about what was checked: other content, and another configuration, have to be checked again', async () => {
    const app = await live('changed');
    for (const context of ['ci/integration', 'ci/load']) await report(app, { context, state: 'success' });
    expect(await owed('app=changed')).toEqual([]);
    await sluice.door.ask('PATCH', '/v1/apps/changed/environments/development/configuration', {
      set: { SHOWN_A: '1' },
    });
    expect(await owed('app=changed')).toHaveLength(2);
    // A report is about what serves, so it waits until that has the new configuration.
    await until(async () => ((await app.releases('development'))[0]?.number === 2 ? true : undefined));
    await until(async () => ((await app.releases('development'))[0]?.state === 'finished' ? true : undefined));
    for (const context of ['ci/integration', 'ci/load']) await report(app, { context, state: 'success' });
    expect(await owed('app=changed')).toEqual([]);
    await app.push('three');
    await app.live('development', 'three');
    expect(await owed('app=changed')).toHaveLength(2);
  });

  test('may come before the promotion, from a build server that knows only the commit', async () => {
    const app = await live('early');
    const sha = await app.repository.resolve('refs/heads/develop');
    for (const context of ['ci/integration', 'ci/load']) {
      await report(app, { environment: undefined, artifact: sha, context, state: 'success' });
    }
    expect(await owed('app=early')).toEqual([]);
    expect(await app.ended((await app.promote({ environment: 'prod' })).id)).toMatchObject({ result: 'success' });
  });

  test('with propagate stands with the change that brings what was checked', async () => {
    const app = await createTestApp(sluice, 'forged', {
      environments: environments.replace('- name: prod', '- name: prod\n      promote: { by: pull-request }'),
    });
    await app.push('two');
    await app.live('development', 'two');
    await report(app, { context: 'ci/load', state: 'failure', propogate: true });
    await report(app, { context: 'ci/integration', state: 'success' });
    const { id } = await app.promote({ environment: 'prod' });
    const { change } = await app.waiting(id);
    const shown = await sluice.door.get<{ checks: unknown[] }>(`/v1/changes/${change?.id}`);
    expect(shown.checks).toMatchObject([{ context: 'ci/load', state: 'failure', environment: 'development' }]);
  });

  test('may be about a release by its number', async () => {
    const app = await live('numbered');
    const { check } = await report(app, { release: 'v1', context: 'ci/load', state: 'pending' });
    expect(check).toMatchObject({ environment: 'development', configurationVersion: 0, state: 'pending' });
  });

  test.each([
    [{ environment: 'develpment' }, 404, 'Did you mean development?'],
    [{ release: 'v9' }, 404, 'There is no release v9'],
    [{ artifact: '9.9.9' }, 404, '9.9.9'],
    [{ environment: 'prod' }, 404, 'Nothing serves in prod'],
    [{ environment: undefined }, 400, 'What was checked?'],
    [{ context: 'integration' }, 400, 'must be system/name'],
    [{ context: `ci/${'x'.repeat(200)}` }, 400, 'is longer than 128 characters'],
    [{ targetUrl: 'javascript:alert(1)' }, 400, 'must be an http or https address'],
    [{ state: 'green' }, 400, 'pending'],
  ])('with %o is refused with what is wrong', async (changes, status, words) => {
    const app = { name: 'refused' };
    const exists = await sluice.door.ask('GET', '/v1/pipelines/refused');
    if (exists.status === 404) await live('refused');
    const answer = await robot.ask('POST', '/v1/checks', {
      app: app.name,
      environment: 'development',
      context: 'ci/load',
      state: 'success',
      ...changes,
    });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(words);
  });
});
