import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSightApp, line, openSight, ownSight, until } from '../test-sight.ts';
import type { Sight } from '../test-sight.ts';

let sight: Sight;
beforeAll(async () => {
  sight = await openSight();
});
afterAll(() => sight.stop());

test('the matrix shows what is where, since when, by whom, and how far behind', async () => {
  const app = await createSightApp(sight, 'shop');
  expect((await sight.list('?app=shop')).map(({ name, state }) => [name, state])).toEqual([
    ['development', 'empty'],
    ['qa', 'empty'],
    ['prod', 'empty'],
  ]);
  const first = await app.deliver('one');
  await app.rested(await app.promote('qa', first));
  await app.deliver('two');
  const third = await app.deliver('three');
  const [development, qa, prod] = await sight.list('?app=shop');
  expect(development).toMatchObject({
    state: 'healthy',
    artifact: { version: third },
    behindBy: null,
    actor: 'Ada',
    promotion: null,
    targets: [
      { name: 'local', runtime: 'process', version: third, healthy: true, url: 'http://development.localhost' },
    ],
  });
  expect(Date.parse(development?.since ?? '')).toBeLessThanOrEqual(Date.now());
  expect(qa).toMatchObject({ state: 'healthy', artifact: { version: first }, behindBy: 2, actor: 'ada' });
  expect(prod).toMatchObject({ state: 'empty', artifact: null, behindBy: null, since: null, actor: null });
});

test('what waits and what failed last shows beside what serves; an older success does not', async () => {
  const app = await createSightApp(sight, 'basket');
  const first = await app.deliver('one');
  await app.rested(await app.promote('qa', first));
  expect((await sight.cell('basket', 'qa')).promotion).toBeNull();
  const id = await app.promote('prod', first);
  await app.rested(id);
  expect(await sight.cell('basket', 'prod')).toMatchObject({
    state: 'waiting',
    artifact: null,
    promotion: { id, state: 'waiting', version: first, message: { code: 'gate_approvals_missing' } },
  });
  const next = '0.0.1-develop.2';
  sight.delivery.runtime.broken.add(next);
  expect(await app.deliver('broken')).toBe(next);
  expect(await sight.cell('basket', 'development')).toMatchObject({
    state: 'healthy',
    artifact: { version: first },
    promotion: { state: 'finished', result: 'failure', version: next },
  });
  sight.delivery.runtime.broken.delete(next);
});

test('a push that did not become an artifact shows where it would have entered, until the next one does', async () => {
  const app = await createSightApp(sight, 'unbuilt');
  const build = (command: string) =>
    sight.command('POST', '/v1/apply', {
      manifest: `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: unbuilt }
spec: { repository: { defaultBranch: develop }, build: "${command}" }
`,
    });
  const failedBuild = async () => (await sight.cell('unbuilt', 'development')).failedBuild;
  await build('exit 3');
  const revision = await app.push('one');
  const failed = await until('the failed build', async () => (await failedBuild()) ?? undefined);
  expect(failed).toMatchObject({ revision, branch: 'develop', message: { code: expect.any(String) } });
  expect(await sight.cell('unbuilt', 'development')).toMatchObject({ state: 'empty', artifact: null });
  expect((await sight.cell('unbuilt', 'qa')).failedBuild).toBeNull();
  await build('true');
  await app.deliver('two');
  expect(await failedBuild()).toBeNull();
  await build('exit 3');
  await app.push('three');
  await until('the next failed build', async () => (await failedBuild()) ?? undefined);
  expect(await sight.cell('unbuilt', 'development')).toMatchObject({ state: 'healthy', artifact: {} });
});

test('what serves and is broken is unhealthy; a runtime that does not answer makes only its own part unknown', async () => {
  const app = await createSightApp(sight, 'cart');
  await app.deliver('one');
  sight.sick.set('cart/development/local', 'web crashes again and again');
  expect(await sight.cell('cart', 'development')).toMatchObject({
    state: 'unhealthy',
    targets: [{ healthy: false, message: { text: 'web crashes again and again' } }],
  });
  sight.sick.clear();
  sight.blind = true;
  const cell = await sight.cell('cart', 'development');
  sight.blind = false;
  expect(cell).toMatchObject({ state: 'healthy', targets: [{ healthy: null, message: { code: 'health_unknown' } }] });
  expect(cell.targets[0]?.message?.text).toContain('no route to host');
});

test('targets of one environment may serve different versions, and each says which', async () => {
  const environments = line('promote: { by: merge }').replace(
    /(- name: prod[^]*)targets: \[\{ name: local, runtime: process \}\]/,
    '$1targets: [{ name: eu, runtime: process }, { name: us, runtime: process }]',
  );
  const app = await createSightApp(sight, 'twofold', environments);
  const first = await app.deliver('one');
  await app.rested(await app.promote('qa', first));
  await app.rested(await app.promote('prod', first));
  const second = await app.deliver('two');
  await app.rested(await app.promote('qa', second));
  await app.rested(await app.promote('prod', second));
  await app.rested(await app.rollback('prod', 'us/v1'));
  const cell = await sight.cell('twofold', 'prod');
  expect(cell.targets.map(({ name, release, version }) => [name, release, version])).toEqual([
    ['eu', 2, second],
    ['us', 3, first],
  ]);
  expect(await sight.why('twofold', 'prod', second)).toMatchObject({ summary: { code: 'why_partly' } });
  // Its branch is past the first one; only where that does not serve a rollback to it does anything.
  expect((await sight.why('twofold', 'prod', first)).command).toBe('sluice rollback twofold prod --to eu/v1');
});

test('unknown names are answered with what was probably meant, never with a default', async () => {
  await createSightApp(sight, 'names');
  expect(await sight.refusal('/v1/environments?app=nmes')).toMatchObject({
    status: 404,
    detail: expect.stringContaining('Did you mean names?'),
  });
  expect(await sight.refusal('/v1/environments?environment=developmen')).toMatchObject({
    status: 404,
    detail: expect.stringContaining('Did you mean development?'),
  });
});

test('whoever has no role in a project sees nothing of it', async () => {
  await createSightApp(sight, 'secret');
  const stranger = await sight.delivery.give('mallory', 'viewer', 'elsewhere');
  expect(await sight.refusal('/v1/environments', stranger)).toMatchObject({ status: 404 });
  expect(await sight.refusal('/v1/apps/secret/environments/qa/why', stranger)).toMatchObject({ status: 404 });
  expect(await sight.refusal('/v1/diff?from=qa&to=prod', stranger)).toMatchObject({ status: 404 });
});

test('an answer says from where to follow, and nothing is missed', async () => {
  const app = await createSightApp(sight, 'followed');
  const { position } = await sight.get<{ position: string }>('/v1/environments?app=followed');
  await app.deliver('one');
  const page = await sight.delivery.engine.events.read({ after: position, filter: { labels: { app: 'followed' } } });
  const types = page.reset ? [] : page.events.map((event) => event.type);
  expect(types).toContain('promotion.finished');
});

test('the number of questions to the database does not grow with the number of apps', async () => {
  let questions = 0;
  const own = await ownSight({ counted: () => (questions += 1) });
  const ask = async (): Promise<number> => {
    questions = 0;
    await own.list();
    return questions;
  };
  const one = await createSightApp(own, 'first');
  await one.deliver('one');
  const before = await ask();
  for (const name of ['second', 'third', 'fourth']) await (await createSightApp(own, name)).deliver('one');
  expect((await own.list()).length).toBe(12);
  expect(await ask()).toBe(before);
  expect(before).toBeGreaterThan(4);
  expect(before).toBeLessThanOrEqual(12);
});
