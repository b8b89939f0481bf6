import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { workTree } from '../lib/git/git-fixture.ts';
import { openTestDelivery } from '../test-delivery.ts';
import type { TestDelivery } from '../test-delivery.ts';
import { parseImportAddress } from './import-address.ts';

let delivery: TestDelivery;
let operator: string;

beforeAll(async () => {
  delivery = await openTestDelivery();
  operator = await delivery.give('ada', 'operator');
});
afterAll(() => delivery.stop());

/** A host of repositories that lets nobody in, and remembers with what they tried. */
async function closedHost(): Promise<{ address: string; tried: Set<string> }> {
  const tried = new Set<string>();
  const server = createServer((request: IncomingMessage, response) => {
    if (request.headers.authorization !== undefined) tried.add(request.headers.authorization);
    response.writeHead(request.headers.authorization === undefined ? 401 : 403).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return { address: `127.0.0.1:${address.port}`, tried };
}

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

test('a credential in the URL of an import opens that repository, and is in no answer, event or row', async () => {
  const host = await closedHost();
  const repository = `http://ada:s3cret-word@${host.address}/x.git`;
  const made = await delivery.call('POST', '/v1/apps', operator, { name: 'private', repository });
  expect(made.status).toBe(201);
  await expect.poll(() => [...host.tried], { timeout: 5000 }).toContain(basic('ada:s3cret-word'));
  await expect
    .poll(async () => (await delivery.call('GET', '/v1/apps/private', operator)).body, { timeout: 5000 })
    .toMatchObject({ repositoryState: 'failed' });
  const { rows: known } = await delivery.database.pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const names = known.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['specs', 'apps', 'events', 'import_credentials']));
  for (const name of names) {
    const { rows } = await delivery.database.pool.query(`select row_to_json(t)::text as row from "${name}" t`);
    expect(JSON.stringify({ name, rows })).not.toContain('s3cret-word');
  }
  const app = await delivery.call('GET', '/v1/apps/private', operator);
  expect(JSON.stringify([made.body, app.body])).not.toContain('s3cret-word');
  const again = await delivery.call('POST', '/v1/apps', operator, { name: 'private', repository });
  expect(again.status).toBe(200);
});

test('the credential of an import is sent to no other address', async () => {
  const [first, second] = [await closedHost(), await closedHost()];
  await delivery.call('POST', '/v1/apps', operator, {
    name: 'moved',
    repository: `http://ada:pw@${first.address}/x.git`,
  });
  await expect.poll(() => [...first.tried], { timeout: 5000 }).toContain(basic('ada:pw'));
  const manifest = [
    'apiVersion: sluice.dev/v1alpha1',
    'kind: App',
    'metadata: { name: moved }',
    `spec: { repository: { import: "http://${second.address}/x.git" } }`,
  ].join('\n');
  expect((await delivery.call('POST', '/v1/apply', operator, { manifest })).status).toBe(200);
  await expect
    .poll(async () => (await delivery.call('GET', '/v1/apps/moved', operator)).body, { timeout: 5000 })
    .toMatchObject({ repositoryMessage: { text: expect.stringContaining(second.address) } });
  expect(second.tried).toEqual(new Set());
});

test('what cannot be read from is refused at once, and nothing is made of it', async () => {
  const empty = join(delivery.dataDir, 'no-repository');
  await mkdir(empty);
  for (const [repository, code] of [
    [empty, 'git_source_path_refused'],
    ['/nonexist', 'git_source_path_refused'],
    ['ssh://git@host/x.git', 'git_source_protocol_refused'],
    ['not a repository', 'git_source_invalid'],
  ]) {
    const refused = await delivery.call('POST', '/v1/apps', operator, { name: 'nothing', repository });
    expect([repository, refused.status, refused.body]).toMatchObject([repository, 400, { code }]);
  }
  expect((await delivery.call('GET', '/v1/apps/nothing', operator)).status).toBe(404);
});

