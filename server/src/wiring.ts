import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerOptions } from 'node:http';
import { join } from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import { appKey, createRepositories, listAllApps } from './apps/index.ts';
import type { Repositories } from './apps/index.ts';
import { createBuildRunner, listArtifactsById, removeAbandonedBuilds, unpack } from './artifacts/index.ts';
import { createSluiceRenderer } from './catalogues.ts';
import { publicUrlOf } from './config.ts';
import type { Config } from './config.ts';
import { matchDataDirectory } from './db/data-directory.ts';
import { openDatabase } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { createLayoutRegistry, layoutMessages } from './drivers/registry/layout/index.ts';
import { createExternalRuntime, externalMessages } from './drivers/runtime/external/index.ts';
import { createProcessRuntime, processMessages, wakeTarget } from './drivers/runtime/process/index.ts';
import type { Left } from './drivers/runtime/process/index.ts';
import { createEngine, liveReplicas } from './engine/index.ts';
import type { Db } from './engine/index.ts';
import {
  apiPageRoutes,
  createHttpServer,
  createIdempotency,
  createMetrics,
  createOrigins,
  stopHttpServer,
} from './http/index.ts';
import type { HttpServerOptions } from './http/index.ts';
import { authenticateHook, createIdentity, ensureAdminToken, publicRoutes, senderOf, verbs } from './identity/index.ts';
import { systemClock } from './lib/clock.ts';
import { createGit } from './lib/git/git.ts';
import type { Git } from './lib/git/git.ts';
import { createSendRequest } from './lib/outgoing/send-request.ts';
import { createSecretBox, loadSecretKey } from './lib/secret-box.ts';
import type { ImportPolicy } from './lib/git/import-source.ts';
import { openWorkPlace, reachableNode } from './lib/work-place.ts';
import { freePort, listen } from './listen.ts';
import { anythingApplied } from './manifests/index.ts';
import type { ApplyManifest } from './manifests/index.ts';
import { findPipelineOfApp } from './pipelines/index.ts';
import { createLoadOrder, listServingReleases } from './releases/index.ts';
import { createRouter } from './router/index.ts';
import type { Router } from './router/index.ts';
import { registerDeliveryMetrics } from './status/index.ts';
import { registerControllers, registerSourceController, wakeUnfinished } from './wiring-controllers.ts';
import { createRoutes } from './wiring-routes.ts';
import { createWebhookFollower } from './webhooks/index.ts';

export const render = createSluiceRenderer([
  layoutMessages.catalogue,
  processMessages.catalogue,
  externalMessages.catalogue,
]);

export interface Sluice {
  /** Where people reach it. */
  readonly url: string;
  readonly port: number;
  /** True while nothing was ever applied here. */
  isNew(): Promise<boolean>;
  /** For the first lines after a start: what is where, without asking the doors. */
  board(): Promise<BoardLine[]>;
  readonly git: Git;
  readonly repositories: Repositories;
  readonly apply: ApplyManifest;
  /**
   * Drains: takes no more work or requests, lets running ones end, gives the rest to other replicas. The last replica
   * stops the apps as well; they come back with the next one.
   */
  stop(): Promise<Left>;
}

export interface BoardLine {
  readonly app: string;
  readonly environments: readonly {
    readonly name: string;
    readonly version: string | null;
    readonly url: string | null;
  }[];
}

const drainMs = 10_000;
/**
 * When the server is root, apps and builds run as users of their own: two, because a build has no business with the
 * memory and secrets of what runs. No accounts need to exist for them.
 */
const appsUser = { uid: 58_433, gid: 58_433 };
const buildsUser = { uid: 58_434, gid: 58_434 };

/** For tests alone. */
export interface Hooks {
  /** Called wherever a crash would fall between two steps. */
  readonly reached?: (boundary: string) => void | Promise<void>;
  /** How long a process without a port has to stay up to count as healthy. */
  readonly workerStartMs?: number;
}

