import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createRepositories } from './apps/index.ts';
import type { Repositories } from './apps/index.ts';
import { createBuildRunner } from './artifacts/index.ts';
import type { Registry } from './artifacts/index.ts';
import { createSluiceRenderer } from './catalogues.ts';
import { createTestDatabase } from './db/test-database.ts';
import type { TestDatabase } from './db/test-database.ts';
import { createLayoutRegistry, layoutMessages } from './drivers/registry/layout/index.ts';
import { createEngine } from './engine/index.ts';
import type { Engine } from './engine/index.ts';
import { apiPageRoutes, createHttpServer, createIdempotency, createMetrics, createOrigins } from './http/index.ts';
import type { HttpApp } from './http/index.ts';
import { authenticateHook, createIdentity, publicRoutes, senderOf, systemCaller, verbs } from './identity/index.ts';
import type { Binding, Identity } from './identity/index.ts';
import { systemClock } from './lib/clock.ts';
import { createGit } from './lib/git/git.ts';
import { createSendRequest } from './lib/outgoing/send-request.ts';
import { createSecretBox } from './lib/secret-box.ts';
import { createLoadOrder } from './releases/index.ts';
import type { Retention } from './retention/index.ts';
import { createTestRuntime } from './test-runtime.ts';
import type { TestRuntime } from './test-runtime.ts';
import { registerControllers, registerSourceController } from './wiring-controllers.ts';
import { createRoutes } from './wiring-routes.ts';

export interface TestDelivery {
  readonly app: HttpApp;
  readonly url: string;
  readonly database: TestDatabase;
  readonly engine: Engine;
  readonly identity: Identity;
  readonly registry: Registry;
  readonly repositories: Repositories;
  readonly runtime: TestRuntime;
  readonly dataDir: string;
  /** A token for the actor, who gets the role. */
  give(actor: string, role: Binding['role'], project?: string): Promise<string>;
  /** Calls and reads the answer as JSON (or as text when it is none). */
  call(
    method: string,
    path: string,
    token: string | undefined,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly body: unknown; readonly headers: Headers }>;
  stop(): Promise<void>;
}

/** For runtimes that need no content: whatever is registered from then on counts as something that they can be given. */
export async function holdEverything({ pool }: Pick<TestDatabase, 'pool'>): Promise<void> {
  await pool.query(`
    create function hold() returns trigger language plpgsql as $$ begin new.held := true; return new; end $$;
    create trigger hold before insert on artifacts for each row execute function hold()`);
}

/** Everything between the door and the database as the product has it, with a runtime that answers at once. */
export async function openTestDelivery(
  options: {
    /** Instead of one of this test run. */
    readonly database?: TestDatabase;
    /** Another replica beside this one, with its database and its data; it is stopped before that one. */
    readonly beside?: TestDelivery;
    /** Whether answers are held against their schemas, which costs time. */
    readonly checkAnswers?: boolean;
    readonly trustedProxies?: readonly string[];
    /** Without it everything is kept. */
    readonly retention?: Partial<Retention>;
    readonly reached?: (boundary: string) => void | Promise<void>;
  } = {},
): Promise<TestDelivery> {
  const { beside } = options;
  const database = beside?.database ?? options.database ?? (await createTestDatabase());
  const dataDir = beside?.dataDir ?? (await mkdtemp(join(tmpdir(), 'sluice-delivery-')));
  const log = pino({ level: 'silent' }, new Writable({ write: (_chunk, _encoding, done) => done() }));
  const { db } = database;
  const engine = createEngine({
    connection: database.connection,
    db,
    log,
    timing: { pollMs: 50, sweepMs: 100, firstRetryMs: 50 },
  });
  const idempotency = createIdempotency({ db, transact: engine.transact });
  const origins = createOrigins({ transact: idempotency.transact, senderOf });
  const { transact } = origins;
  const identity = createIdentity({ db, transact, clock: systemClock });
  const searchPath = process.env['PATH'] ?? '/usr/bin:/bin';
  const git = createGit({ searchPath });
  const repositories = createRepositories({ git, dataDir });
  const registry = createLayoutRegistry({ directory: join(dataDir, 'registry') });
  const secretBox = createSecretBox(Buffer.alloc(32, 7));
  const runtime = createTestRuntime();
  const runtimes = [runtime];
  const importPolicy = { localRoots: [dataDir], privateHosts: true };
  registerControllers({
    retention: {
      eventsDays: 0,
      stepsDays: 0,
      logsDays: 0,
      artifactsDays: 0,
      releases: 20,
      ...options.retention,
    },
    reached: options.reached,
    publicUrl: 'http://localhost:7070',
    sendRequest: createSendRequest({ privateHosts: true }),
    secretBox,
    engine,
    repositories,
    registry,
    runner: createBuildRunner({ path: searchPath, cacheDirectory: join(dataDir, 'cache') }),
    runtimes,
    loadOrder: createLoadOrder(secretBox),
    dataDir,
    importPolicy,
  });
  await engine.start();

  const { routes, apply } = createRoutes({
    engine,
    transact,
    identity,
    git,
    repositories,
    registry,
    runtimes,
    secretBox,
    importPolicy,
    metrics: createMetrics(),
    installation: {
      version: '0.0.0-test',
      url: 'http://localhost:7070',
      databaseKind: 'external',
      dataDirectory: dataDir,
    },
    publicUrl: 'http://localhost:7070',
  });
  registerSourceController({ engine, repositories, apply, reached: options.reached });
  const app = await createHttpServer({
    log,
    render: createSluiceRenderer([layoutMessages.catalogue]),
    authenticate: authenticateHook(identity.authenticate),
    actorOf: (request) => request.caller.actorId,
    idempotency,
    origins,
    routes,
    verbs,
    publicRoutes: [...publicRoutes, ...apiPageRoutes],
    checkAnswers: options.checkAnswers ?? true,
    trustedProxies: options.trustedProxies ?? [],
    version: '0.0.0-test',
    streams: { heartbeatMs: 50 },
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  return {
    app,
    url,
    database,
    engine,
    identity,
    registry,
    repositories,
    runtime,
    dataDir,
    give: async (actor, role, project = 'default') => {
      const { secret } = await identity.createToken(systemCaller('tests'), { name: 'test', actor, project, role });
      return secret;
    },
    call: async (method, path, token, body, headers) => {
      const answer = await fetch(url + path, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '');
      const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text;
      return { status: answer.status, body: parsed, headers: answer.headers };
    },
    stop: async () => {
      await app.close();
      await engine.stop({ drainMs: 2000 });
      if (beside !== undefined) return;
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
