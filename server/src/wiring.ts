import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import {
  appKind,
  appMessages,
  createRepositories,
  createRepositoryController,
  listAllApps,
  appKey,
} from './apps/index.ts';
import {
  artifactContentMessages,
  artifactMessages,
  createBuildController,
  createBuildRunner,
  ensureBuild,
  listArtifactsById,
  listUnfinishedBuildIds,
  reopenBuild,
  unpack,
} from './artifacts/index.ts';
import { configurationMessages } from './configurations/index.ts';
import type { Repositories } from './apps/index.ts';
import { publicUrlOf } from './config.ts';
import type { Config } from './config.ts';
import { configMessages } from './config-messages.ts';
import { dataDirectoryMessages } from './db/data-directory-messages.ts';
import { matchDataDirectory } from './db/data-directory.ts';
import { databaseMessages } from './db/database-messages.ts';
import { openDatabase } from './db/database.ts';
import { embeddedMessages } from './db/embedded-messages.ts';
import { migrate } from './db/migrate.ts';
import { createLayoutRegistry, layoutMessages } from './drivers/registry/layout/index.ts';
import { createProcessRuntime, processMessages, wakeTarget } from './drivers/runtime/process/index.ts';
import { createEngine, engineMessages, liveReplicas } from './engine/index.ts';
import type { Db, Engine } from './engine/index.ts';
import { createEventAnswers, eventRoutes } from './events/index.ts';
import { gateMessages } from './gates/index.ts';
import {
  apiPageRoutes,
  createHttpServer,
  createIdempotency,
  createMetrics,
  healthRoutes,
  httpMessages,
  metricsRoutes,
  stopHttpServer,
} from './http/index.ts';
import {
  authenticateHook,
  createIdentity,
  ensureAdminToken,
  identityMessages,
  identityRoutes,
  publicRoutes,
  verbs,
} from './identity/index.ts';
import { systemClock } from './lib/clock.ts';
import { gitMessages } from './lib/git/git-messages.ts';
import { createGit } from './lib/git/git.ts';
import type { Git } from './lib/git/git.ts';
import { createRenderer } from './lib/message.ts';
import { schemaIssueMessages } from './lib/schema-issue-messages.ts';
import { secretBoxMessages } from './lib/secret-box-messages.ts';
import { createSecretBox, loadSecretKey } from './lib/secret-box.ts';
import { anythingApplied, createApply, manifestMessages } from './manifests/index.ts';
import { findPipelineOfApp, pipelineKind, pipelineMessages } from './pipelines/index.ts';
import {
  createApprove,
  createCancel,
  createPromote,
  createPromotionController,
  createRollback,
  createSteps,
  enterPipeline,
  findPromotion,
  listUnfinishedIds,
  listUnfinished,
  promotionMessages,
  promotionRoutes,
} from './promotions/index.ts';
import {
  createLoadOrder,
  createReleaseController,
  listServingReleases,
  listUnfinishedReleaseIds,
  releaseMessages,
} from './releases/index.ts';
import { freePort, listen } from './listen.ts';
import { startMessages } from './start-messages.ts';
import { createRouter, routerMessages } from './router/index.ts';

/** Every catalogue that a message may come from. A slice that forgets its own is found by its first untranslated text. */
export const render = createRenderer(
  [
    appMessages,
    artifactContentMessages,
    artifactMessages,
    configMessages,
    configurationMessages,
    dataDirectoryMessages,
    databaseMessages,
    embeddedMessages,
    engineMessages,
    gateMessages,
    gitMessages,
    httpMessages,
    identityMessages,
    layoutMessages,
    manifestMessages,
    pipelineMessages,
    processMessages,
    promotionMessages,
    releaseMessages,
    routerMessages,
    schemaIssueMessages,
    secretBoxMessages,
    startMessages,
  ].map(({ catalogue }) => catalogue),
);

