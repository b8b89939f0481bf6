import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, startTestSluice } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';
import type { PromotionPlanView } from './plan-schema.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

async function appWith(name: string, prod: string): Promise<TestApp> {
  const app = await createTestApp(sluice, name, {
    environments: `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      ${prod}
      targets: [{ name: eu, runtime: process }, { name: lab, runtime: process, optional: true }]
    - name: after
      targets: [{ name: local, runtime: process }]
`,
  });
  await app.push('one');
  await app.live('development', 'one');
  return app;
}

const plan = (body: Record<string, unknown>, door = sluice.door) =>
  door.ask<PromotionPlanView & { code: string }>('POST', '/v1/promotions/plan', body);

test('says the steps, the waves, the gates as they stand and what it would bring, and changes nothing', async () => {
  const app = await appWith('planned', 'gates: [{ approvals: {} }]\n      deploy: { waves: [[eu], [lab]] }');
  const before = await app.events();
  const { status, body } = await plan({ app: 'planned', environment: 'prod' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    environment: 'prod',
    outcome: 'waits',
    replaces: null,
    steps: ['tag', 'deploy'],
    targets: [
      { name: 'eu', wave: 1, optional: false, release: null },
      { name: 'lab', wave: 2, optional: true, release: null },
    ],
  });
  expect(body.gates.map(({ name, status: stands }) => [name, stands])).toEqual([
    ['order', 'open'],
    ['approvals', 'waiting'],
  ]);
  expect(body.difference.summary.text).toContain('prod is empty');
  expect(await app.events()).toEqual(before);
  expect(await app.promotions('prod')).toEqual([]);
});

test('agrees with what the promotion then does: starts, busy, unchanged, refused', async () => {
  const app = await appWith('agreeing', 'deploy: { waves: [[eu], [lab]], pause: manual }');
  expect((await plan({ app: 'agreeing', environment: 'after', artifact: '0.0.1-develop.1' })).body).toMatchObject({
    outcome: 'refused',
  });
  expect((await plan({ app: 'agreeing', environment: 'prod' })).body.outcome).toBe('starts');
  const { id } = await app.promote({ environment: 'prod' });
  await app.push('two');
  await app.live('development', 'two');
  const busy = await plan({ app: 'agreeing', environment: 'prod' });
  expect(busy.body).toMatchObject({ outcome: 'busy' });
  expect(busy.body.message.text).toContain(id);
});

test('is for those who could promote', async () => {
  const viewer = await sluice.as('vera', 'viewer');
  expect((await plan({ app: 'planned', environment: 'prod' }, viewer)).status).toBe(403);
});
