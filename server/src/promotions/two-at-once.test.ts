import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, startTestSluice, until } from '../test-sluice.ts';
import type { Refusal, TestApp, TestSluice } from '../test-sluice.ts';
import type { PromoteAnswer } from './promotion-schema.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

/** Two versions in development; prod waits for an approval, so a promotion into it holds the environment. */
async function twoVersions(name: string, prod = 'promote: { by: pull-request }'): Promise<[TestApp, string, string]> {
  const app = await createTestApp(sluice, name, {
    environments: `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      ${prod}
      targets: [{ name: local, runtime: process }]
`,
  });
  await app.push('one');
  await app.live('development', 'one');
  const one = (await app.promotions('development'))[0]?.artifact.version ?? '';
  await app.push('two');
  await app.live('development', 'two');
  const two = (await app.promotions('development'))[0]?.artifact.version ?? '';
  return [app, one, two];
}

const promote = (app: string, artifact: string, more: Record<string, unknown> = {}) =>
  sluice.door.ask<PromoteAnswer & Refusal>('POST', '/v1/promotions', { app, artifact, environment: 'prod', ...more });

describe('two people at once', () => {
  test('the same artifact is joined; another is refused with both ways out, queued, or takes the place', async () => {
    const [app, one, two] = await twoVersions('shop');
    const first = await app.waiting((await app.promote({ artifact: one, environment: 'prod' })).id);
    expect((await promote('shop', one)).body).toMatchObject({ outcome: 'joined', promotion: { id: first.id } });

    const refused = await promote('shop', two);
    expect(refused).toMatchObject({ status: 409, body: { code: 'promotion_busy' } });
    expect(refused.body.detail).toContain('--queue');
    expect(refused.body.detail).toContain('--supersede');

    const queued = (await promote('shop', two, { whenBusy: 'queue' })).body;
    expect(queued.outcome).toBe('queued');
    const waits = await until(async () => {
      const found = await app.promotion(queued.promotion?.id ?? '');
      return found.message?.code === 'promotion_queued' ? found : undefined;
    });
    expect(waits.message?.text).toContain(first.id);

    const took = (await promote('shop', two, { whenBusy: 'supersede' })).body;
    expect(took.outcome).toBe('joined');
    await sluice.door.post(`/v1/promotions/${first.id}/cancel`, {});
    expect(await app.ended(first.id)).toMatchObject({ result: 'cancelled', message: { code: 'promotion_cancelled' } });
    expect(await app.waiting(queued.promotion?.id ?? '')).toMatchObject({ state: 'waiting' });
  });

  test('superseding one that waits ends it and closes its pull request', async () => {
    const [app, one, two] = await twoVersions('taken');
    const first = await app.waiting((await app.promote({ artifact: one, environment: 'prod' })).id);
    const second = (await promote('taken', two, { whenBusy: 'supersede' })).body.promotion?.id ?? '';
    expect(await app.ended(first.id)).toMatchObject({
      result: 'cancelled',
      message: { code: 'promotion_superseded' },
      change: { state: 'closed' },
    });
    expect(await app.waiting(second)).toMatchObject({ change: { state: 'open' } });
  });

  test('superseding one that is being deployed lets it finish and goes next', async () => {
    const [app, one, two] = await twoVersions('late', 'promote: { by: direct }');
    const first = (await promote('late', one)).body.promotion?.id ?? '';
    await until(async () => (await app.releases('prod'))[0] !== undefined || undefined);
    const second = await promote('late', two, { whenBusy: 'supersede' });
    const [ended, next] = [await app.ended(first), await app.ended(second.body.promotion?.id ?? '')];
    expect([ended.result, next.result]).toEqual(['success', 'success']);
    expect((await app.releases('prod')).map((release) => release.number)).toEqual([2, 1]);
    expect(await app.answer('prod')).toBe('two');
    const cancel = await sluice.door.ask('POST', `/v1/promotions/${first}/cancel`, {});
    expect(cancel).toMatchObject({ status: 409, body: { code: 'promotion_over' } });
  });

  test('what Sluice starts by itself gives way to newer of its kind, never a person', async () => {
    const [app, one, two] = await twoVersions('auto', 'promote: { by: pull-request, auto: true }');
    // Both entered by themselves: the newer took the older one's place.
    const automatic = await until(async () =>
      (await app.promotions('prod')).find((other) => other.artifact.version === two && other.state === 'waiting'),
    );
    const older = (await app.promotions('prod')).find((other) => other.artifact.version === one);
    expect(older).toMatchObject({ result: 'cancelled', automatic: true });

    // A person joins it: from now on it is a person's, and the next push queues behind it.
    expect((await promote('auto', two)).body.outcome).toBe('joined');
    await app.push('three');
    await app.live('development', 'three');
    const queued = await until(async () =>
      (await app.promotions('prod')).find((other) => other.state === 'queued' && other.message !== null),
    );
    expect(queued.message?.text).toContain(automatic.id);
    expect((await app.promotion(automatic.id)).state).toBe('waiting');
  });

  test('going back to what still serves is not "nothing to do" while something else is on its way there', async () => {
    const [app, one, two] = await twoVersions('second-thoughts', 'promote: { by: direct }');
    await app.ended((await app.promote({ artifact: one, environment: 'prod' })).id);
    await app.applyPipeline(`
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      gates: [{ approvals: {} }]
      targets: [{ name: local, runtime: process }]
`);
    await app.waiting((await app.promote({ artifact: two, environment: 'prod' })).id);
    expect((await promote('second-thoughts', one)).body.code).toBe('promotion_busy');
  });
});