export interface Sluice {
  readonly engine: Engine;
  /** Where it listens. */
  readonly url: string;
  readonly port: number;
  /** True while nothing was ever applied here. */
  isNew(): Promise<boolean>;
  /** For the first lines after a start: what is where, without asking the doors. */
  board(): Promise<BoardLine[]>;
  readonly git: Git;
  /** Commands for the parts of Sluice itself, such as the demo. */
  readonly apply: ReturnType<typeof createApply>;
  readonly repositories: Repositories;
  /** Drains: takes no more work or requests, lets running ones end, gives the rest to other replicas. */
  stop(): Promise<void>;
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
/** Apps run as a user of their own when the server is root; no account needs to exist for it. */
const appsUser = { uid: 58_433, gid: 58_433 };

/**
 * Puts the whole product together on one database and one data directory, and starts it. Everything is injected by plain
 * calls; this and `main.ts` are the only files that know all slices and drivers.
 */
export async function startSluice(
  config: Config,
  connection: pg.ClientConfig,
  log: Logger,
  version: string,
): Promise<Sluice> {
  const { dataDir } = config;
  await mkdir(dataDir, { recursive: true });
  const git = createGit({ searchPath: config.searchPath });
  await git.checkVersion();
  await migrate(connection);
  const { db, close } = openDatabase({ connection, maxConnections: 20, log });
  await matchDataDirectory(db, dataDir);

  const engine = createEngine({ connection, db, log, version });
  const idempotency = createIdempotency({ db, transact: engine.transact });
  const { transact } = idempotency;
  const clock = systemClock;
  const identity = createIdentity({ db, transact, clock });
  const secretBox = createSecretBox(
    await loadSecretKey({ dataDir, ...(config.secretKey === undefined ? {} : { given: config.secretKey }) }),
  );
  const repositories = createRepositories({ git, dataDir });
  const registry = createLayoutRegistry({ directory: join(dataDir, 'registry') });
  const loadOrder = createLoadOrder(secretBox);

  // Apps know their addresses from the start, so the port is chosen before anything runs.
  const port = config.port === 0 ? await freePort(config.bind) : config.port;
  const publicUrl = new URL(publicUrlOf(config, port));
  const address = {
    scheme: publicUrl.protocol === 'https:' ? ('https' as const) : ('http' as const),
    baseDomain: config.baseDomain,
    port: Number(publicUrl.port) || (publicUrl.protocol === 'https:' ? 443 : 80),
  };
  const runAs = process.getuid?.() === 0 ? appsUser : undefined;
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
    clock,
    log,
    ...(runAs === undefined ? {} : { runAs }),
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
  const runtimes = [runtime];
  const contents = {
    registry,
    repositories,
    dataDir,
    runner: createBuildRunner({ path: config.searchPath, cacheDirectory: join(dataDir, 'cache') }),
  };

  engine.register(runtime.controller);
  engine.register(createReleaseController({ runtimes, loadOrder }));
  engine.register(createPromotionController({ steps: createSteps({ repositories }) }));
  engine.register(
    createRepositoryController({
      repositories,
      importPolicy: { policy: { localRoots: ['/'], protocols: ['https', 'http'], privateHosts: true } },
      feedBranches: async (claim, app) => {
        const pipeline = await findPipelineOfApp(claim.db, app.project, app.name);
        return pipeline?.environments.flatMap(({ feedBranch }) => feedBranch ?? []) ?? [];
      },
      clearAway: async ({ project, name, digests }) => {
        await registry.remove(appKey({ project, name }), digests);
        await rm(repositories.open(project, name).path, { recursive: true, force: true });
      },
      onPush: async (tx, app, push) => {
        const build = await ensureBuild(tx.db, { project: app.project, app: app.name, promotionId: null, ...push });
        // The branch has come back to a commit that was built before: it enters the pipeline again.
        if (build.state === 'finished') await reopenBuild(tx.db, build.id);
        tx.wake('build', build.id);
      },
    }),
  );
  engine.register(
    createBuildController({
      ...contents,
      parentsOf: async (build) => {
        const promotion = build.promotionId === null ? undefined : await findPromotion(db, build.promotionId);
        return promotion === undefined ? [] : [promotion.artifactId];
      },
      onArtifact: async (tx, build, artifact) => {
        if (build.promotionId === null) await enterPipeline(tx, build, artifact);
        else tx.wake('promotion', build.promotionId);
      },
      onNoArtifact: async (tx, build) => {
        if (build.promotionId !== null) tx.wake('promotion', build.promotionId);
      },
    }),
  );

  const apply = createApply({
    transact,
    identity,
    kinds: [
      appKind,
      pipelineKind({
        runtimes: runtimes.map(({ name }) => name),
        busyTargets: async (tx, targets) => {
          const busy = [];
          for (const target of targets) {
            const serving = await listServingReleases(tx.db, { project: target.project, app: target.app });
            const coming = await listUnfinished(tx.db, target);
            if (coming.length > 0 || serving.some((release) => release.targetId === target.id)) busy.push(target);
          }
          return busy;
        },
        onChanged: async (tx, app) => {
          tx.wake('repository', appKey(app));
          for (const id of await listUnfinishedIds(tx.db, app)) tx.wake('promotion', id);
        },
      }),
    ],
  });
  const metrics = createMetrics();
  const eventAnswers = createEventAnswers(engine.events, identity.isStillValid);
  const commands = { db, transact, identity };
  const http = await createHttpServer({
    log,
    render,
    authenticate: authenticateHook(identity.authenticate),
    actorOf: (request) => request.caller.actorId,
    idempotency,
    routes: [
      promotionRoutes({
        db,
        identity,
        promote: createPromote(commands),
        rollback: createRollback({ ...commands, registry }),
        approve: createApprove(commands),
        cancel: createCancel(commands),
      }),
      identityRoutes(identity),
      eventRoutes(eventAnswers, identity),
      healthRoutes([]),
      metricsRoutes(metrics, (request) => identity.authorize(request.caller, 'metrics.view', { project: '*' })),
    ],
    verbs,
    publicRoutes: [...publicRoutes, ...apiPageRoutes],
    trustedProxies: config.trustedProxies,
    allowedOrigins: [publicUrl.origin],
    version,
    onAnswered: metrics.observe,
    // The router looks at the host first: what is an app's never reaches our own routes.
    serverFactory: (listener) => {
      const server = createServer((request, response) =>
        router.owns(request.headers.host) ? router.handle(request, response) : listener(request, response),
      );
      server.on('checkContinue', (request, response) => {
        if (router.owns(request.headers.host)) return router.handleContinue(request, response);
        response.writeContinue();
        listener(request, response);
      });
      server.on('upgrade', (request, socket, head) => router.upgrade(request, socket, head));
      return server;
    },
  });
  await listen(http, config.bind, port);

  await ensureAdminToken({ db, transact: engine.transact, dataDir, reissueWhenMissing: true });
  await engine.start();
  await router.start();
  runtime.start();
  await wakeUnfinished(engine);

  return {
    engine,
    url: publicUrl.origin,
    port,
    git,
    apply,
    repositories,
    isNew: async () => !(await anythingApplied(db)),
    board: () => readBoard(db),
    stop: async () => {
      await stopHttpServer(http, drainMs);
      await engine.stop({ drainMs });
      await router.stop();
      await runtime.stop();
      await close();
    },
  };
}

/**
 * Work rows survive everything that rows survive. This only makes sure that a wake-up which an older version, a restore
 * or an operator's hand has lost is made up for at the next start.
 */
async function wakeUnfinished(engine: Engine): Promise<void> {
  await engine.transact(async (tx) => {
    for (const app of await listAllApps(tx.db)) tx.wake('repository', appKey(app));
    for (const id of await listUnfinishedBuildIds(tx.db)) tx.wake('build', id);
    for (const id of await listUnfinishedIds(tx.db)) tx.wake('promotion', id);
    for (const id of await listUnfinishedReleaseIds(tx.db)) tx.wake('release', id);
  });
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
