import { appKey, appKind, appRoutes, createCreateApp, createDeleteApp, gitRoutes } from './apps/index.ts';
import type { Repositories } from './apps/index.ts';
import { listArtifacts } from './artifacts/index.ts';
import type { Registry } from './artifacts/index.ts';
import type { Engine, Transact } from './engine/index.ts';
import { createEventAnswers, eventRoutes } from './events/index.ts';
import { healthRoutes, metricsRoutes } from './http/index.ts';
import type { Metrics, Routes } from './http/index.ts';
import { identityRoutes } from './identity/index.ts';
import type { Identity } from './identity/index.ts';
import type { Git } from './lib/git/git.ts';
import { createSmartHttp } from './lib/git/smart-http.ts';
import type { SecretBox } from './lib/secret-box.ts';
import { createApply, manifestRoutes } from './manifests/index.ts';
import type { ApplyManifest } from './manifests/index.ts';
import { findPipelineOfApp, listPipelines, pipelineKind } from './pipelines/index.ts';
import {
  createApprove,
  createCancel,
  createPromote,
  createRollback,
  listUnfinished,
  listUnfinishedIds,
  promotionRoutes,
} from './promotions/index.ts';
import { listServingReleases } from './releases/index.ts';
import type { Runtime } from './releases/index.ts';

export interface RouteParts {
  readonly engine: Engine;
  /** The engine's, with the Idempotency-Key of the request under way. */
  readonly transact: Transact;
  readonly identity: Identity;
  readonly git: Git;
  readonly repositories: Repositories;
  readonly registry: Registry;
  readonly runtimes: readonly Runtime[];
  readonly secretBox: SecretBox;
  readonly metrics: Metrics;
  readonly publicUrl: string;
}

/** A push larger than this is refused while it streams. */
const maxPushBytes = 512 * 1024 * 1024;

/** Every door of the product over HTTP, each with the commands it translates to. */
export function createRoutes(parts: RouteParts): { routes: Routes[]; apply: ApplyManifest } {
  const { engine, transact, identity, repositories, registry, runtimes, metrics } = parts;
  const { db } = engine;
  const commands = { db, transact, identity };
  const events = createEventAnswers(engine.events, identity.isStillValid);
  const kinds = [
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
  ];
  const apply = createApply({ transact, identity, kinds });
  const routes = [
    appRoutes({
      db,
      identity,
      publicUrl: parts.publicUrl,
      createApp: createCreateApp({ db, identity, apply }),
      deleteApp: createDeleteApp({
        ...commands,
        pipelineOf: async (on, project, app) => (await findPipelineOfApp(on, project, app))?.name ?? null,
        digestsOf: async (on, project, app) =>
          (await listArtifacts(on, { project, app, limit: 100_000 })).map(({ digest }) => digest),
      }),
      pipelineNames: async (on, project) =>
        new Map((await listPipelines(on, [project])).map(({ app, name }) => [appKey({ project, name: app }), name])),
    }),
    manifestRoutes({ db, identity, apply, kinds }),
    gitRoutes({
      ...commands,
      repositories,
      smartHttp: createSmartHttp({ git: parts.git, maxPushBytes }),
      protectedNames: async (project, app) => {
        const environments = (await findPipelineOfApp(db, project, app))?.environments ?? [];
        return {
          branches: new Map(environments.flatMap(({ branch, name }) => (branch === null ? [] : [[branch, name]]))),
          environments: environments.map(({ name }) => name),
        };
      },
    }),
    promotionRoutes({
      db,
      identity,
      promote: createPromote(commands),
      rollback: createRollback({ ...commands, registry }),
      approve: createApprove(commands),
      cancel: createCancel(commands),
    }),
    identityRoutes(identity),
    eventRoutes(events, identity),
    healthRoutes([]),
    metricsRoutes(metrics, (request) => identity.authorize(request.caller, 'metrics.view', { project: '*' })),
  ];
  return { routes, apply };
}
