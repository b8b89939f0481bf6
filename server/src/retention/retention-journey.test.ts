import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { workTree } from '../lib/git/git-fixture.ts';
import type { WorkTree } from '../lib/git/git-fixture.ts';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';

let delivery: TestDelivery;
let admin: string;
/** What happens when a look has given content up and before the registry lets go of it. */
let between: (() => Promise<unknown>) | undefined;

beforeAll(async () => {
  delivery = await openTestDelivery({
    retention: { artifactsDays: 30, releases: 2, logsDays: 30, stepsDays: 30, eventsDays: 30 },
    reached: async (boundary) => {
      if (boundary !== 'retention/after-prune') return;
      const act = between;
      between = undefined;
      await act?.();
    },
  });
  admin = await delivery.give('ada', 'admin');
});
afterAll(() => delivery.stop());

const get = async (path: string) => (await delivery.call('GET', path, admin)).body;
const post = (path: string, body: unknown) => delivery.call('POST', path, admin, body);
const query = (text: string, values: unknown[] = []) => delivery.database.pool.query(text, values);
const artifactsSchema = z.object({
  items: z.array(z.object({ id: z.string(), version: z.string(), digest: z.string() })),
});
const promotedSchema = z.object({ promotion: z.object({ id: z.string() }) });

interface Shop {
  readonly app: string;
  readonly work: WorkTree;
  /** Commits, pushes and waits until it serves in development; answers the commit. */
  push(text: string): Promise<string>;
  arrived(sha: string): Promise<void>;
  /** Versions whose content the registry has, oldest first. */
  held(): Promise<string[]>;
}