describe('four eyes', () => {
  test('a pull request waits for somebody else, who approves exactly what it shows', async () => {
    const [app, one] = await twoVersions(
      'eyes',
      'promote: { by: pull-request }\n      gates: [{ approvals: { count: 1, notRequester: true } }]',
    );
    const [ada, grace] = [await sluice.as('ada', 'admin'), await sluice.as('grace', 'approver')];
    const { id } = await app.promote({ artifact: one, environment: 'prod' }, ada);
    const waiting = await app.waiting(id);
    expect(waiting.next).toBe(`sluice approve ${id}`);
    expect(waiting.gates.find((gate) => gate.name === 'approvals')).toMatchObject({ status: 'waiting' });
    expect(await ada.ask('POST', `/v1/promotions/${id}/approvals`, {})).toMatchObject({
      status: 403,
      body: { code: 'promotion_own_approval' },
    });
    await grace.post(`/v1/promotions/${id}/approvals`, { reason: 'looks right' });
    const done = await app.ended(id);
    expect(done).toMatchObject({ result: 'success', change: { state: 'merged' } });
    expect(await app.answer('prod')).toBe('one');
    expect(await grace.ask('POST', `/v1/promotions/${id}/approvals`, {})).toMatchObject({ status: 409 });
  });

  test('a rejection ends it with the words of whoever rejected', async () => {
    const [app, one] = await twoVersions('rejected');
    const { id } = await app.waiting((await app.promote({ artifact: one, environment: 'prod' })).id);
    await sluice.door.post(`/v1/promotions/${id}/approvals`, { verdict: 'rejected', reason: 'not before the sale' });
    const over = await app.ended(id);
    expect(over).toMatchObject({ result: 'failure', change: { state: 'closed' } });
    expect(over.message?.text).toContain('not before the sale');
  });

  test('what was approved under older rules is asked again when the pipeline was edited meanwhile', async () => {
    const gates = (count: number): string =>
      `promote: { by: pull-request }\n      gates: [{ approvals: { count: ${count} } }]`;
    const [app, one] = await twoVersions('bound', gates(2));
    const [grace, linus] = [await sluice.as('grace', 'approver'), await sluice.as('linus', 'approver')];
    const { id } = await app.waiting((await app.promote({ artifact: one, environment: 'prod' })).id);
    await grace.post(`/v1/promotions/${id}/approvals`, {});
    await app.applyPipeline(`
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      ${gates(2)}
      order: any
      targets: [{ name: local, runtime: process }]
`);
    const after = await linus.post<PromoteAnswer['promotion']>(`/v1/promotions/${id}/approvals`, {});
    expect(after?.gates.find((gate) => gate.name === 'approvals')?.message.text).toContain('1 of 2 (linus)');
    await grace.post(`/v1/promotions/${id}/approvals`, {});
    expect((await app.ended(id)).result).toBe('success');
  });

  test('a branch that moved under an open pull request is merged anew and approved anew', async () => {
    const [app, one, two] = await twoVersions('raced');
    await app.waiting((await app.promote({ artifact: one, environment: 'prod' })).id).then(async ({ id }) => {
      await sluice.door.post(`/v1/promotions/${id}/approvals`, {});
      await app.ended(id);
    });
    const { id, change } = await app.waiting((await app.promote({ artifact: two, environment: 'prod' })).id);
    // Somebody with access to the disk pushes past Sluice.
    await app.work.git('checkout', '-q', '-b', 'sneaky', 'HEAD~1');
    const sneaky = await app.work.commit({ 'sneaky.txt': 'x\n' }, 'Sneak in');
    await app.work.git('push', '-q', app.repository.path, 'HEAD:refs/heads/prod');
    await sluice.door.post(`/v1/promotions/${id}/approvals`, {});
    const again = await until(async () => {
      const found = await app.promotion(id);
      const artifact = found.steps.find((step) => step.key === 'artifact');
      return found.state === 'waiting' && artifact?.message?.code === 'artifact_rebuilt' ? found : undefined;
    });
    expect(again.gates.find((gate) => gate.name === 'approvals')?.status).toBe('waiting');
    expect(again.change?.number).toBe(change?.number);
    expect(await app.repository.resolve('prod')).toBe(sneaky);
    await sluice.door.post(`/v1/promotions/${id}/approvals`, {});
    expect((await app.ended(id)).result).toBe('success');
    expect(await app.repository.isAncestor(sneaky, await app.repository.resolve('prod'))).toBe(true);
  });
});
