import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { answer } from '../client/src/index.ts';
import type { Environment, Release } from '../client/src/index.ts';
import { appProcesses } from './app-processes.ts';
import { createStory } from './chapter.ts';
import { clone, cloneUrl, must } from './checkout.ts';
import type { Checkout } from './checkout.ts';
import { createCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { open, startLoad } from './load.ts';
import type { Load } from './load.ts';
import { createPlayground } from './playground.ts';
import type { Playground } from './playground.ts';
import { postmasterOf, startProduct } from './product.ts';
import type { Product } from './product.ts';
import { shopFiles } from './shop.ts';
import { until } from './until.ts';

// Servers that die, hang and come back, and a database that dies, while people use the app through whoever is left.
const chapter = createStory();
let place: Playground;
let left: Product;
let right: Product;
let shop: Checkout;

const manifest = `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: shop }
spec:
  repository: { defaultBranch: main }
  health: { path: /healthz, deadline: 30s }
---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
  app: shop
  environments:
    - name: development
      from: { branch: main }
      targets: [{ name: local, runtime: process }]
`;

/** Takes two seconds to start, so that there is time to kill somebody meanwhile. */
const slowly = { Procfile: 'web: sleep 2 && exec node server.js\n' };

beforeAll(async () => {
  place = await createPlayground();
  left = await startProduct(place);
});
afterAll(() => place.remove());

function urlOf(product: Product, path = ''): string {
  return `http://development.shop.localhost:${product.port}/${path}`;
}

/** At a server, which need not be the one that is being treated badly. */
function commandLineOf(product: Product): CommandLine {
  return createCommandLine(place, { env: { SLUICE_SERVER: product.url, SLUICE_TOKEN: product.token } });
}

async function push(product: Product, page: string, files: Record<string, string> = {}): Promise<string> {
  const revision = await shop.commit(`Say ${page}`, { ...shopFiles(page), ...files });
  await must(shop.git('push', '--quiet', cloneUrl(product, 'shop'), 'HEAD:main'));
  return revision;
}

async function cell(product: Product): Promise<Environment | undefined> {
  return (await answer(product.client.http.GET('/v1/environments', { params: { query: { app: 'shop' } } }))).items[0];
}

async function releases(product: Product): Promise<readonly Release[]> {
  return (await answer(product.client.http.GET('/v1/releases', { params: { query: { app: 'shop' } } }))).items;
}

function isMoving(product: Product): Promise<boolean> {
  return until('it is on its way', async () => (await cell(product))?.state === 'rolling-out');
}

/** Live through this server, with every process of the version before it gone. Returns the processes that are left. */
async function settled(product: Product, page: string): Promise<ReadonlyMap<number, string>> {
  return until(`${page} is live, alone`, async () => {
    const isLive =
      (await open(urlOf(product))).body.startsWith(`${page},`) && (await cell(product))?.state === 'healthy';
    const processes = await appProcesses(product.dataDir);
    return isLive && new Set(processes.values()).size === 1 && processes;
  });
}

async function expectNoFailure(load: Load): Promise<void> {
  const { answered, failed, failures } = await load.stop();
  expect([failed, failures]).toEqual([0, []]);
  expect(answered).toBeGreaterThan(20);
}

chapter('two servers share a data directory, and a version goes live through both without a gap', async () => {
  right = await startProduct(place);
  expect(right.process.err()).not.toContain('database started');
  await place.file('shop.yaml', manifest);
  expect((await createCommandLine(place)('apply -f shop.yaml')).code).toBe(0);
  shop = await clone(place, cloneUrl(left, 'shop'), 'shop');
  await push(left, 'one');
  await settled(left, 'one');
  await settled(right, 'one');
  const people = [startLoad(urlOf(left)), startLoad(urlOf(right))];
  await push(right, 'two');
  await settled(left, 'two');
  await settled(right, 'two');
  for (const load of people) await expectNoFailure(load);
  const status = await createCommandLine(place)('status');
  expect(status.out).toContain(`pid ${left.pid}`);
  expect(status.out).toContain(`pid ${right.pid}`);
});

chapter('one is killed in the middle of a release: the other finishes it, serves on, and follows the log', async () => {
  const people = startLoad(urlOf(right));
  const log = commandLineOf(right).start('logs shop development --follow');
  await push(left, 'three', slowly);
  await isMoving(right);
  await left.kill();
  await settled(right, 'three');
  await open(urlOf(right, 'say/still-here'));
  await until('the log goes on', () => log.out().includes('somebody says still-here'));
  expect(log.out()).toContain('shop three starts');
  await expectNoFailure(people);
  expect((await releases(right)).map(({ number, result }) => [number, result])).toEqual([
    [3, 'success'],
    [2, 'success'],
    [1, 'success'],
  ]);
  log.interrupt();
  expect((await log.ended).code).toBe(130);
});

chapter('one hangs: the other takes over when the lease is over, and what wakes up again does no harm', async () => {
  left = await startProduct(place, { port: left.port });
  await settled(left, 'three');
  const people = startLoad(urlOf(left));
  const log = commandLineOf(left).start('logs shop development --follow');
  right.process.signal('SIGSTOP');
  await push(left, 'four');
  const processes = await settled(left, 'four');
  await open(urlOf(left, 'say/taken-over'));
  await until('the log goes on', () => log.out().includes('somebody says taken-over'));
  right.process.signal('SIGCONT');
  expect([...(await settled(right, 'four'))]).toEqual([...processes]);
  await push(right, 'five');
  await settled(left, 'five');
  await settled(right, 'five');
  await expectNoFailure(people);
  log.interrupt();
  await log.ended;
  expect((await releases(right)).map(({ number, result }) => [number, result])).toEqual(
    [5, 4, 3, 2, 1].map((number) => [number, 'success']),
  );
});

chapter('the database is killed: people notice nothing, and work goes on when it is back', async () => {
  const people = [startLoad(urlOf(left)), startLoad(urlOf(right))];
  const postmaster = await postmasterOf(left.dataDir);
  if (postmaster === undefined) throw new Error('the database does not run');
  await push(left, 'six', slowly);
  await isMoving(left);
  process.kill(postmaster, 'SIGKILL');
  await until('another one runs', async () => {
    const pid = await postmasterOf(left.dataDir);
    return pid !== undefined && pid !== postmaster;
  });
  await settled(left, 'six');
  await settled(right, 'six');
  for (const load of people) await expectNoFailure(load);
  expect((await releases(right))[0]).toMatchObject({ number: 6, result: 'success' });
});

chapter('the only server is killed: the app survives, and the next server adopts it as it is', async () => {
  const stopped = await right.stop();
  expect([stopped.code, stopped.out]).toEqual([0, expect.stringContaining('Apps keep running')]);
  const before = await settled(left, 'six');
  await left.kill();
  expect([...(await appProcesses(left.dataDir))]).toEqual([...before]);
  left = await startProduct(place, { port: left.port });
  expect([...(await settled(left, 'six'))]).toEqual([...before]);

  // Killed in the middle of a release, with nobody to take over until the next start.
  await push(left, 'seven', slowly);
  await isMoving(left);
  await left.kill();
  left = await startProduct(place, { port: left.port });
  await settled(left, 'seven');
  expect((await releases(left)).slice(0, 2)).toMatchObject([
    { number: 7, result: 'success', serving: true },
    { number: 6, result: 'success', serving: false },
  ]);
});

chapter('an independent instance lives beside it on its own port and data directory', async () => {
  const other = await startProduct(place, { dataDir: join(place.path, 'other') });
  const sluice = createCommandLine(place, { env: { SLUICE_DATA_DIR: other.dataDir } });
  expect((await sluice('apply -f shop.yaml')).code).toBe(0);
  await must(shop.git('push', '--quiet', cloneUrl(other, 'shop'), 'HEAD:main'));
  await push(left, 'eight');
  await settled(left, 'eight');
  await settled(other, 'seven');
  expect((await sluice('list')).out).toContain('0.0.1-main.1 ●');
  expect((await createCommandLine(place)('list')).out).toContain('0.0.1-main.8 ●');
  expect((await other.stop()).code).toBe(0);
  expect(await postmasterOf(other.dataDir)).toBeUndefined();
  await settled(left, 'eight');
  expect((await left.stop()).code).toBe(0);
  expect([...(await appProcesses(left.dataDir))]).toEqual([]);
});
