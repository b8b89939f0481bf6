import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, pipelineManifest, planActs, startTestSluice } from '../test-sluice.ts';
import type { TestApp, TestSluice } from '../test-sluice.ts';

// Somebody acts exactly between what the controller has decided and what it does.
let sluice: TestSluice;
const { acts, reached } = planActs();
beforeAll(async () => {
  sluice = await startTestSluice({ reached });
});
afterAll(() => sluice.stop());

const line = (prod: string) => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      promote: { by: merge }
      ${prod}targets: [{ name: local, runtime: process }]
`;
const approvals = 'gates: [{ approvals: { count: 2 } }]\n      ';

async function ready(name: string, prod = ''): Promise<TestApp> {
  const app = await createTestApp(sluice, name, { environments: line(prod) });
  await app.push('two');
  await app.live('development', 'two');
  return app;
}

describe('a cancellation', () => {
  test('before the world has changed ends the promotion, and nothing has moved', async () => {
    const app = await ready('cancelled');
    let status = 0;
    const cancelled = new Promise<void>((resolve) => {
      acts.set('promotion/merge/before-run', async () => {
        const [promotion] = await app.promotions('prod');
        status = (await sluice.door.ask('POST', `/v1/promotions/${promotion?.id}/cancel`, {})).status;
        resolve();
      });
    });
    const { id } = await app.promote({ environment: 'prod' });
    await cancelled;
    expect(status).toBeLessThan(300);
    expect(await app.ended(id)).toMatchObject({ result: 'cancelled', releases: [] });
    expect(await app.repository.refs('refs/heads/prod')).toEqual([]);
  });

  test('after the decision to change it comes too late and says so; what runs finishes', async () => {
    const app = await ready('late');
    let answer: unknown;
    acts.set('promotion/branch/before-run', async () => {
      const [promotion] = await app.promotions('prod');
      answer = await sluice.door.ask('POST', `/v1/promotions/${promotion?.id}/cancel`, {});
    });
    const { id } = await app.promote({ environment: 'prod' });
    expect(await app.ended(id)).toMatchObject({
      result: 'success',
      gates: [{ name: 'order', status: 'open', message: { text: expect.stringContaining('healthy in development') } }],
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'promotion_cannot_cancel' } });
  });
});

describe('an edit of the pipeline', () => {
  test('before the world has changed counts at once: what it asks for is waited for', async () => {
    const app = await ready('stricter');
    acts.set('promotion/merge/before-run', () => app.applyPipeline(line(approvals)));
    const { id } = await app.promote({ environment: 'prod' });
    const waiting = await app.waiting(id);
    expect(waiting.gates.find(({ name }) => name === 'approvals')).toMatchObject({ status: 'waiting' });
    expect(await app.repository.refs('refs/heads/prod')).toEqual([]);
    // And what it asks for no more is not.
    await app.applyPipeline(line(''));
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('after it does not stop what runs', async () => {
    const app = await ready('too-late');
    acts.set('promotion/branch/before-run', () => app.applyPipeline(line(approvals)));
    const { id } = await app.promote({ environment: 'prod' });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });

  test('that would take the place away is refused between the decision and the step, and so is a deletion', async () => {
    const app = await ready('removed');
    const answers: { status: number }[] = [];
    acts.set('promotion/merge/before-run', async () => {
      const whole = line('');
      const manifest = pipelineManifest(app.name, whole.slice(0, whole.indexOf('    - name: prod')));
      answers.push(await sluice.door.ask('POST', '/v1/apply', { manifest }));
      answers.push(await sluice.door.ask('DELETE', `/v1/pipelines/${app.name}`));
    });
    const { id } = await app.promote({ environment: 'prod' });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
    expect(answers.map(({ status }) => status)).toEqual([400, 409]);
  });

  test('makes verdicts on the old rules count no more', async () => {
    const app = await ready('judged', approvals);
    const { id } = await app.promote({ environment: 'prod' });
    await app.waiting(id);
    const grace = await sluice.as('grace', 'approver');
    await sluice.door.post(`/v1/promotions/${id}/approvals`, { verdict: 'approved' });
    await sluice.door.post('/v1/apply', {
      manifest: pipelineManifest(app.name, line(approvals.replace('count: 2', 'count: 2, notRequester: false'))),
    });
    await grace.post(`/v1/promotions/${id}/approvals`, { verdict: 'approved' });
    const gate = (await app.waiting(id)).gates.find(({ name }) => name === 'approvals');
    expect(gate?.message.text).toContain('1 of 2 (grace)');
    await sluice.door.post(`/v1/promotions/${id}/approvals`, { verdict: 'approved' });
    expect(await app.ended(id)).toMatchObject({ result: 'success' });
  });
});