/**
 * Puts the whole product together on one database and one data directory, and starts it. Everything is injected by plain
 * calls; this, its two neighbours for controllers and routes, and `main.ts` are the only files that know all slices.
 */
export async function startSluice(
  config: Config,
  connection: pg.ClientConfig,
  log: Logger,
  version: string,
  hooks: Hooks = {},
): Promise<Sluice> {
  const { dataDir } = config;
  const importPolicy: ImportPolicy = {
    localRoots: config.importPaths,
    protocols: ['https', 'http'],
    privateHosts: config.privateHosts,
  };
  // What people push and what is built of it is as private as the keys beside it.
  for (const folder of ['repositories', 'registry']) {
    await mkdir(join(dataDir, folder), { recursive: true, mode: 0o700 });
  }
  const git = createGit({ searchPath: config.searchPath });
  await git.checkVersion();
  await migrate(connection);
  const { db, close } = openDatabase({ connection, maxConnections: 20, log });
  await matchDataDirectory(db, dataDir);

  const engine = createEngine({ connection, db, log, version });
  const idempotency = createIdempotency({ db, transact: engine.transact });
  const origins = createOrigins({ transact: idempotency.transact, senderOf });
  const identity = createIdentity({ db, transact: origins.transact, clock: systemClock });
  const given = config.secretKey === undefined ? {} : { given: config.secretKey };
  const secretBox = createSecretBox(await loadSecretKey({ dataDir, ...given }));
  const loadOrder = createLoadOrder(secretBox);

  // Apps know their addresses from the start, so the port is chosen before anything runs.
  const port = config.port === 0 ? await freePort(config.bind) : config.port;
  const publicUrl = new URL(publicUrlOf(config, port));
  const scheme = publicUrl.protocol === 'https:' ? 'https' : 'http';
  const address = {
    scheme,
    baseDomain: config.baseDomain,
    port: Number(publicUrl.port) || (scheme === 'https' ? 443 : 80),
  } as const;

  const repositories = createRepositories({ git, dataDir });
  const registry = createLayoutRegistry({ directory: join(dataDir, 'registry') });
  const isRoot = process.getuid?.() === 0;
  const buildsAs = isRoot ? buildsUser : undefined;
  const workPlace = await openWorkPlace(dataDir, buildsAs);
  const buildPlace = { directory: join(workPlace, 'builds'), runAs: buildsAs, env: config.buildEnvironment };
  await removeAbandonedBuilds(db, buildPlace.directory);
  const runner = createBuildRunner({
    path: config.searchPath,
    cacheDirectory: join(workPlace, 'cache'),
    nodeDirectory: await reachableNode(process.execPath, workPlace, buildsAs),
  });
  const runtime = await createProcessRuntime({
    db,
    transact: engine.transact,
    replicaId: engine.replicaId,
    liveReplicas: async () => (await liveReplicas(db)).map((replica) => replica.id),
    registry,
    unpack,
    repositoryOf: (order) => appKey({ project: order.project, name: order.app }),
    loadOrder: (releaseId) => loadOrder(db, releaseId),
    changed: (tx, releaseId) => tx.wake('release', releaseId),
    address,
    dataDir,
    clock: systemClock,
    log,
    ...(isRoot ? { runAs: appsUser } : {}),
    ...(hooks.workerStartMs === undefined ? {} : { limits: { workerStartMs: hooks.workerStartMs } }),
  });
  const router = createRouter({
    db,
    connection,
    transact: engine.transact,
    replicaId: engine.replicaId,
    address,
    ownHosts: [config.baseDomain, 'localhost', publicUrl.hostname, config.bind],
    trustedProxies: config.trustedProxies,
    acknowledged: wakeTarget,
    log,
  });
  const runtimes = [runtime, createExternalRuntime()];
  engine.register(runtime.controller);
  registerControllers({
    retention: config.retention,
    secretBox,
    reached: hooks.reached,
    engine,
    repositories,
    registry,
    runner,
    runtimes,
    loadOrder,
    publicUrl: publicUrl.origin,
    sendRequest: createSendRequest({ privateHosts: config.privateHosts }),
    dataDir,
    buildPlace,
    importPolicy,
  });
  const webhookFollower = createWebhookFollower({ engine, log });

  const metrics = createMetrics();
  registerDeliveryMetrics(metrics.registry, { engine, router });
  const { routes, apply } = createRoutes({
    engine,
    transact: origins.transact,
    identity,
    git,
    repositories,
    registry,
    runtimes,
    secretBox,
    importPolicy,
    metrics,
    publicUrl: publicUrl.origin,
    installation: {
      version,
      url: publicUrl.origin,
      databaseKind: config.databaseUrl === undefined ? 'embedded' : 'external',
      dataDirectory: dataDir,
    },
  });
  registerSourceController({ engine, repositories, apply, reached: hooks.reached });
  const http = await createHttpServer({
    log,
    render,
    authenticate: authenticateHook(identity.authenticate),
    actorOf: (request) => request.caller.actorId,
    idempotency,
    origins,
    routes,
    verbs,
    publicRoutes: [...publicRoutes, ...apiPageRoutes],
    trustedProxies: config.trustedProxies,
    allowedOrigins: [publicUrl.origin],
    version,
    onAnswered: metrics.observe,
    serverFactory: behind(router),
  });
  await listen(http, config.bind, port);
  await ensureAdminToken({ db, transact: engine.transact, dataDir, reissueWhenMissing: true });
  await engine.start();
  await router.start();
  await runtime.start();
  await wakeUnfinished(engine);
  webhookFollower.start();

  return {
    url: publicUrl.origin,
    port,
    isNew: async () => !(await anythingApplied(db)),
    board: () => readBoard(db),
    git,
    repositories,
    apply,
    stop: async () => {
      const answered = stopHttpServer(http, drainMs);
      router.endUpgrades();
      await answered;
      const left = await runtime.leave();
      await webhookFollower.stop();
      await engine.stop({ drainMs });
      await router.stop();
      await runtime.stop();
      await close();
      return left;
    },
  };
}

