import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type pg from 'pg';
import { pino } from 'pino';
import { createTestDatabase } from './db/test-database.ts';
import type { TestDatabase } from './db/test-database.ts';
import { createTestFolder } from './db/test-folder.ts';
import { ask, endMarked } from './drivers/runtime/process/test-runtime.ts';
import type { EventView } from './events/event-schema.ts';
import { createRepositories } from './apps/index.ts';
import { createGit } from './lib/git/git.ts';
import type { BareRepository } from './lib/git/bare-repository.ts';
import { workTree } from './lib/git/git-fixture.ts';
import type { WorkTree } from './lib/git/git-fixture.ts';
import type { PromoteAnswer, PromotionView } from './promotions/promotion-schema.ts';
import type { ReleaseView } from './releases/index.ts';
import { configOf } from './test-config.ts';
import { startSluice } from './wiring.ts';

/** A whole server on a database and a data directory of its own, spoken to through its doors. */
export interface TestSluice {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly database: Pick<TestDatabase, 'connection' | 'pool'>;
  /** Everything that was logged so far. */
  log(): string;
  door: Door;
  /** The same door for somebody else, made with the role when the name is new; without one, with whatever they hold. */
  as(actor: string, role?: string): Promise<Door>;
  repository(app: string): BareRepository;
  stop(): Promise<void>;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** HTTP with one person's token. */
export interface Door {
  readonly token: string;
  ask<T = Refusal>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** For what must work. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

/** What tests look at in a problem. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

export async function startTestSluice(
  options: {
    readonly reached?: (boundary: string) => void | Promise<void>;
    readonly dataDirMode?: number;
    /** Settings besides those of every test. */
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestSluice> {
  const folder = await createTestFolder('sluice-test-');
  const dataDir = join(folder.path, 'data');
  await mkdir(dataDir, { mode: options.dataDirMode ?? 0o755 });
  const database = await createTestDatabase({ maxConnections: 4 });
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const sluice = await startSluice(
    configOf(dataDir, 0, options.env),
    database.connection,
    pino({ level: 'debug' }, sink),
    '0.0.0-test',
    { workerStartMs: 200, ...(options.reached === undefined ? {} : { reached: options.reached }) },
  );
  const url = `http://127.0.0.1:${sluice.port}`;
  const door = doorOf(url, await adminToken(dataDir));
  const repositories = createRepositories({ git: createGit({ searchPath: process.env['PATH'] ?? '' }), dataDir });
  return {
    url,
    port: sluice.port,
    dataDir,
    database,
    log: () => lines.join(''),
    door,
    as: async (actor, role) => {
      const made = await door.post<{ secret: string }>('/v1/tokens', {
        name: 'test',
        actor,
        ...(role === undefined ? {} : { role }),
      });
      return doorOf(url, made.secret);
    },
    repository: (app) => repositories.open('default', app),
    stop: async () => {
      await sluice.stop();
      await endProcesses(database);
      await database.drop();
      await folder.remove();
    },
  };
}

/** Acts that a test plans for a boundary; each is carried out once, when the server next comes there, which waits for it. */
export function planActs(): {
  readonly acts: Map<string, () => Promise<unknown>>;
  readonly reached: (boundary: string) => Promise<void>;
} {
  const acts = new Map<string, () => Promise<unknown>>();
  return {
    acts,
    reached: async (boundary) => {
      const act = acts.get(boundary);
      acts.delete(boundary);
      await act?.();
    },
  };
}

export async function adminToken(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
}

/** Apps outlive a server that was killed, by intention, so a test ends them itself. */
export async function endProcesses(database: Pick<TestDatabase, 'pool'>): Promise<void> {
  const { rows } = await database.pool.query<{ id: string }>('select id from processes');
  await endMarked(rows.map((row) => row.id));
}

export function doorOf(url: string, token: string): Door {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }
  async function good<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await ask<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  return { token, ask, get: (path) => good('GET', path), post: (path, body) => good('POST', path, body) };
}

/** Answers with the version in the file `version`; `/env` shows what `SHOWN_…` variables it was given. */
const webApp = `
const { createServer } = require('node:http');
const version = require('node:fs').readFileSync(__dirname + '/version', 'utf8').trim();
const shown = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('SHOWN_')));
if (version === 'broken') setInterval(() => {}, 1000);
else createServer((request, response) => {
  response.end(request.url === '/env' ? JSON.stringify(shown) : version + (request.url === '/pid' ? ' ' + process.pid : ''));
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

const webFiles = { Procfile: 'web: node app.cjs\n', 'app.cjs': webApp, version: 'one\n' };

export const threeEnvironments = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: qa
      promote: { by: merge }
      targets: [{ name: local, runtime: process }]
    - name: prod
      promote: { by: pull-request }
      targets: [{ name: local, runtime: process }]
`;

/** An app of its own for one test: a clone to commit in, and its doors. */
export interface TestApp {
  readonly name: string;
  readonly work: WorkTree;
  readonly repository: BareRepository;
  /** Writes a version, commits and pushes it to develop; answers the commit. */
  push(version: string, files?: Record<string, string | Buffer | null>): Promise<string>;
  /** Pushes whatever the clone has, as git would. */
  gitPush(...args: string[]): Promise<void>;
  applyPipeline(environments: string): Promise<void>;
  promote(input: Record<string, unknown>, door?: Door): Promise<PromotionView>;
  rollback(input: Record<string, unknown>, door?: Door): Promise<PromotionView>;
  promotion(id: string): Promise<PromotionView>;
  /** Waits until the promotion is over. */
  ended(id: string): Promise<PromotionView>;
  /** Waits until the promotion waits for people. */
  waiting(id: string): Promise<PromotionView>;
  promotions(environment: string): Promise<PromotionView[]>;
  releases(environment: string): Promise<ReleaseView[]>;
  events(type?: string): Promise<EventView[]>;
  /** What the environment answers over its own address; undefined when nothing serves. */
  answer(environment: string, path?: string): Promise<string | undefined>;
  /** Waits until the newest promotion into the environment succeeded with this answer. */
  live(environment: string, version: string): Promise<void>;
}

export interface TestAppOptions {
  readonly environments?: string;
  /** Lines below `spec:` of the App. */
  readonly spec?: string;
  readonly files?: Record<string, string | Buffer | null>;
}

export async function createTestApp(sluice: TestSluice, name: string, options: TestAppOptions = {}): Promise<TestApp> {
  const { door } = sluice;
  const app = await attachTestApp(sluice, name);
  const environments = options.environments ?? threeEnvironments;
  const spec = options.spec ?? 'health: { path: /, deadline: 10s }';
  await door.post('/v1/apply', {
    manifest: `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: ${name} }
spec:
  ${spec}
  repository: { defaultBranch: develop }
---
${pipelineManifest(name, environments)}`,
  });
  await app.work.commit({ ...webFiles, ...options.files }, 'Begin');
  await until(async () => (await sluice.repository(name).exists()) || undefined);
  return app;
}

export function pipelineManifest(name: string, environments: string): string {
  return `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${name} }
spec:
  app: ${name}
  environments:${environments}`;
}

/**
 * What applying a pipeline is answered with, when its app comes in the same manifest: refused, it leaves nothing. The
 * pipeline stands first, so that its lines count from the first one.
 */
export function applyWithApp(door: Door, name: string, environments: string): Promise<Answer<Refusal>> {
  const app = `apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: ${name} }\nspec: {}\n`;
  return door.ask('POST', '/v1/apply', { manifest: `${pipelineManifest(name, environments)}\n---\n${app}` });
}

/** The same for an app that exists already, with an empty clone. */
async function attachTestApp(
  sluice: Pick<TestSluice, 'dataDir' | 'door' | 'port' | 'url' | 'repository'>,
  name: string,
): Promise<TestApp> {
  const { door } = sluice;
  // Beside the data, so that it lives as long as the server does.
  const clone = join(sluice.dataDir, '..', 'clones', name);
  await mkdir(clone, { recursive: true });
  const work = await workTree(clone);
  await work.git('checkout', '-q', '-b', 'develop');
  const remote = `http://ada:${door.token}@127.0.0.1:${sluice.port}/git/${name}.git`;
  const promotion = (id: string): Promise<PromotionView> => door.get(`/v1/promotions/${id}`);
  const moved = async (path: string, input: Record<string, unknown>, by: Door): Promise<PromotionView> => {
    const answer = await by.post<PromoteAnswer>(path, { app: name, ...input });
    if (answer.promotion === null) throw new Error(`no promotion: ${answer.message.text}`);
    return answer.promotion;
  };
  const app: TestApp = {
    name,
    work,
    repository: sluice.repository(name),
    gitPush: async (...args) => {
      await until(async () => {
        try {
          await work.git('push', '-q', remote, ...args);
          return true;
        } catch (error) {
          // The repository is made by a controller; a moment after the app it may not be there.
          if (String(error).includes('being')) return undefined;
          throw error;
        }
      });
    },
    push: async (version, files = {}) => {
      const sha = await work.commit({ version: `${version}\n`, ...files }, `Show ${version}`);
      await app.gitPush('HEAD:refs/heads/develop');
      return sha;
    },
    applyPipeline: async (environments) => {
      await door.post('/v1/apply', { manifest: pipelineManifest(name, environments) });
    },
    promote: (input, by = door) => moved('/v1/promotions', input, by),
    rollback: (input, by = door) => moved('/v1/rollbacks', input, by),
    promotion,
    ended: (id) =>
      until(async () => {
        const found = await promotion(id);
        return found.state === 'finished' ? found : undefined;
      }),
    waiting: (id) =>
      until(async () => {
        const found = await promotion(id);
        if (found.state === 'finished') throw new Error(`${id} is over: ${found.result} ${found.message?.text}`);
        return found.state === 'waiting' ? found : undefined;
      }),
    promotions: async (environment) =>
      (await door.get<{ items: PromotionView[] }>(`/v1/promotions?app=${name}&environment=${environment}`)).items,
    releases: async (environment) =>
      (await door.get<{ items: ReleaseView[] }>(`/v1/releases?app=${name}&environment=${environment}`)).items,
    events: async (type) => {
      const query = type === undefined ? '' : `&type=${type}`;
      return (await door.get<{ items: EventView[] }>(`/v1/events?app=${name}&limit=1000${query}`)).items;
    },
    answer: async (environment, path = '/') => answerOf(sluice.port, `${environment}.${name}.localhost`, path),
    live: async (environment, version) => {
      await until(async () => {
        const [newest] = await app.promotions(environment);
        if (newest?.result !== 'success') return undefined;
        return (await app.answer(environment)) === version ? true : undefined;
      }, 30_000);
    },
  };
  return app;
}

/** The body that an app answers with under its own host; undefined when nothing serves there. */
export async function answerOf(port: number, host: string, path = '/'): Promise<string | undefined> {
  const { status, body } = await ask(port, host, { path });
  return status === 200 ? body : undefined;
}

/** Polls until there is an answer, within a bound. */
export async function until<T>(probe: () => Promise<T | undefined>, withinMs = 20_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${probe.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function query<Row extends pg.QueryResultRow>(
  database: Pick<TestDatabase, 'pool'>,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await database.pool.query<Row>(text, [...values])).rows;
}
