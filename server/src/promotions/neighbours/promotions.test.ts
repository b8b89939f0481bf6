import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDelivery } from '../../test-delivery.ts';
import type { TestDelivery } from '../../test-delivery.ts';
import { query } from '../../test-sluice.ts';
import { line, openShop } from './test-shop.ts';
import type { Shop } from './test-shop.ts';

// Flaws that users of similar systems suffer from, each as a test that it is not ours. The whole list: docs/neighbours.md.
let delivery: TestDelivery;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  delivery = await openTestDelivery();
  tokens['ada'] = await delivery.give('ada', 'admin');
  tokens['grace'] = await delivery.give('grace', 'approver');
});
afterAll(() => delivery.stop());
const shop = (environments: string): Promise<Shop> => openShop(delivery, tokens, environments);
const automatic = line(['prod', 'promote: { auto: true }']);

test('Weave GitOps: a deployment that failed promotes on', async () => {
  const { app, register, promotions, ended } = await shop(automatic);
  delivery.runtime.broken.add(`${app.replace('shop', '')}.0.1`);
  await register();
  const [first] = await promotions('development');
  expect(await ended(first?.id ?? '')).toMatchObject({ result: 'failure' });
  expect(await promotions('prod')).toEqual([]);
});

test('Weave GitOps: one healthy target of several promotes on', async () => {
  const two = automatic.replace('targets: [{', 'targets: [{ name: slow, runtime: process }, {');
  const { register, promotions, ended, promotion } = await shop(two);
  const { ensure } = delivery.runtime;
  let isReady = false;
  delivery.runtime.ensure = async (order) => {
    if (order.target !== 'slow' || order.environment !== 'development' || isReady) return ensure(order);
    return { state: 'progressing', message: { code: 'test_starts', params: {}, text: 'starts' } };
  };
  await register();
  const [first] = await promotions('development');
  const id = first?.id ?? '';
  const healthy = async () => (await promotion(id)).releases.filter(({ result }) => result === 'success');
  await expect.poll(healthy, { timeout: 15_000 }).toMatchObject([{ target: 'local' }]);
  expect(await promotions('prod')).toEqual([]);
  isReady = true;
  expect(await ended(id)).toMatchObject({ result: 'success' });
  delivery.runtime.ensure = ensure;
  expect(await promotions('prod')).toHaveLength(1);
});

test('Weave GitOps: every look promotes again and forgets the approval', async () => {
  const { deliver, promote, waiting, ask, lookAgain, promotions, gate } = await shop(
    line(['prod', 'gates: [{ approvals: { count: 2 } }]']),
  );
  await deliver();
  const { id } = await promote('prod');
  await waiting(id);
  await ask('POST', `/v1/promotions/${id}/approvals`, { verdict: 'approved' }, 'grace');
  for (let look = 0; look < 3; look += 1) await lookAgain();
  expect(await promotions('prod')).toHaveLength(1);
  expect((await gate(id, 'approvals'))?.message.text).toContain('1 of 2 (grace)');
});

test('Weave GitOps: a newer version takes over what was approved for another', async () => {
  const { deliver, promote, waiting, ask, gate, ended, events } = await shop(
    line(['prod', 'gates: [{ approvals: { count: 2 } }]']),
  );
  await deliver();
  const { id } = await promote('prod');
  await waiting(id);
  await ask('POST', `/v1/promotions/${id}/approvals`, { verdict: 'approved' }, 'grace');
  const newer = await promote('prod', await deliver(), 'supersede');
  expect(await ended(id)).toMatchObject({ result: 'cancelled' });
  await waiting(newer.id);
  expect((await gate(newer.id, 'approvals'))?.message.text).toContain('0 of 2');
  // Nor is it silent about who said yes to what.
  expect(await events('promotion.approved')).toMatchObject([{ actor: 'grace', labels: { promotion: id } }]);
});

test('Weave GitOps: what is said of prod also counts for prod-eu', async () => {
  const { app, deliver, promote, ended, ask, waiting, promotions } = await shop(
    line(['prod', 'after: [development]'], ['prod-eu', 'after: [development]']),
  );
  await deliver();
  await ask('POST', '/v1/locks', { app, environment: 'prod', reason: 'stocktaking' });
  const held = await promote('prod');
  await waiting(held.id);
  expect(await ended((await promote('prod-eu')).id)).toMatchObject({ result: 'success' });
  expect((await promotions('prod')).map(({ id }) => id)).toEqual([held.id]);
});