test('while nothing has been taken over, a wrong address or credential is corrected by the same command', async () => {
  const [wrong, closed] = [await closedHost(), await closedHost()];
  const create = (repository: string) =>
    delivery.call('POST', '/v1/apps', operator, { name: 'mended', repository, description: 'mended' });
  const state = async (): Promise<unknown> => (await delivery.call('GET', '/v1/apps/mended', operator)).body;
  expect((await create(`http://ada:typo@${wrong.address}/x.git`)).status).toBe(201);
  await expect.poll(state, { timeout: 5000 }).toMatchObject({ repositoryState: 'failed' });
  // The same address with another credential: the same manifest, and still something new.
  expect((await create(`http://ada:better@${wrong.address}/x.git`)).status).toBe(202);
  await expect.poll(() => [...wrong.tried], { timeout: 15_000 }).toContain(basic('ada:better'));
  // Another address without one: what was given for the first is forgotten.
  expect((await create(`http://${closed.address}/x.git`)).status).toBe(202);
  await expect
    .poll(state, { timeout: 15_000 })
    .toMatchObject({ repositoryMessage: { text: expect.stringContaining(closed.address) } });
  expect(closed.tried).toEqual(new Set());
  const { rows } = await delivery.database.pool.query("select 1 from import_credentials where app = 'mended'");
  expect(rows).toEqual([]);

  const source = join(delivery.dataDir, 'source');
  await mkdir(source);
  const work = await workTree(source);
  await work.commit({ 'a.txt': 'a' }, 'Begin');
  expect((await create(source)).status).toBe(202);
  await expect.poll(state, { timeout: 15_000 }).toMatchObject({ repositoryState: 'ready', generation: 3 });
  const late = await create(`http://${closed.address}/x.git`);
  expect([late.status, late.body]).toMatchObject([409, { code: 'app_exists' }]);
});

/** A host that answers nothing until it is told to, and lets nobody in then. */
async function slowHost(): Promise<{ address: string; asked: () => boolean; answer: () => void }> {
  const held = Promise.withResolvers<void>();
  let asked = false;
  const server = createServer((_request, response) => {
    asked = true;
    void held.promise.then(() => response.writeHead(403).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    held.resolve();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return { address: `127.0.0.1:${address.port}`, asked: () => asked, answer: held.resolve };
}

test('what the old address answers too late says nothing about the corrected one', async () => {
  const slow = await slowHost();
  const create = (repository: string) => delivery.call('POST', '/v1/apps', operator, { name: 'late', repository });
  expect((await create(`http://${slow.address}/x.git`)).status).toBe(201);
  await expect.poll(slow.asked, { timeout: 5000 }).toBe(true);
  const source = join(delivery.dataDir, 'late-source');
  await mkdir(source);
  const work = await workTree(source);
  await work.commit({ 'a.txt': 'a' }, 'Begin');
  expect((await create(source)).status).toBe(202);
  slow.answer();
  const told = new Set<string>();
  await expect
    .poll(
      async () => {
        const { body } = await delivery.call('GET', '/v1/apps/late', operator);
        const { repositoryState } = body as { repositoryState: string };
        told.add(repositoryState);
        return repositoryState;
      },
      { timeout: 15_000, interval: 10 },
    )
    .toBe('ready');
  expect(told).not.toContain('failed');
});

test('a repository that is here already is not given another address, even before it is noted as ready', async () => {
  const slow = await slowHost();
  const create = (address: string) =>
    delivery.call('POST', '/v1/apps', operator, { name: 'taken', repository: `http://${address}/x.git` });
  expect((await create(slow.address)).status).toBe(201);
  await expect.poll(slow.asked, { timeout: 5000 }).toBe(true);
  // As after a crash between the import and its note.
  await delivery.repositories.open('default', 'taken').init({ defaultBranch: 'main' });
  const refused = await create((await closedHost()).address);
  expect([refused.status, refused.body]).toMatchObject([409, { code: 'app_exists' }]);
});

test('a manifest that holds a credential is refused, because manifests are kept and shown', async () => {
  const manifest = [
    'apiVersion: sluice.dev/v1alpha1',
    'kind: App',
    'metadata: { name: leaky }',
    'spec: { repository: { import: "https://ada:s3cret-word@example.com/x.git" } }',
  ].join('\n');
  const refused = await delivery.call('POST', '/v1/apply', operator, { manifest });
  expect(refused.status).toBe(400);
  const words = JSON.stringify(refused.body);
  expect(words).toContain('must be without a user name and password');
  expect(words).not.toContain('s3cret-word');
});

test.each([
  ['https://ada:pw@example.com/x.git', 'https://example.com/x.git'],
  ['https://ghp_token@example.com/x.git', 'https://example.com/x.git'],
  ['https://example.com/x.git', 'https://example.com/x.git'],
  ['/srv/git/shop.git', '/srv/git/shop.git'],
])('of %s the address %s is kept', (source, address) => {
  expect(parseImportAddress(source).address).toBe(address);
});
