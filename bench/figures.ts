import { spawn } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { answer } from '../client/src/index.ts';
import { clone, cloneUrl, must } from '../e2e/checkout.ts';
import type { Checkout } from '../e2e/checkout.ts';
import { createCommandLine } from '../e2e/command-line.ts';
import { ask, open } from '../e2e/load.ts';
import { residentBytes } from '../e2e/memory.ts';
import { createPlayground } from '../e2e/playground.ts';
import { postmasterOf, startProduct } from '../e2e/product.ts';
import type { Product } from '../e2e/product.ts';
import { shopFiles } from '../e2e/shop.ts';
import { until } from '../e2e/until.ts';

/**
 * What the real product needs for what people wait for, over its doors alone: stock git, HTTP, the command line. Every
 * figure is a wall-clock time on this machine, and says as much about the machine as about Sluice. `node bench/figures.ts`,
 * about two minutes; nothing else should run meanwhile.
 */
const pushes = 7;
const promotions = 15;
const rollbacks = 6;
const kills = 4;
const commands = 15;

const places = Array.from({ length: promotions }, (_, index) => `place-${index + 1}`);
const manifest = `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: shop }
spec:
  repository: { defaultBranch: main }
  health: /healthz
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
${places.map((name) => `    - { name: ${name}, after: [development], targets: [{ name: local, runtime: process }] }\n`).join('')}`;

const place = await createPlayground();
try {
  const product = await startProduct(place);
  const sluice = createCommandLine(place);
  await place.file('shop.yaml', manifest);
  await must(sluice('apply -f shop.yaml'));
  const shop = await clone(place, cloneUrl(product, 'shop'), 'shop');
  await push(product, shop, 'first');
  await until('the first version is live', () => shows(product, 'first'));

  await delay(5000);
  await tellMemory(product);
  const appStart = await ownStart(shop.path);
  tell("the app's own start", [appStart]);
  await tellPushes(product, shop, appStart);
  await tellPromotions(product);
  await tellRollbacks(product, appStart);
  await tellCommandLine();
  await tellKills(product, shop);
} finally {
  await place.remove();
}

async function tellMemory({ pid, dataDir }: Product): Promise<void> {
  const postmaster = await postmasterOf(dataDir);
  const folder = postmaster === undefined ? '' : await readlink(`/proc/${postmaster}/cwd`).catch(() => '');
  const pids = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((one) => readlink(`/proc/${one}/cwd`).catch(() => '')));
  const database = pids.filter((_, index) => folder !== '' && folders[index] === folder).map(Number);
  const proportional = await Promise.all(database.map(proportionalBytes));
  const total = proportional.reduce((sum, bytes) => sum + bytes, 0);
  console.log(
    `idle memory, server      RSS ${mebi(await residentBytes(pid))}   PSS ${mebi(await proportionalBytes(pid))}`,
  );
  console.log(`idle memory, database    PSS ${mebi(total)} of ${database.length} processes`);
}

