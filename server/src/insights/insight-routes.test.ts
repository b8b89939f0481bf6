import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { workTree } from '../lib/git/git-fixture.ts';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';
import { insightAnswerSchema } from './insight-schema.ts';

let delivery: TestDelivery;
let admin: string;
beforeAll(async () => {
  delivery = await openTestDelivery();
  admin = await delivery.give('ada', 'admin');
});
afterAll(() => delivery.stop());

const get = async (path: string, headers?: Record<string, string>) =>
  (await delivery.call('GET', path, admin, undefined, headers)).body;
const insights = async (query: string) => insightAnswerSchema.parse(await get(`/v1/insights?${query}`));
const figures = async (environment: string, query = '') =>
  (await insights(`app=shop&environment=${environment}${query}`)).items[0];
const startedSchema = z.object({ promotion: z.object({ id: z.string() }) });

/** Waits for the promotion that the command made to be over. */
async function ended(path: string, body: Record<string, unknown>): Promise<string> {
  const { promotion } = startedSchema.parse((await delivery.call('POST', path, admin, body)).body);
  await expect
    .poll(() => get(`/v1/promotions/${promotion.id}`), { timeout: 15_000 })
    .toMatchObject({ state: 'finished' });
  return promotion.id;
}

test('a journey with a failure and a rollback is told by figures, each with what it is made of', async () => {
  await delivery.call('POST', '/v1/apps', admin, { name: 'shop' });
  await expect.poll(() => get('/v1/apps/shop'), { timeout: 5000 }).toMatchObject({ repositoryState: 'ready' });
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
  app: shop
  environments:
    - { name: development, from: { branch: develop }, targets: [{ name: local, runtime: process }] }
    - { name: qa, promote: { by: merge }, targets: [{ name: local, runtime: process }] }
    - { name: prod, targets: [{ name: local, runtime: process }] }
`;
  expect((await delivery.call('POST', '/v1/apply', admin, { manifest })).status).toBe(200);
  const before = await insights('app=shop');
  expect(before.items.map(({ environment }) => environment)).toEqual(['development', 'qa', 'prod']);
  expect(before.items[0]).toMatchObject({ changes: 0, deploymentFrequency: { value: null, samples: 0 } });

  const work = await workTree();
  await work.git('remote', 'add', 'origin', `${delivery.url.replace('http://', `http://git:${admin}@`)}/git/shop.git`);
  const began = Date.now();
  const push = async (text: string, version: string): Promise<void> => {
    await work.commit({ 'index.html': text }, `Say ${text}`);
    await work.git('push', '-q', 'origin', 'HEAD:refs/heads/develop');
    await expect
      .poll(() => get('/v1/promotions?app=shop&environment=development&limit=1'), { timeout: 15_000 })
      .toMatchObject({ items: [{ state: 'finished', artifact: { version } }] });
  };
  for (const [index, text] of ['one', 'two'].entries()) {
    await push(text, `0.0.1-develop.${index + 1}`);
    await ended('/v1/promotions', { app: 'shop', environment: 'qa' });
  }
  await ended('/v1/rollbacks', { app: 'shop', environment: 'qa', reason: 'wrong totals' });
  delivery.runtime.broken.add('0.0.1-develop.3');
  await push('three', '0.0.1-develop.3');

  expect(await figures('development')).toMatchObject({
    changes: 3,
    failed: 1,
    unrepaired: 1,
    rollbacks: 0,
    deploymentFrequency: { value: 2 / 30, unit: 'per-day', samples: 2 },
    changeLeadTime: { unit: 'ms', samples: 2 },
    changeFailRate: { value: 1 / 3, unit: 'share', samples: 3 },
    failedDeploymentRecoveryTime: { value: null, samples: 0 },
    deploymentReworkRate: { value: 0, samples: 3 },
  });
  const qa = await figures('qa');
  expect(qa).toMatchObject({
    changes: 2,
    failed: 1,
    unrepaired: 0,
    rollbacks: 1,
    changeLeadTime: { samples: 2 },
    changeFailRate: { value: 0.5, samples: 2 },
    failedDeploymentRecoveryTime: { samples: 1 },
    deploymentReworkRate: { value: 1 / 3, samples: 3 },
  });
  // git keeps whole seconds.
  expect(qa?.changeLeadTime.value).toBeGreaterThan(0);
  expect(qa?.changeLeadTime.value).toBeLessThan(Date.now() - began + 1000);
  expect(await figures('prod')).toMatchObject({ changes: 0, deploymentFrequency: { value: null } });

  // What was over stays as it was, whatever comes later.
  const then = new Date().toISOString();
  const untilThen = await figures('qa', `&to=${then}`);
  await ended('/v1/rollbacks', { app: 'shop', environment: 'qa', to: 'v2' });
  expect((await figures('qa'))?.rollbacks).toBe(2);
  expect(await figures('qa', `&from=${new Date(Date.parse(then) - 30 * 86_400_000).toISOString()}&to=${then}`)).toEqual(
    untilThen,
  );
  // The failure in development was before this period and is not repaired; there was nothing in it.
  expect(await figures('development', `&from=${then}`)).toMatchObject({
    changes: 0,
    deploymentFrequency: { value: 0, samples: 0 },
    changeFailRate: { value: null, samples: 0 },
  });
});

test('a version that comes back is a deployment, and no change that took its time to get there', async () => {
  for (const version of ['0.0.1-develop.1', '0.0.1-develop.2', '0.0.1-develop.1']) {
    await ended('/v1/promotions', { app: 'shop', artifact: version, environment: 'prod' });
  }
  expect(await figures('prod')).toMatchObject({
    changes: 3,
    failed: 0,
    deploymentFrequency: { samples: 3 },
    changeLeadTime: { samples: 2 },
  });
});

test('what a promotion did that never handed anything over is not a deployment', async () => {
  const earlier = await figures('qa');
  const { body } = await delivery.call('POST', '/v1/promotions', admin, { app: 'shop', environment: 'qa' });
  expect(JSON.stringify(body)).toContain('"code"');
  expect(await figures('qa')).toMatchObject({ changes: earlier?.changes });
});

test('every figure comes with its definition, in the language of the reader', async () => {
  const { definitions } = await insights('app=shop');
  expect(definitions.changeFailRate.text).toContain('rolled back later');
  const ukrainian = insightAnswerSchema.parse(await get('/v1/insights?app=shop', { 'accept-language': 'uk' }));
  expect(ukrainian.definitions.changeFailRate.text).toContain('відкотили');
});

test.each([
  ['app=shpo', 404, 'shop'],
  ['app=shop&environment=pord', 404, 'prod'],
  ['from=yesterday', 400, 'how long ago like 7d'],
  ['from=2026-11-02&to=2026-11-01', 400, 'ends after it begins'],
  ['from=2020-01-01', 400, 'Ask for a shorter one'],
])('insights of %s are refused with what to do', async (query, status, cure) => {
  const answer = await delivery.call('GET', `/v1/insights?${query}`, admin);
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(cure)]);
});
