import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { workTree } from '../lib/git/git-fixture.ts';
import type { WorkTree } from '../lib/git/git-fixture.ts';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';

let delivery: TestDelivery;
let admin: string;
const procfile = { Procfile: 'web: node server.js\n' };

beforeAll(async () => {
  delivery = await openTestDelivery();
  admin = await delivery.give('ada', 'admin');
});
afterAll(() => delivery.stop());

/** An app with a ready repository, and a work tree whose origin is that repository for the token's owner. */
async function clonable(token: string, project = 'default'): Promise<{ app: string; work: WorkTree; url: string }> {
  const app = `shop-${randomUUID().slice(0, 8)}`;
  const made = await delivery.call('POST', '/v1/apps', admin, { name: app });
  expect(made.status).toBe(201);
  await ready(app, project);
  const work = await workTree();
  const url = `${delivery.url.replace('http://', `http://git:${token}@`)}/git/${app}.git`;
  await work.git('remote', 'add', 'origin', url);
  return { app, work, url };
}

async function ready(app: string, project = 'default'): Promise<void> {
  await expect
    .poll(async () => (await delivery.call('GET', `/v1/apps/${app}?project=${project}`, admin)).body, { timeout: 5000 })
    .toMatchObject({ repositoryState: 'ready' });
}

async function pipelineFor(app: string): Promise<void> {
  const manifest = `
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${app} }
spec:
  app: ${app}
  environments:
    - { name: development, from: { branch: develop }, targets: [{ name: local, runtime: process }] }
    - { name: qa, promote: { by: merge, branch: env/qa }, targets: [{ name: local, runtime: process }] }
`;
  const applied = await delivery.call('POST', '/v1/apply', admin, { manifest });
  expect(applied).toMatchObject({ status: 200 });
}

const failure = async (push: Promise<unknown>): Promise<string> =>
  push.then(
    () => 'it was accepted',
    (error: unknown) => String(error instanceof Error ? error.message : error),
  );

const eventsSchema = z.object({
  items: z.array(
    z.object({ type: z.string(), actor: z.string(), door: z.string(), data: z.record(z.string(), z.unknown()) }),
  ),
});
const eventsOf = async (app: string, type: string) =>
  eventsSchema.parse((await delivery.call('GET', `/v1/events?app=${app}&type=${type}`, admin)).body).items;

test('stock git pushes and clones with a token as its password', async () => {
  const { work, url } = await clonable(await delivery.give('grace', 'developer'));
  const sha = await work.commit(procfile);
  await work.git('push', '-q', 'origin', 'HEAD:refs/heads/main', 'HEAD:refs/tags/v1.0.0');
  const other = await workTree();
  await other.git('pull', '-q', url, 'main');
  expect((await other.git('rev-parse', 'HEAD')).stdout.trim()).toBe(sha);
});

test('a push right after the app was made waits until its repository is there', async () => {
  const { app, work } = await clonable(admin);
  await work.commit(procfile);
  const state = (to: string) =>
    delivery.database.pool.query('update apps set repository_state = $1 where name = $2', [to, app]);
  await state('importing');
  let isOver = false;
  const push = work.git('push', '-q', 'origin', 'HEAD:refs/heads/main').finally(() => {
    isOver = true;
  });
  const { rowCount } = await delivery.database.pool.query('select 1 from apps where name = $1', [app]);
  expect([rowCount, isOver]).toEqual([1, false]);
  await state('ready');
  await push;
});