/** The router looks at the host first: what is an app's never reaches our own routes. */
function behind(router: Router): NonNullable<HttpServerOptions['serverFactory']> {
  return (listener) => {
    const options: ServerOptions = {
      connectionsCheckingInterval: 5000,
      // Node's parser refuses what two parsers might read differently. Nothing that runs behind us may be the second.
      insecureHTTPParser: false,
      // An offer of another protocol (`h2c`) is no fault of a client, and not taken up. Sluice itself has no WebSockets.
      shouldUpgradeCallback: ({ headers }) =>
        headers.upgrade?.toLowerCase() === 'websocket' && router.owns(headers.host),
    };
    const server = createServer(options, (request, response) =>
      router.owns(request.headers.host) ? router.handle(request, response) : listener(request, response),
    );
    server.on('checkContinue', (request, response) => {
      if (router.owns(request.headers.host)) return router.handleContinue(request, response);
      response.writeContinue();
      listener(request, response);
    });
    server.on('upgrade', (request, socket, head) => router.upgrade(request, socket, head));
    return server;
  };
}

async function readBoard(db: Db): Promise<BoardLine[]> {
  const lines: BoardLine[] = [];
  for (const app of await listAllApps(db)) {
    const pipeline = await findPipelineOfApp(db, app.project, app.name);
    const serving = await listServingReleases(db, { project: app.project, app: app.name });
    const artifacts = await listArtifactsById(
      db,
      serving.map((release) => release.artifactId),
    );
    const environments = (pipeline?.environments ?? []).map(({ name }) => {
      const release = serving.find((candidate) => candidate.environment === name);
      const artifact = release && artifacts.get(release.artifactId);
      return { name, version: artifact?.version ?? null, url: release?.url ?? null };
    });
    lines.push({ app: app.name, environments });
  }
  return lines;
}