async function openShop(app: string): Promise<Shop> {
  await post('/v1/apps', { name: app });
  await expect.poll(() => get(`/v1/apps/${app}`), { timeout: 5000 }).toMatchObject({ repositoryState: 'ready' });
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec:
  app: ${app}
  environments:
    - { name: development, from: { branch: develop }, targets: [{ name: local, runtime: process }] }
    - { name: qa, order: any, targets: [{ name: local, runtime: process }] }
`;
  expect(await post('/v1/apply', { manifest })).toMatchObject({ status: 200 });
  const work = await workTree();
  await work.git(
    'remote',
    'add',
    'origin',
    `${delivery.url.replace('http://', `http://git:${admin}@`)}/git/${app}.git`,
  );
  const arrived = async (sha: string): Promise<void> => {
    await expect
      .poll(() => get(`/v1/promotions?app=${app}&environment=development&limit=1`), { timeout: 15_000 })
      .toMatchObject({ items: [{ state: 'finished', result: 'success', artifact: { revision: sha } }] });
  };
  return {
    app,
    work,
    arrived,
    push: async (text) => {
      const sha = await work.commit({ 'index.html': text }, `Say ${text}`);
      await work.git('push', '-q', 'origin', 'HEAD:refs/heads/develop');
      await arrived(sha);
      return sha;
    },
    held: async () => {
      const { items } = artifactsSchema.parse(await get(`/v1/apps/${app}/artifacts`));
      const there = await Promise.all(items.map(({ digest }) => delivery.registry.has(`default/${app}`, digest)));
      return items.flatMap(({ version }, index) => (there[index] === true ? [version] : [])).toReversed();
    },
  };
}

/** Everything there is has been there for a year, and nobody has looked at it since. */
async function age(app: string): Promise<void> {
  await query(`update artifacts set used_at = now() - interval '1 year' where app = $1`, [app]);
  await query(
    `update promotions set finished_at = finished_at - interval '1 year' where app = $1 and state = 'finished'`,
    [app],
  );
  await query(`update builds set finished_at = finished_at - interval '1 year' where app = $1`, [app]);
}

/** Has the retention look, and waits until it has come to rest. */
async function sweep(): Promise<void> {
  const before = await delivery.engine.events.position();
  await delivery.engine.transact(async (tx) => {
    tx.emit({
      type: 'test.marked',
      project: 'default',
      subject: 'test',
      labels: {},
      actor: 'x',
      door: 'system',
      data: {},
    });
    tx.wake('retention', 'all');
  });
  await expect
    .poll(
      async () =>
        (
          await query(
            `select 1 from work where kind = 'retention' and owner is null and run_at > now() + interval '1 minute'`,
          )
        ).rowCount,
      { timeout: 10_000 },
    )
    .toBe(1);
  expect(BigInt(await delivery.engine.events.position())).toBeGreaterThan(BigInt(before));
}

describe('content that nothing needs', () => {
  test('goes, and what serves or a rollback returns to stays; a rollback afterwards works', async () => {
    const shop = await openShop('books');
    for (const text of ['one', 'two', 'three', 'four']) await shop.push(text);
    await age('books');
    await sweep();
    expect(await shop.held()).toEqual(['0.0.1-develop.3', '0.0.1-develop.4']);
    expect(artifactsSchema.parse(await get('/v1/apps/books/artifacts')).items).toHaveLength(4);
    const pruned = await get('/v1/events?type=artifact.pruned&app=books');
    expect(pruned).toMatchObject({ items: [{ actor: 'sluice:retention' }, {}] });

    const back = promotedSchema.parse((await post('/v1/rollbacks', { app: 'books', environment: 'development' })).body);
    await expect
      .poll(() => get(`/v1/promotions/${back.promotion.id}`), { timeout: 10_000 })
      .toMatchObject({ result: 'success', artifact: { version: '0.0.1-develop.3' } });
  });

  test('is named to whoever asks for it, and made again from its commit', async () => {
    const shop = await openShop('maps');
    const first = await shop.push('one');
    for (const text of ['two', 'three', 'four']) await shop.push(text);
    await age('maps');
    await sweep();
    const wanted = { app: 'maps', environment: 'qa', artifact: '0.0.1-develop.1' };
    expect(await post('/v1/promotions', wanted)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('the content of 0.0.1-develop.1 was given up') },
    });
    const release = { app: 'maps', environment: 'development', to: 'v1' };
    expect(await post('/v1/rollbacks', release)).toMatchObject({
      status: 409,
      body: { code: 'rollback_content_gone' },
    });

    await shop.work.git('push', '-q', '--force', 'origin', `${first}:refs/heads/develop`);
    await shop.arrived(first);
    expect(await shop.held()).toContain('0.0.1-develop.1');
    expect((await post('/v1/promotions', wanted)).status).toBe(202);
  });

  test('stays while a branch points to it, and while something with it has not ended', async () => {
    const shop = await openShop('tips');
    const first = await shop.push('one');
    for (const text of ['two', 'three', 'four', 'five']) await shop.push(text);
    await query(`insert into branch_tips (project, app, branch, revision) values ('default', 'tips', 'old', $1)`, [
      first,
    ]);
    await post('/v1/locks', { app: 'tips', environment: 'qa', reason: 'not yet' });
    const waiting = await post('/v1/promotions', { app: 'tips', environment: 'qa', artifact: '0.0.1-develop.2' });
    expect(waiting.status).toBe(202);
    await age('tips');
    await sweep();
    expect(await shop.held()).toEqual(['0.0.1-develop.1', '0.0.1-develop.2', '0.0.1-develop.4', '0.0.1-develop.5']);
    await post('/v1/locks/lift', { app: 'tips', environment: 'qa' });
    const { promotion } = promotedSchema.parse(waiting.body);
    await expect
      .poll(() => get(`/v1/promotions/${promotion.id}`), { timeout: 10_000 })
      .toMatchObject({ result: 'success' });
  });

  test('of what is being asked for at this moment is left alone; what came too late is refused', async () => {
    const shop = await openShop('race');
    const rounds = 10;
    for (let n = 1; n <= rounds + 2; n += 1) await shop.push(`text ${n}`);
    for (let n = 1; n <= rounds; n += 1) {
      const artifact = `0.0.1-develop.${n}`;
      await query(`update artifacts set used_at = now() - interval '1 year' where app = 'race' and version = $1`, [
        artifact,
      ]);
      const acts = [() => post('/v1/promotions', { app: 'race', environment: 'qa', artifact }), sweep] as const;
      // Now the one comes first, now the other.
      const [first, second] = n % 2 === 0 ? acts : acts.toReversed();
      const [one, other] = await Promise.all([first?.(), second?.()]);
      const answer = one ?? other;
      // A row that was held by the one who was refused is left for the next look.
      if (answer?.status === 409) await sweep();
      const isThere = (await shop.held()).includes(artifact);
      expect([n, answer?.status, isThere]).toEqual([n, isThere ? 202 : 409, isThere]);
      if (!isThere) continue;
      const { promotion } = promotedSchema.parse(answer?.body);
      await expect
        .poll(() => get(`/v1/promotions/${promotion.id}`), { timeout: 10_000 })
        .toMatchObject({ result: 'success' });
    }
  });

  test('waits for a command that has named it and not ended yet', async () => {
    const shop = await openShop('held');
    for (const text of ['one', 'two', 'three']) await shop.push(text);
    await age('held');
    const client = await delivery.database.pool.connect();
    try {
      // As any command does that is about to need it.
      await client.query('begin');
      await client.query(
        `select 1 from artifacts where app = 'held' and version = '0.0.1-develop.1' for no key update`,
      );
      await sweep();
      expect(await shop.held()).toContain('0.0.1-develop.1');
      await client.query('rollback');
    } finally {
      client.release();
    }
    await sweep();
    expect(await shop.held()).not.toContain('0.0.1-develop.1');
  });

  test('that is made again while the registry is about to let go of it stays', async () => {
    const shop = await openShop('again');
    const first = await shop.push('one');
    for (const text of ['two', 'three']) await shop.push(text);
    await age('again');
    between = async () => {
      await shop.work.git('push', '-q', '--force', 'origin', `${first}:refs/heads/develop`);
      await shop.arrived(first);
    };
    await sweep();
    expect(await shop.held()).toContain('0.0.1-develop.1');
    await sweep();
    expect(await shop.held()).toContain('0.0.1-develop.1');
  });
});

describe('what is old', () => {
  test('steps go, except where something may be retried; logs of builds go with their files', async () => {
    const shop = await openShop('old');
    await shop.push('one');
    await shop.push('two');
    const log = join(delivery.dataDir, 'logs', 'builds', 'default', 'old', 'bld_1.log');
    await mkdir(join(log, '..'), { recursive: true });
    await writeFile(log, 'compiled');
    const { rows } = await query(
      `update builds set log_file = $1 where id = (select id from builds where app = 'old' order by id limit 1) returning id`,
      [log],
    );
    await age('old');
    await sweep();
    await expect(access(log)).rejects.toThrow();
    const [build] = z.array(z.object({ id: z.string() })).parse(rows);
    expect((await delivery.call('GET', `/v1/apps/old/builds/${build?.id}/log`, admin)).status).toBe(200);
    const stepsSchema = z.object({ items: z.array(z.object({ steps: z.array(z.object({ key: z.string() })) })) });
    const { items } = stepsSchema.parse(await get('/v1/promotions?app=old&environment=development'));
    expect(items.map(({ steps }) => steps.map(({ key }) => key))).toEqual([['tag', 'deploy'], ['deploy']]);
    // Figures are made of what stays.
    const from = new Date(Date.now() - 365.5 * 86_400_000).toISOString();
    expect(await get(`/v1/insights?app=old&environment=development&from=${from}`)).toMatchObject({
      items: [{ changes: 2 }],
    });
  });

  test('steps stay of what may still be retried: new configuration, and what was called off, overtake nothing', async () => {
    const shop = await openShop('retried');
    await shop.push('one');
    delivery.runtime.broken.add('0.0.1-develop.2');
    await shop.work.commit({ 'index.html': 'two' }, 'Say two');
    await shop.work.git('push', '-q', 'origin', 'HEAD:refs/heads/develop');
    const newest = '/v1/promotions?app=retried&environment=development&limit=1';
    await expect
      .poll(() => get(newest), { timeout: 15_000 })
      .toMatchObject({ items: [{ result: 'failure', artifact: { version: '0.0.1-develop.2' } }] });
    await delivery.call('PATCH', '/v1/apps/retried/environments/development/configuration', admin, { set: { A: '1' } });
    await expect
      .poll(() => get(newest), { timeout: 15_000 })
      .toMatchObject({ items: [{ kind: 'configuration', state: 'finished' }] });
    await age('retried');
    await sweep();
    expect(await get('/v1/promotions?app=retried&environment=development')).toMatchObject({
      items: [
        { kind: 'configuration' },
        { steps: [{ key: 'tag' }, { key: 'deploy' }] },
        { steps: [{ key: 'deploy' }] },
      ],
    });
  });

  test('events go, and whoever follows from before them is told to begin anew', async () => {
    await query(`update events set at = at - interval '1 year'`);
    const position = await delivery.engine.events.position();
    await sweep();
    expect(await get('/v1/events?after=1')).toMatchObject({ reset: true });
    expect(BigInt(position)).toBeGreaterThan(1n);
    const { items } = z.object({ items: z.array(z.object({ type: z.string() })) }).parse(await get('/v1/events'));
    expect(items.map(({ type }) => type)).toEqual(['test.marked']);
  });
});
