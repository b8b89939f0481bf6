import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appKey,
  createMaintenanceController,
  createRepositoryController,
  listAllApps,
  listBranchTips,
  listRemovals,
} from './apps/index.ts';
import type { Repositories } from './apps/index.ts';
import { createBuildController, listUnfinishedBuildIds, requestBuild } from './artifacts/index.ts';
import type { Artifact, BuildPlace, BuildRunner, Registry } from './artifacts/index.ts';
import type { Db, Engine } from './engine/index.ts';
import { createCallController, listPendingCallIds } from './calls/index.ts';
import { createHttpGateController } from './http-gates/index.ts';
import type { ImportPolicy } from './lib/git/import-source.ts';
import type { SendRequest } from './lib/outgoing/send-request.ts';
import type { SecretBox } from './lib/secret-box.ts';
import { createSourceController, listSourceKeys, sourceKey } from './manifest-sources/index.ts';
import type { ApplyManifest } from './manifests/index.ts';
import { createNoticeController, createSignerOf, listUntoldIds } from './notices/index.ts';
import { findPipelineOfApp } from './pipelines/index.ts';
import {
  createPromotionController,
  createSteps,
  enterPipeline,
  findPromotion,
  listArtifactsUnderWay,
  listUnfinishedIds,
  pruneSteps,
  questionsOfPromotion,
} from './promotions/index.ts';
import { createReleaseController, listArtifactsToReturnTo, listUnfinishedReleaseIds } from './releases/index.ts';
import type { LoadOrder, Runtime } from './releases/index.ts';
import { createRetentionController, retentionKey } from './retention/index.ts';
import type { Retention } from './retention/index.ts';
import { createWebhookController, listWebhookIds } from './webhooks/index.ts';

export interface ControllerParts {
  readonly engine: Engine;
  readonly repositories: Repositories;
  readonly registry: Registry;
  readonly runner: BuildRunner;
  readonly runtimes: readonly Runtime[];
  readonly loadOrder: LoadOrder;
  readonly secretBox: SecretBox;
  readonly sendRequest: SendRequest;
  /** Where outside systems reach this server. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly buildPlace?: BuildPlace;
  readonly retention: Retention;
  /** What an import may read from. */
  readonly importPolicy: ImportPolicy;
  /** Called wherever a crash would fall between two steps. For tests that stop or kill the server there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}

/** The loops that move things, and what each wakes of the others. Drivers bring their own. */
export function registerControllers(parts: ControllerParts): void {
  const { engine, repositories, registry, runner, runtimes, loadOrder, dataDir, reached } = parts;
  engine.register(createReleaseController({ runtimes, loadOrder, reached }));
  engine.register(
    createPromotionController({ steps: createSteps({ repositories, publicUrl: parts.publicUrl }), reached }),
  );
  const signerOf = createSignerOf(parts.secretBox);
  engine.register(createCallController({ sendRequest: parts.sendRequest, signerOf, reached }));
  engine.register(
    createHttpGateController({
      sendRequest: parts.sendRequest,
      questionsOf: questionsOfPromotion,
      signerOf,
    }),
  );
  engine.register(createNoticeController({ sendRequest: parts.sendRequest, secretBox: parts.secretBox, reached }));
  engine.register(createMaintenanceController({ repositories }));
  engine.register(
    createRetentionController({
      retention: parts.retention,
      events: engine.events,
      registry,
      artifactsInUse: async (db, artifacts, kept) => {
        const ids = artifacts.map(({ id }) => id);
        return [
          ...(await listArtifactsToReturnTo(db, ids, kept)),
          ...(await listArtifactsUnderWay(db, ids)),
          ...(await listTipArtifacts(db, artifacts)),
        ];
      },
      pruneSteps,
      reached,
    }),
  );
  const { sendRequest, secretBox, publicUrl } = parts;
  engine.register(createWebhookController({ events: engine.events, sendRequest, secretBox, publicUrl, reached }));
  engine.register(
    createRepositoryController({
      repositories,
      secretBox: parts.secretBox,
      reached,
      importPolicy: parts.importPolicy,
      feedBranches: async (claim, app) => {
        const pipeline = await findPipelineOfApp(claim.db, app.project, app.name);
        return pipeline?.environments.flatMap(({ feedBranch }) => feedBranch ?? []) ?? [];
      },
      clearAway: async ({ project, name, digests }) => {
        await registry.remove(appKey({ project, name }), digests);
        for (const folder of [repositories.open(project, name).path, join(dataDir, 'logs', 'builds', project, name)]) {
          await rm(folder, { recursive: true, force: true });
        }
      },
      onPush: async (tx, app, push) => {
        const build = await requestBuild(tx.db, { project: app.project, app: app.name, ...push });
        tx.wake('build', build.id);
      },
    }),
  );
  engine.register(
    createBuildController({
      registry,
      repositories,
      runner,
      dataDir,
      place: parts.buildPlace,
      reached,
      parentsOf: async (build) => {
        const promotion = build.promotionId === null ? undefined : await findPromotion(engine.db, build.promotionId);
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
}

/** Apart from the others, because it needs the command that they are registered before. */
export function registerSourceController(
  parts: Pick<ControllerParts, 'engine' | 'repositories' | 'reached'> & { readonly apply: ApplyManifest },
): void {
  parts.engine.register(createSourceController(parts));
}

/** What the branches of the apps point to: it may be promoted at any moment, however old it is. */
async function listTipArtifacts(db: Db, artifacts: readonly Artifact[]): Promise<string[]> {
  const tips = new Map<string, Set<string>>();
  for (const { project, app } of artifacts) {
    const key = appKey({ project, name: app });
    if (!tips.has(key)) tips.set(key, new Set((await listBranchTips(db, project, app)).values()));
  }
  return artifacts
    .filter(({ project, app, revisions }) =>
      revisions.some(({ revision }) => tips.get(appKey({ project, name: app }))?.has(revision) === true),
    )
    .map(({ id }) => id);
}

/**
 * Work rows survive everything that rows survive. This only makes sure that a wake-up which an older version, a restore
 * or an operator's hand has lost is made up for at the next start.
 */
export async function wakeUnfinished(engine: Engine): Promise<void> {
  await engine.transact(async (tx) => {
    for (const app of await listAllApps(tx.db)) {
      tx.wake('repository', appKey(app));
      tx.wake('repository-maintenance', appKey(app));
    }
    for (const id of await listWebhookIds(tx.db)) tx.wake('webhook', id);
    for (const removal of await listRemovals(tx.db)) tx.wake('repository', appKey(removal));
    for (const id of await listUnfinishedBuildIds(tx.db)) tx.wake('build', id);
    for (const id of await listUnfinishedIds(tx.db)) tx.wake('promotion', id);
    for (const id of await listUntoldIds(tx.db)) tx.wake('notice', id);
    for (const id of await listPendingCallIds(tx.db)) tx.wake('call', id);
    for (const source of await listSourceKeys(tx.db)) tx.wake('manifest-source', sourceKey(source));
    for (const id of await listUnfinishedReleaseIds(tx.db)) tx.wake('release', id);
    tx.wake('retention', retentionKey);
  });
}
