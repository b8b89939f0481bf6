import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { pack } from 'tar-stream';
import { unpack } from '../../../artifacts/unpack.ts';
import { openDatabase } from '../../../db/database.ts';
import { createEngine, liveReplicas } from '../../../engine/index.ts';
import type { Db, Engine } from '../../../engine/index.ts';
import { systemClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/id.ts';
import type { DeployOrder, DeploymentState } from '../../../releases/runtime.ts';
import { createRouter } from '../../../router/index.ts';
import type { Router } from '../../../router/index.ts';
import { findMarked } from './process-marker.ts';
import { createProcessRuntime, wakeTarget } from './process-runtime.ts';
import type { ProcessRuntime, ProcessRuntimeOptions } from './process-runtime.ts';
import { readProcesses } from './process-store.ts';

/** Files of an artifact by path. */
export type Files = Readonly<Record<string, string>>;

/** A small web app that answers with its version, and does what its environment asks for. */
const webApp = `
const { createServer } = require('node:http');
const { VERSION, PORT, START_DELAY, HEALTH } = process.env;
const server = createServer((request, response) => {
  if (request.url === '/crash') process.exit(7);
  if (request.url === '/healthz') { response.statusCode = Number(HEALTH ?? 200); return response.end('health'); }
  if (request.url === '/slow') return setTimeout(() => response.end(VERSION), 300);
  request.resume();
  request.on('end', () => response.end(VERSION));
});
setTimeout(() => server.listen(Number(PORT), '127.0.0.1', () => console.log('listening ' + VERSION)), Number(START_DELAY ?? 0));
process.on('SIGTERM', () => { console.log('stopping ' + VERSION); server.close(() => process.exit(0)); });
`;

export const webFiles: Files = { Procfile: 'web: node app.cjs\n', 'app.cjs': webApp };

export interface Artifacts {
  readonly byDigest: Map<string, Files>;
  readonly orders: Map<string, DeployOrder>;
}

export function createArtifacts(): Artifacts {
  return { byDigest: new Map(), orders: new Map() };
}

function tarOf(files: Files): Readable {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode: 0o644 }, content);
  archive.finalize();
  return Readable.from(archive);
}

export interface TestReplica {
  readonly engine: Engine;
  readonly runtime: ProcessRuntime;
  readonly router: Router;
  readonly changes: string[];
  stop(): Promise<void>;
}

export interface ReplicaOptions {
  readonly connection: pg.ClientConfig;
  readonly dataDir: string;
  readonly artifacts: Artifacts;
  readonly runtime?: Partial<ProcessRuntimeOptions>;
  /** False: routes and answers, but leaves the work to other replicas. */
  readonly works?: boolean;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One replica as the product wires it, without the rest of the product. */
export async function startReplica(options: ReplicaOptions): Promise<TestReplica> {
  const { connection, dataDir, artifacts } = options;
  const database = openDatabase({ connection, maxConnections: 8 });
  const engine = createEngine({ connection, db: database.db, log: silent });
  const changes: string[] = [];
  const address = { scheme: 'http', baseDomain: 'localhost', port: 7070 } as const;
  const runtime = await createProcessRuntime({
    db: database.db,
    transact: engine.transact,
    replicaId: engine.replicaId,
    liveReplicas: async () => (await liveReplicas(database.db)).map((replica) => replica.id),
    registry: {
      pull: async (_repository, digest) => {
        const files = artifacts.byDigest.get(digest);
        if (files === undefined) throw new Error(`there is no ${digest}`);
        return tarOf(files);
      },
    },
    unpack,
    repositoryOf: (order) => order.app,
    loadOrder: async (releaseId) => {
      const order = artifacts.orders.get(releaseId);
      if (order === undefined) throw new Error(`there is no ${releaseId}`);
      return order;
    },
    changed: (_tx, releaseId) => changes.push(releaseId),
    dataDir,
    address,
    clock: systemClock,
    log: silent,
    limits: { backoffMs: () => 200, drainMs: 3000, acknowledgeMs: 2000, workerStartMs: 100 },
    graceMs: 2000,
    ...options.runtime,
  });
  const router = createRouter({
    db: database.db,
    connection,
    transact: engine.transact,
    replicaId: engine.replicaId,
    address,
    ownHosts: ['localhost', '127.0.0.1'],
    trustedProxies: [],
    acknowledged: wakeTarget,
    log: silent,
  });
  if (options.works ?? true) engine.register(runtime.controller);
  await engine.start();
  await router.start();
  await runtime.start();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await runtime.stop();
    await engine.stop({ drainMs: 2000 });
    await router.stop();
    await database.close();
  };
  return {
    engine,
    runtime,
    router,
    changes,
    stop: () => (stopping ??= stop()),
  };
}