test('Akkeris: a promotion is called successful before anything runs, and its caller waits for it', async () => {
  const { deliver, promote, promotion, ended } = await shop(line(['prod', 'order: strict']));
  const version = await deliver();
  delivery.runtime.slow.add(version);
  const { id } = await promote('prod');
  await expect.poll(async () => (await promotion(id)).releases, { timeout: 15_000 }).toMatchObject([{ result: null }]);
  expect(await promotion(id)).toMatchObject({ state: 'executing', result: null });
  delivery.runtime.slow.delete(version);
  expect(await ended(id)).toMatchObject({ result: 'success' });
});

test('Akkeris: without a version a release that failed is promoted', async () => {
  const { deliver, register, promotions, ended, promote } = await shop(line(['prod', 'order: strict']));
  const healthy = await deliver();
  const broken = healthy.replace(/1$/, '2');
  delivery.runtime.broken.add(broken);
  expect(await register()).toBe(broken);
  const [failed] = await promotions('development');
  expect(await ended(failed?.id ?? '')).toMatchObject({ result: 'failure', artifact: { version: broken } });
  expect(await promote('prod')).toMatchObject({ artifact: { version: healthy } });
});

test('Akkeris: the targets of one promotion are those of all', async () => {
  const { deliver, promote, ended } = await shop(line(['prod', 'order: strict']));
  await deliver();
  const first = await ended((await promote('prod')).id);
  await deliver();
  const second = await ended((await promote('prod')).id);
  expect(first.releases).toMatchObject([{ target: 'local', number: 1 }]);
  expect(second.releases).toMatchObject([{ target: 'local', number: 2 }]);
});

test('Akkeris: which of several sources is promoted is left to chance', async () => {
  const { app, deliver, ask, promote, ended } = await shop(
    line(['jim', 'after: [development]'], ['kim', 'after: [development]'], ['prod', 'after: [jim, kim]']),
  );
  const version = await deliver();
  for (const place of ['jim', 'kim']) await ended((await promote(place)).id);
  const { status, body } = await ask('POST', '/v1/promotions', { app, environment: 'prod' });
  expect([status, JSON.stringify(body)]).toEqual([
    400,
    expect.stringContaining(`sluice promote ${app}@${version} prod`),
  ]);
});

test.each([
  ['Akkeris: a promotion into no targets is a success', `order: strict, targets: []`],
  ['Kargo: a strategy that does not exist is found when it runs, and passed over', 'promote: { by: magic }'],
  ['Kargo: a gate that does not exist is found when it runs, and passed over', 'gates: [{ magic: true }]'],
])('%s', async (_title, rules) => {
  const { apply } = await shop(line(['prod', 'order: strict']));
  const { status, body } = await apply(line(['prod', rules]).replace(/(targets: \[\]), targets: .*$/, '$1 }'));
  expect(status).toBe(400);
  const { details } = body as { details: unknown[] };
  expect(details[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
});

test('Kargo: nobody can tell in which order those who wait come', async () => {
  const { deliver, promote, promotion, ask, ended, waiting } = await shop(line(['prod', 'gates: [{ approvals: {} }]']));
  const versions = [await deliver(), await deliver(), await deliver()];
  const ids: string[] = [];
  for (const version of versions) ids.push((await promote('prod', version, 'queue')).id);
  const [first = '', second = '', third = ''] = ids;
  await waiting(first);
  await expect.poll(async () => (await promotion(third)).state).toBe('queued');
  for (const id of [first, second, third]) {
    await waiting(id);
    await ask('POST', `/v1/promotions/${id}/approvals`, { verdict: 'approved' });
    expect(await ended(id)).toMatchObject({ result: 'success' });
  }
});

test('Flagger: what waits for approval fails by itself after a while', async () => {
  const { app, deliver, promote, waiting, lookAgain, promotion } = await shop(
    line(['prod', 'gates: [{ approvals: {} }]']),
  );
  await deliver();
  const { id } = await promote('prod');
  await waiting(id);
  await query(
    delivery.database,
    `update promotions set created_at = created_at - interval '90 days', started_at = started_at - interval '90 days'
      where app = $1`,
    [app],
  );
  await lookAgain();
  expect(await promotion(id)).toMatchObject({ state: 'waiting', result: null });
});
