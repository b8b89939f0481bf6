import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, pipelineManifest, planActs, query, startTestSluice, until } from '../test-sluice.ts';
import type { Answer, Refusal, TestApp, TestSluice } from '../test-sluice.ts';
import type { PromoteAnswer } from './promotion-schema.ts';

// Two arrive at one environment at the same moment: both stand at its lock, in an order that the test chooses.
let sluice: TestSluice;
const { acts, reached } = planActs();
beforeAll(async () => {
  sluice = await startTestSluice({ reached });
});
afterAll(() => sluice.stop());

const development = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
`;
const withProd = (...targets: readonly string[]) => `${development}    - name: prod
      targets: [${targets.map((name) => `{ name: ${name}, runtime: process }`).join(', ')}]
`;

/** An app with one healthy version in development, and nothing in prod yet. */
async function ready(name: string): Promise<{ app: TestApp; version: string }> {
  const app = await createTestApp(sluice, name, { environments: withProd('eu') });
  await app.push('two');
  await app.live('development', 'two');
  return { app, version: (await app.promotions('development'))[0]?.artifact.version ?? '' };
}

/** Holds prod's lock, as any decision about it does, until `letGo`. */
async function holdProd(app: TestApp) {
  const client = await sluice.database.pool.connect();
  await client.query('begin');
  await client.query(`select id from targets where app = $1 and environment = 'prod' order by id for update`, [
    app.name,
  ]);
  const letGo = async (): Promise<void> => {
    await client.query('commit');
    client.release();
  };
  return {
    letGo,
    /** That so many stand behind the lock, each in the order in which it came. When they do not come it is let go. */
    queue: async (count: number): Promise<void> => {
      try {
        await until(async () => {
          const waiting = await query(
            sluice.database,
            `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          );
          return waiting.length >= count ? true : undefined;
        });
      } catch (error) {
        await letGo();
        throw error;
      }
    },
  };
}

/** What each is answered when the first stands at prod's lock before the second. */
async function oneAfterTheOther<One, Other>(
  app: TestApp,
  first: () => Promise<One>,
  second: () => Promise<Other>,
): Promise<[One, Other]> {
  const prod = await holdProd(app);
  const one = first();
  await prod.queue(1);
  const other = second();
  await prod.queue(2);
  await prod.letGo();
  return Promise.all([one, other]);
}

/** Nothing keeps the pipeline any more, except what the test puts in its way. */
async function stopDevelopment(app: TestApp): Promise<void> {
  await sluice.door.post(`/v1/apps/${app.name}/environments/development/stop`, {});
  await until(async () => {
    const stopping = await query(
      sluice.database,
      `select 1 from releases where app = $1 and stopped_at is not null and removed_at is null`,
      [app.name],
    );
    return stopping.length === 0 ? true : undefined;
  });
}

const apply = (app: TestApp, environments: string) =>
  sluice.door.ask('POST', '/v1/apply', { manifest: pipelineManifest(app.name, environments) });
const remove = (app: TestApp) => sluice.door.ask('DELETE', `/v1/pipelines/${app.name}`);
const promote = (app: TestApp, artifact: string): Promise<Answer<PromoteAnswer & Refusal>> =>
  sluice.door.ask('POST', '/v1/promotions', { app: app.name, artifact, environment: 'prod' });

describe('an edit and a promotion at the same moment', () => {
  test('a promotion that came first keeps its environment', async () => {
    const { app, version } = await ready('kept');
    const [promoted, edited] = await oneAfterTheOther(
      app,
      () => promote(app, version),
      () => apply(app, development),
    );
    expect(edited.status).toBe(400);
    expect(JSON.stringify(edited.body)).toContain('prod/eu');
    expect(await app.ended(promoted.body.promotion?.id ?? '')).toMatchObject({ result: 'success' });
  });

  test('a promotion that came second is told that the environment is gone, and is not begun', async () => {
    const { app, version } = await ready('taken');
    const [edited, promoted] = await oneAfterTheOther(
      app,
      () => apply(app, development),
      () => promote(app, version),
    );
    expect(edited.status).toBe(200);
    expect(promoted).toMatchObject({ status: 404, body: { code: 'environment_not_found' } });
    await app.applyPipeline(withProd('eu'));
    const again = await promote(app, version);
    expect(await app.ended(again.body.promotion?.id ?? '')).toMatchObject({ result: 'success' });
  });

  test('a target that is added just before the releases are given gets one', async () => {
    const { app } = await ready('joined');
    let edited: Promise<unknown> = Promise.resolve();
    let done: Promise<unknown> = Promise.resolve();
    acts.set('promotion/deploy/before-run', async () => {
      const prod = await holdProd(app);
      edited = apply(app, withProd('eu', 'us'));
      await prod.queue(1);
      // The step goes on, and stands behind the edit.
      done = prod.queue(2).then(prod.letGo);
    });
    const { id } = await app.promote({ environment: 'prod' });
    const { releases } = await app.ended(id);
    await done;
    expect(await edited).toMatchObject({ status: 200 });
    expect(releases.map(({ target }) => target).toSorted()).toEqual(['eu', 'us']);
  });
});

describe('the deletion of a pipeline and a promotion at the same moment', () => {
  test('a promotion that came first keeps the pipeline', async () => {
    const { app, version } = await ready('stays');
    await stopDevelopment(app);
    const [promoted, removed] = await oneAfterTheOther(
      app,
      () => promote(app, version),
      () => remove(app),
    );
    expect(removed).toMatchObject({ status: 409, body: { code: 'pipeline_delete_refused' } });
    expect(removed.body.detail).not.toContain('development');
    expect(await app.ended(promoted.body.promotion?.id ?? '')).toMatchObject({ result: 'success' });
  });

  test('a promotion that came second is told that there is no pipeline, and one of that name starts afresh', async () => {
    const { app, version } = await ready('goes');
    await stopDevelopment(app);
    const [removed, promoted] = await oneAfterTheOther(
      app,
      () => remove(app),
      () => promote(app, version),
    );
    expect(removed.status).toBe(200);
    expect(promoted).toMatchObject({ status: 404, body: { code: 'pipeline_missing' } });
    await app.applyPipeline(withProd('eu'));
    const again = await promote(app, version);
    expect(await app.ended(again.body.promotion?.id ?? '')).toMatchObject({ result: 'success' });
  });
});