test('git is asked for a password by Basic, and wrong ones are refused in words it shows', async () => {
  const { app } = await clonable(admin);
  const path = `/git/${app}.git/info/refs?service=git-upload-pack`;
  const asked = await delivery.call('GET', path, undefined);
  expect(asked.status).toBe(401);
  expect(asked.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  const wrong = await delivery.call('GET', path, undefined, undefined, {
    authorization: `Basic ${Buffer.from('git:nonsense').toString('base64')}`,
  });
  expect(wrong.status).toBe(401);
  expect(wrong.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect((await delivery.call('GET', path, admin)).status).toBe(200);
});

test('a viewer neither reads nor pushes, and whoever has no role in the project learns nothing', async () => {
  const { app } = await clonable(admin);
  const viewer = await delivery.give('linus', 'viewer');
  const stranger = await delivery.give('margaret', 'admin', 'billing');
  for (const service of ['git-upload-pack', 'git-receive-pack']) {
    const path = `/git/${app}.git/info/refs?service=${service}`;
    const refused = await delivery.call('GET', path, viewer, undefined, { 'accept-language': 'uk' });
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('linus не може');
    expect((await delivery.call('GET', path, stranger)).status).toBe(404);
  }
});

test.each([
  '/git/nothing.git/info/refs?service=git-upload-pack',
  '/git/%64efault/shop.git/info/refs?service=git-upload-pack',
  '/git/../v1/apps.git/info/refs?service=git-upload-pack',
  '/git/a/b/c.git/info/refs?service=git-upload-pack',
  '/git/Shop.git/info/refs?service=git-upload-pack',
  '/git/shop.git',
])('%s is no repository', async (path) => {
  expect((await delivery.call('GET', path, admin)).status).toBe(404);
});

test('an app of another project has an address of its own', async () => {
  const root = await delivery.give('ada', 'admin', 'billing');
  const made = await delivery.call('POST', '/v1/apps', root, { name: 'invoices', project: 'billing' });
  expect(made.body).toMatchObject({ repositoryUrl: 'http://localhost:7070/git/billing/invoices.git' });
  await expect
    .poll(
      async () =>
        (await delivery.call('GET', '/git/billing/invoices.git/info/refs?service=git-upload-pack', root)).status,
    )
    .toBe(200);
});

test('what an environment runs is not pushed to; the rest of the same push goes through', async () => {
  const { app, work } = await clonable(await delivery.give('grace', 'developer'));
  await pipelineFor(app);
  await work.commit(procfile);
  const said = await failure(
    work.git('push', 'origin', 'HEAD:refs/heads/env/qa', 'HEAD:refs/heads/topic', 'HEAD:refs/tags/qa/1.0.0'),
  );
  expect(said).toContain(`Only Sluice writes branch env/qa: it is what environment qa runs.`);
  expect(said).toContain(`sluice promote ${app} qa`);
  expect(said).toContain('Only Sluice writes tags like qa/…');
  expect(said).toMatch(/\[new branch\]\s+HEAD -> topic/);
  // Neither what would stand in the way of the branch's name.
  for (const ref of ['refs/heads/env', 'refs/heads/env/qa/below', 'refs/tags/qa']) {
    expect(await failure(work.git('push', 'origin', `HEAD:${ref}`))).toContain('Only Sluice writes');
  }
  expect((await delivery.repositories.open('default', app).refs('refs/')).map(({ name }) => name)).toEqual([
    'refs/heads/topic',
  ]);
});

test('a push is told with its author, and its build and execution are that person’s', async () => {
  const { app, work } = await clonable(await delivery.give('grace', 'developer'));
  await pipelineFor(app);
  const sha = await work.commit(procfile);
  await work.git('push', '-q', 'origin', 'HEAD:refs/heads/develop');
  const [pushed] = await eventsOf(app, 'repository.pushed');
  expect(pushed).toMatchObject({
    actor: 'grace',
    door: 'git',
    data: { ref: 'refs/heads/develop', old: null, new: sha },
  });
  await expect.poll(() => eventsOf(app, 'execution.started'), { timeout: 10_000 }).toMatchObject([{ actor: 'grace' }]);
  await expect.poll(() => eventsOf(app, 'build.finished')).toMatchObject([{ actor: 'grace', door: 'git' }]);
});

test('a repository that is not there yet says so, and git may try again', async () => {
  const token = admin;
  const made = await delivery.call('POST', '/v1/apps', token, {
    name: 'elsewhere',
    repository: 'http://127.0.0.1:9/x.git',
  });
  expect(made.status).toBe(201);
  const answer = await delivery.call('GET', '/git/elsewhere.git/info/refs?service=git-upload-pack', token);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).not.toBeNull();
  expect(answer.body).toMatch(/elsewhere/);
});