/** An order for files, with everything else invented. */
export function orderOf(
  artifacts: Artifacts,
  files: Files,
  order: Partial<DeployOrder> & { targetId: string },
): DeployOrder {
  const digest = newId('art');
  artifacts.byDigest.set(digest, files);
  const number = order.releaseNumber ?? 1;
  const whole: DeployOrder = {
    project: 'default',
    app: 'shop',
    environment: 'qa',
    target: 'local',
    onlyTarget: true,
    releaseId: newId('rel'),
    releaseNumber: number,
    artifactDigest: digest,
    version: `1.0.${number}`,
    revision: 'a'.repeat(40),
    health: { deadlineMs: 30_000 },
    ...order,
    env: { VERSION: `v${number}`, ...order.env },
  };
  artifacts.orders.set(whole.releaseId, whole);
  return whole;
}

/** Asks `ensure` until the deployment has ended. */
export async function settled(
  runtime: ProcessRuntime,
  order: DeployOrder,
  timeoutMs = 20_000,
): Promise<DeploymentState> {
  return eventually(async () => {
    const state = await runtime.ensure(order);
    return state.state === 'progressing' ? undefined : state;
  }, timeoutMs);
}

/** A server that has nothing but the router behind it. */
export async function listenRouter(router: Router): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => router.handle(request, response));
  server.on('checkContinue', (request, response) => router.handleContinue(request, response));
  server.on('upgrade', (request, socket, head) => router.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export interface Asked {
  readonly status: number | undefined;
  readonly body: string;
}

/** One request to an app's address. With a body it is a POST. */
export function ask(
  port: number,
  host: string,
  options: { path?: string; body?: string; agent?: Agent | false } = {},
): Promise<Asked> {
  const { path = '/', body, agent = false } = options;
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', path, method, headers: { host }, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
      response.on('error', reject);
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

export interface Load {
  readonly answers: Map<string, number>;
  readonly failures: string[];
  stop(): Promise<void>;
}

/** Requests without pause, over kept connections and new ones, with and without a body, until stopped. */
export function startLoad(port: number, host: string): Load {
  const answers = new Map<string, number>();
  const failures: string[] = [];
  const kept = new Agent({ keepAlive: true });
  let going = true;
  const run = async (options: { path?: string; body?: string; agent: Agent | false }): Promise<void> => {
    while (going) {
      try {
        const { status, body } = await ask(port, host, options);
        if (status === 200) answers.set(body, (answers.get(body) ?? 0) + 1);
        else failures.push(`${status} ${body}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const runs = [
    run({ agent: kept }),
    run({ agent: kept }),
    run({ agent: kept, body: 'x'.repeat(100) }),
    run({ agent: kept, path: '/slow' }),
    run({ agent: false }),
    run({ agent: false, body: 'x'.repeat(100_000) }),
  ];
  return {
    answers,
    failures,
    stop: async () => {
      going = false;
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error('a request was never answered')), 10_000);
      });
      await Promise.race([Promise.all(runs), patience]).finally(() => clearTimeout(timer));
      kept.destroy();
    },
  };
}

/** Polls until there is an answer, within a bound. */
export async function eventually<T>(ask: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`not within ${timeoutMs} ms`);
    await sleep(10);
  }
}

export async function makeDataDir(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-process-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** What really runs for a target, by the marks, whatever the rows say: `web rel_…`. */
export async function runningOf(db: Db, targetId: string): Promise<string[]> {
  const found: string[] = [];
  for (const process of await readProcesses(db, targetId)) {
    if ((await findMarked(process.id)).length > 0) found.push(`${process.type} ${process.releaseId}`);
  }
  return found.toSorted();
}

/** Ends what a failed test may have left running, by the ids of its processes. */
export async function endMarked(processIds: readonly string[]): Promise<void> {
  for (const id of processIds) {
    for (const { pid } of await findMarked(id)) process.kill(pid, 'SIGKILL');
  }
}
