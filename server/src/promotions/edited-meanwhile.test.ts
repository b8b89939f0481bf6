import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp, TestSluice } from '../test-sluice.ts';
import { createTestApp, pipelineManifest, startTestSluice, until } from '../test-sluice.ts';

let sluice: TestSluice;
beforeAll(async () => {
  sluice = await startTestSluice();
});
afterAll(() => sluice.stop());

const withTargets = (...targets: readonly string[]) => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      targets: [${targets.map((name) => `{ name: ${name}, runtime: process }`).join(', ')}]
`;
const lock = (app: TestApp) =>
  sluice.door.post('/v1/locks', { app: app.name, environment: 'prod', reason: 'the pipeline is being edited' });
const unlock = (app: TestApp) => sluice.door.post('/v1/locks/lift', { app: app.name, environment: 'prod' });

/** A promotion to prod that waits until the lock is lifted. */
async function waiting(name: string, targets: readonly string[]): Promise<{ app: TestApp; id: string }> {
  const app = await createTestApp(sluice, name, { environments: withTargets(...targets) });
  await app.push('two');
  await app.live('development', 'two');
  await lock(app);
  const { id } = await app.promote({ environment: 'prod' });
  await app.waiting(id);
  return { app, id };
}

describe('a pipeline that is edited while a promotion waits', () => {
  test('a target that was added gets its release too', async () => {
    const { app, id } = await waiting('grown', ['eu']);
    await app.applyPipeline(withTargets('eu', 'us'));
    await unlock(app);
    const done = await app.ended(id);
    expect(done).toMatchObject({ result: 'success' });
    expect(done.releases.map(({ target }) => target).toSorted()).toEqual(['eu', 'us']);
  });

  test('a target is not taken away while something is on its way there, and afterwards gets none', async () => {
    const { app, id } = await waiting('shrunk', ['eu', 'us']);
    const refused = await sluice.door.ask('POST', '/v1/apply', {
      manifest: pipelineManifest('shrunk', withTargets('eu')),
    });
    expect(refused).toMatchObject({ status: 400 });
    expect(JSON.stringify(refused.body)).toContain('us');
    expect(JSON.stringify(refused.body)).toContain('sluice cancel');
    await sluice.door.post(`/v1/promotions/${id}/cancel`, {});
    await app.ended(id);
    await app.applyPipeline(withTargets('eu'));
    await unlock(app);
    const again = await app.ended((await app.promote({ environment: 'prod' })).id);
    expect(again.releases.map(({ target }) => target)).toEqual(['eu']);
  });

  test('a rollback that waited goes where it was asked to go, and nowhere else', async () => {
    const app = await createTestApp(sluice, 'returned', { environments: withTargets('eu') });
    for (const version of ['two', 'three']) {
      await app.push(version);
      await app.live('development', version);
      await app.ended((await app.promote({ environment: 'prod' })).id);
    }
    await app.push('four');
    await app.live('development', 'four');
    await lock(app);
    const ahead = await app.waiting((await app.promote({ environment: 'prod' })).id);
    const { id } = await app.rollback({ environment: 'prod', whenBusy: 'queue' });
    await app.applyPipeline(withTargets('eu', 'us'));
    await sluice.door.post(`/v1/promotions/${ahead.id}/cancel`, {});
    await unlock(app);
    const done = await app.ended(id);
    expect(done).toMatchObject({ kind: 'rollback', result: 'success' });
    expect(done.releases).toMatchObject([{ target: 'eu', fromNumber: 1 }]);
    expect(await app.answer('prod')).toBe('two');
  });

  test('is not deleted with what waits in line; whoever is refused is told how to end that', async () => {
    const { app, id } = await waiting('lined-up', ['eu']);
    await app.push('three');
    await app.live('development', 'three');
    const behind = await app.promote({ environment: 'prod', whenBusy: 'queue' });
    await sluice.door.post('/v1/apps/lined-up/environments/development/stop', {});
    const path = '/v1/pipelines/lined-up';
    const refused = await sluice.door.ask('DELETE', path);
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('sluice cancel');
    await sluice.door.post(`/v1/promotions/${id}/cancel`, {});
    await app.ended(id);
    // The one behind has the environment now, and waits at the same lock.
    await app.waiting(behind.id);
    expect((await sluice.door.ask('DELETE', path)).status).toBe(409);
    await sluice.door.post(`/v1/promotions/${behind.id}/cancel`, {});
    expect(await app.ended(behind.id)).toMatchObject({ result: 'cancelled' });
    await until(async () => ((await sluice.door.ask('DELETE', path)).status === 200 ? true : undefined));
    await app.applyPipeline(withTargets('eu'));
    await unlock(app);
    const { id: again } = await app.promote({ artifact: behind.artifact.version, environment: 'prod' });
    expect(await app.ended(again)).toMatchObject({ result: 'success' });
  });

  test('is not taken away under it; once it is over the pipeline goes, and comes back by the same name', async () => {
    const { app, id } = await waiting('removed', ['eu']);
    const path = '/v1/pipelines/removed';
    const refused = await sluice.door.ask('DELETE', path);
    expect(refused.status).toBe(409);
    await sluice.door.post(`/v1/promotions/${id}/cancel`, {});
    await app.ended(id);
    await sluice.door.post('/v1/apps/removed/environments/development/stop', {});
    await until(async () => ((await sluice.door.ask('DELETE', path)).status === 200 ? true : undefined));
    await app.applyPipeline(withTargets('eu'));
    await app.push('three');
    await app.live('development', 'three');
    await unlock(app);
    expect(await app.ended((await app.promote({ environment: 'prod' })).id)).toMatchObject({ result: 'success' });
  });
});