/** The app as Sluice starts it, without Sluice: from the spawn to the first answer. */
async function ownStart(folder: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const port = await freePort();
    const begin = performance.now();
    const child = spawn('/bin/sh', ['-c', 'exec node server.js'], {
      cwd: folder,
      env: { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`, PORT: String(port) },
      stdio: 'ignore',
    });
    await soon(async () => (await ask(undefined, { host: 'shop', port, path: '/healthz' })).status === 200);
    times.push(performance.now() - begin);
    child.kill('SIGKILL');
  }
  return percentile(times, 50);
}

async function tellPushes(product: Product, shop: Checkout, appStart: number): Promise<void> {
  const whole: number[] = [];
  const accepted: number[] = [];
  for (let round = 0; round < pushes; round += 1) {
    await shop.commit(`Push ${round}`, { 'page.txt': `push-${round}\n` });
    const begin = performance.now();
    const pushed = must(shop.git('push', '--quiet', 'origin', 'HEAD:main')).then(() => performance.now());
    await soon(() => shows(product, `push-${round}`));
    const end = performance.now();
    whole.push(end - begin - appStart);
    accepted.push(end - (await pushed) - appStart);
    await rested(product);
  }
  tell('push typed → ready, minus app start', whole, 'goal 1500 ms');
  tell('push answered → ready, minus app start', accepted);
}

async function tellPromotions(product: Product): Promise<void> {
  const lag: number[] = [];
  const isOver = new AbortController();
  const following = (async () => {
    const query = { type: 'promotion.,step.,release.' };
    for await (const item of product.client.follow('/v1/events', { query, signal: isOver.signal })) {
      const now = Date.now();
      if (item.kind === 'event' && hasTime(item.data)) lag.push(now - Date.parse(item.data.at));
    }
  })();
  // What was followed from the beginning is history; only what happens from here on counts.
  await delay(500);
  lag.length = 0;
  const times: number[] = [];
  for (const environment of places) {
    const body = { project: 'default', app: 'shop', environment, whenBusy: 'refuse' } as const;
    const begin = performance.now();
    const { promotion } = await answer(product.client.http.POST('/v1/promotions', { body }));
    times.push(performance.now() - begin);
    const params = { path: { id: promotion?.id ?? '' } };
    await until('it is over', async () => {
      const read = await answer(product.client.http.GET('/v1/promotions/{id}', { params }));
      return read.state === 'finished';
    });
  }
  isOver.abort();
  await following;
  tell('promote answered', times, 'goal p50 30 ms');
  tell('state change → SSE frame', lag, 'goal p50 20 ms');
}

async function tellRollbacks(product: Product, appStart: number): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rollbacks; round += 1) {
    const body = { project: 'default', app: 'shop', environment: 'development', whenBusy: 'refuse' } as const;
    const to = round % 2 === 0 ? { to: 'v2', shows: 'push-0' } : { to: 'v3', shows: 'push-1' };
    const begin = performance.now();
    await answer(product.client.http.POST('/v1/rollbacks', { body: { ...body, to: to.to } }));
    await soon(() => shows(product, to.shows));
    times.push(performance.now() - begin - appStart);
    await rested(product);
  }
  tell('rollback → serving, minus app start', times, 'goal 1000 ms');
}

async function tellCommandLine(): Promise<void> {
  const sluice = createCommandLine(place);
  for (const words of ['--version', 'list']) {
    await must(sluice(words));
    const times: number[] = [];
    for (let round = 0; round < commands; round += 1) {
      const begin = performance.now();
      await must(sluice(words));
      times.push(performance.now() - begin);
    }
    tell(`./sluice ${words}`, times, words === '--version' ? 'goal 150 ms' : '');
  }
}

/** A second server takes over from one that is killed while a release is on its way; then the only one is killed. */
async function tellKills(first: Product, shop: Checkout): Promise<void> {
  const taken: number[] = [];
  let [survivor, victim] = [first, await startProduct(place)];
  for (let round = 0; round < kills; round += 1) {
    const page = `kill-${round}`;
    await push(victim, shop, page);
    await soon(async () => (await newest(survivor))?.artifact.revision === (await head(shop)));
    const begin = performance.now();
    await victim.kill();
    await soon(() => shows(survivor, page));
    taken.push(performance.now() - begin);
    await rested(survivor);
    [survivor, victim] = [await startProduct(place), survivor];
  }
  tell('SIGKILL of one of two → its release serves', taken, 'goal 10000 ms');

  await victim.stop();
  await push(survivor, shop, 'last');
  await soon(async () => (await newest(survivor))?.artifact.revision === (await head(shop)));
  await survivor.kill();
  const begin = performance.now();
  const again = await startProduct(place, { port: survivor.port });
  const answers = performance.now() - begin;
  await soon(() => shows(again, 'last'));
  tell('start after SIGKILL → the API answers', [answers]);
  tell('start after SIGKILL → the release serves', [performance.now() - begin], 'goal 10000 ms');
}

async function push(product: Product, shop: Checkout, page: string): Promise<void> {
  await shop.commit(`Say ${page}`, shopFiles(page));
  await must(shop.git('push', '--quiet', cloneUrl(product, 'shop'), 'HEAD:main'));
}

async function head(shop: Checkout): Promise<string> {
  return (await must(shop.git('rev-parse', 'HEAD'))).out.trim();
}

async function newest(product: Product) {
  const query = { app: 'shop', environment: 'development' };
  return (await answer(product.client.http.GET('/v1/releases', { params: { query } }))).items[0];
}

async function shows(product: Product, page: string): Promise<boolean> {
  return (await open(`http://development.shop.localhost:${product.port}/`)).body.startsWith(`${page},`);
}

/** Nothing is on its way any more, so that one measurement does not pay for the one before. */
async function rested(product: Product): Promise<void> {
  await until('it is recorded', async () => (await newest(product))?.state === 'finished');
  await delay(500);
}

/** Like `until`, but looks every few milliseconds: here the time itself is asked for. */
async function soon(look: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await look().catch(() => false))) {
    if (performance.now() > deadline) throw new Error('waited 60 s in vain');
    await delay(3);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return address.port;
}

/** Memory of a process in bytes, shared pages counted by share; 0 where the system does not tell. */
async function proportionalBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}

function hasTime(data: unknown): data is { at: string } {
  return typeof data === 'object' && data !== null && 'at' in data && typeof data.at === 'string';
}

function mebi(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}

function tell(what: string, times: readonly number[], goal = ''): void {
  const figures =
    times.length === 1
      ? `${Math.round(times[0] ?? 0)} ms`
      : `p50 ${Math.round(percentile(times, 50))} ms   max ${Math.round(Math.max(...times))} ms   n ${times.length}`;
  console.log(`${what.padEnd(44)} ${figures}${goal === '' ? '' : `   (${goal})`}`);
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
