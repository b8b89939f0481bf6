import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { pack } from 'tar-stream';
import { unpack } from '../../../artifacts/unpack.ts';
import { openDatabase } from '../../../db/database.ts';
import { createEngine, liveReplicas } from '../../../engine/index.ts';
import type { Engine } from '../../../engine/index.ts';
import { systemClock } from '../../../lib/clock.ts';
import { newId } from '../../../lib/id.ts';
import type { DeployOrder, DeploymentState } from '../../../releases/runtime.ts';
import { createRouter } from '../../../router/index.ts';
import type { Router } from '../../../router/index.ts';
import { findMarked } from './process-marker.ts';
import { createProcessRuntime, wakeTarget } from './process-runtime.ts';
import type { ProcessRuntime, ProcessRuntimeOptions } from './process-runtime.ts';

/** Files of an artifact by path. */
export type Files = Readonly<Record<string, string>>;

/** A small web app that answers with its version, and does what its environment asks for. */
export const webApp = `
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

export function tarOf(files: Files): Readable {
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
}

const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

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
    limits: { backoffMs: () => 50, drainMs: 3000, acknowledgeMs: 2000, workerStartMs: 100 },
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
  engine.register(runtime.controller);
  await engine.start();
  await router.start();
  runtime.start();
  return {
    engine,
    runtime,
    router,
    changes,
    stop: async () => {
      await runtime.stop();
      await engine.stop({ drainMs: 2000 });
      await router.stop();
      await database.close();
    },
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
    health: { deadlineMs: 10_000 },
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

/** Ends what a failed test may have left running, by the ids of its processes. */
export async function endMarked(processIds: readonly string[]): Promise<void> {
  for (const id of processIds) {
    for (const { pid } of await findMarked(id)) process.kill(pid, 'SIGKILL');
  }
}
