import { access } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { workTree } from '../lib/git/git-fixture.ts';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';
import { appSchema } from './app-schema.ts';

let delivery: TestDelivery;
let operator: string;

beforeAll(async () => {
  delivery = await openTestDelivery();
  operator = await delivery.give('ada', 'operator');
});
afterAll(() => delivery.stop());

const create = (body: object) => delivery.call('POST', '/v1/apps', operator, body);
async function ready(app: string): Promise<void> {
  await expect
    .poll(async () => (await delivery.call('GET', `/v1/apps/${app}`, operator)).body, { timeout: 5000 })
    .toMatchObject({ repositoryState: 'ready' });
}
const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

test('an app is created from its common settings, and creating it again the same way changes nothing', async () => {
  const settings = { name: 'shop', build: 'npm run build', healthPath: '/healthz', owner: 'team basket' };
  const made = await create(settings);
  expect(made.status).toBe(201);
  expect(appSchema.parse(made.body)).toMatchObject({
    name: 'shop',
    generation: 1,
    buildCommand: 'npm run build',
    healthPath: '/healthz',
    owner: 'team basket',
    pipeline: null,
    repositoryUrl: 'http://localhost:7070/git/shop.git',
  });
  const again = await create(settings);
  expect(again).toMatchObject({ status: 200, body: { generation: 1 } });
  await ready('shop');
});

test('an app that is there with other settings is not changed by creating it', async () => {
  expect((await create({ name: 'basket', build: 'make' })).status).toBe(201);
  const other = await create({ name: 'basket', build: 'make all' });
  expect(other).toMatchObject({ status: 409, body: { code: 'app_exists' } });
  expect((await delivery.call('GET', '/v1/apps/basket', operator)).body).toMatchObject({ buildCommand: 'make' });
});

test('of many who create the same app at once with different settings, one wins and the others are told', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => create({ name: 'contested', owner: `team ${index}` })),
  );
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    201,
    ...Array.from({ length: 7 }, () => 409),
  ]);
  expect((await delivery.call('GET', '/v1/apps/contested', operator)).body).toMatchObject({ generation: 1 });
});

test('many who apply the same app at once each get a generation of their own', async () => {
  const manifest = (owner: string) => `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: generations }
spec: { owner: ${owner} }
`;
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      delivery.call('POST', '/v1/apply', operator, { manifest: manifest(`team-${index}`) }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
  expect((await delivery.call('GET', '/v1/apps/generations', operator)).body).toMatchObject({ generation: 6 });
});

test('apps are listed by name, page by page', async () => {
  for (const name of ['zeta', 'alpha', 'mid']) expect((await create({ name })).status).toBe(201);
  const page = z.object({ items: z.array(appSchema), nextCursor: z.string().nullable() });
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const found = page.parse((await delivery.call('GET', `/v1/apps?limit=2${query}`, operator)).body);
    names.push(...found.items.map(({ name }) => name));
    cursor = found.nextCursor;
  }
  expect(names).toEqual(names.toSorted());
  expect(names).toEqual(expect.arrayContaining(['alpha', 'mid', 'zeta']));
});

test('an app that is not there is named with the one that was probably meant, in the reader’s language', async () => {
  await create({ name: 'payments' });
  const uk = { 'accept-language': 'uk' };
  expect(await delivery.call('GET', '/v1/apps/payment', operator, undefined, uk)).toMatchObject({
    status: 404,
    body: { code: 'app_not_found', detail: 'Застосунку «payment» немає. Можливо, payments?' },
  });
});

test('who may only look, or has no role in the project, creates and deletes nothing', async () => {
  await create({ name: 'guarded' });
  const viewer = await delivery.give('linus', 'viewer');
  const stranger = await delivery.give('grace', 'admin', 'billing');
  expect((await delivery.call('POST', '/v1/apps', viewer, { name: 'mine' })).status).toBe(403);
  expect((await delivery.call('DELETE', '/v1/apps/guarded', viewer)).status).toBe(403);
  expect((await delivery.call('DELETE', '/v1/apps/guarded', stranger)).status).toBe(404);
  expect((await delivery.call('GET', '/v1/apps?project=default', stranger)).status).toBe(404);
  expect((await delivery.call('GET', '/v1/apps/guarded', viewer)).status).toBe(200);
});

test('a deleted app leaves nothing behind, and a new one of its name begins empty', async () => {
  await create({ name: 'gone' });
  await ready('gone');
  const { path } = delivery.repositories.open('default', 'gone');
  const work = await workTree();
  await work.commit({ 'a.txt': '1\n' });
  await work.git('push', '-q', path, 'HEAD:refs/heads/main');

  const deleted = await delivery.call('DELETE', '/v1/apps/gone', operator);
  expect(deleted).toMatchObject({ status: 200, body: { message: { code: 'app_deleted' } } });
  expect((await delivery.call('GET', '/v1/apps/gone', operator)).status).toBe(404);
  expect((await delivery.call('GET', '/v1/manifests/app/gone', operator)).status).toBe(404);
  expect((await delivery.call('DELETE', '/v1/apps/gone', operator)).status).toBe(404);

  // At once, while the files may still be there.
  expect((await create({ name: 'gone' })).status).toBe(201);
  await ready('gone');
  expect(await delivery.repositories.open('default', 'gone').refs('refs/')).toEqual([]);

  await delivery.call('DELETE', '/v1/apps/gone', operator);
  await expect.poll(() => isThere(path), { timeout: 5000 }).toBe(false);
});

test('an app that a pipeline delivers is not deleted', async () => {
  await create({ name: 'delivered' });
  const manifest = `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: delivered-line }
spec:
  app: delivered
  environments:
    - { name: development, from: { branch: main }, targets: [{ name: local, runtime: process }] }
`;
  expect((await delivery.call('POST', '/v1/apply', operator, { manifest })).status).toBe(200);
  expect((await delivery.call('GET', '/v1/apps/delivered', operator)).body).toMatchObject({
    pipeline: 'delivered-line',
  });
  const refused = await delivery.call('DELETE', '/v1/apps/delivered', operator);
  expect(refused).toMatchObject({ status: 409, body: { code: 'app_still_used' } });
  expect(refused.body).toMatchObject({ detail: expect.stringContaining('sluice delete pipeline delivered-line') });
  expect((await delivery.call('DELETE', '/v1/pipelines/delivered-line', operator)).status).toBe(200);
  expect((await delivery.call('DELETE', '/v1/apps/delivered', operator)).status).toBe(200);
});
