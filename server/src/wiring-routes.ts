import {
  appKey,
  appKind,
  appRoutes,
  createCreateApp,
  createDeleteApp,
  gitRoutes,
  repositoryUrl,
} from './apps/index.ts';
import type { AppUses, Repositories } from './apps/index.ts';
import {
  artifactRoutes,
  createClearArtifact,
  createRegisterArtifact,
  listDigests,
  registerArtifactRoutes,
} from './artifacts/index.ts';
import type { Registry } from './artifacts/index.ts';
import { auditRoutes } from './audit/index.ts';
import { changeRoutes } from './changes/index.ts';
import type { Change, ChangeCheck } from './changes/index.ts';
import { checkRoutes, createOverrideCheck, createReportCheck, listChecksOf } from './checks/index.ts';
import type { Engine, Transact } from './engine/index.ts';
import type { Db, Tx } from './engine/transaction.ts';
import { environmentRoutes } from './environments/index.ts';
import { createEventAnswers, eventRoutes } from './events/index.ts';
import type { EventSubject } from './events/index.ts';
import { executionRoutes, findExecution, unknownExecution } from './executions/index.ts';
import { freezeKind, freezeRoutes } from './freezes/index.ts';
import { createDeleteGroup, groupKind, groupRoutes } from './groups/index.ts';
import type { PipelinesNaming } from './groups/index.ts';
import { healthRoutes, metricsRoutes } from './http/index.ts';
import type { Metrics, Routes } from './http/index.ts';
import { identityRoutes } from './identity/index.ts';
import type { Identity } from './identity/index.ts';
import { insightRoutes } from './insights/index.ts';
import type { Git } from './lib/git/git.ts';
import { createSmartHttp } from './lib/git/smart-http.ts';
import type { ImportPolicy } from './lib/git/import-source.ts';
import type { SecretBox } from './lib/secret-box.ts';
import { createLiftLock, createSetLock, lockRoutes } from './locks/index.ts';
import type { LockScope } from './locks/index.ts';
import { listSourceKeys, sourceKey, sourceKind, sourceRoutes } from './manifest-sources/index.ts';
import { createApply, createRemove, manifestRoutes } from './manifests/index.ts';
import type { ApplyManifest } from './manifests/index.ts';
import { answerRoutes, createAnswerNotice, createMakeSigningSecret, signingSecretRoutes } from './notices/index.ts';
import {
  asksGroup,
  createDeletePipeline,
  findPipelineOfApp,
  listPipelines,
  pipelineKind,
  templateKind,
  templateRoutes,
  pipelineRoutes,
  requireKnownFilter,
} from './pipelines/index.ts';
import {
  approvalsOfChange,
  busyTargets,
  configurationRoutes,
  createApprove,
  createCancel,
  createConfigure,
  bulkRoutes,
  createPromote,
  createPromoteAll,
  createResume,
  createRetry,
  createRollback,
  createStop,
  enterFromElsewhere,
  findPromotion,
  listExecutionIdsIn,
  listPromotionsOfExecutions,
  listUnfinishedIds,
  promotionEventRoutes,
  promotionRoutes,
  stopRoutes,
  unknownPromotion,
} from './promotions/index.ts';
import { createDeleteRoleBinding, roleBindingKind, roleBindingRoutes } from './role-bindings/index.ts';
import { logRoutes, releaseRoutes } from './releases/index.ts';
import type { Runtime } from './releases/index.ts';
import { readinessChecks, statusRoutes } from './status/index.ts';
import type { Installation } from './status/index.ts';
import { createWebhookCommands, webhookKind, webhookRoutes } from './webhooks/index.ts';

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
  /** What an import may read from. */
  readonly importPolicy: ImportPolicy;
  readonly metrics: Metrics;
  readonly publicUrl: string;
  readonly installation: Installation;
}

/** A push larger than this is refused while it streams. */
const maxPushBytes = 512 * 1024 * 1024;

/** Every door of the product over HTTP, each with the commands it translates to. */
export function createRoutes(parts: RouteParts): { routes: Routes[]; apply: ApplyManifest } {
  const { engine, transact, identity, repositories, registry, runtimes, metrics } = parts;
  const { db } = engine;
  const commands = { db, transact, identity };
  const runtimeNames = runtimes.map(({ name }) => name);
  const promote = createPromote({ ...commands, runtimes: runtimeNames });
  const events = createEventAnswers(engine.events, identity.isStillValid);
  const uses: AppUses = {
    pipelineOf: async (on, project, app) => (await findPipelineOfApp(on, project, app))?.name ?? null,
    digestsOf: listDigests,
    writersOf: async (on, project, app) =>
      (await listPipelines(on, [project]))
        .filter((one) => one.environments.some(({ commit }) => commit?.repository === app))
        .map(({ name }) => name),
    followersOf: async (on, project, app) =>
      (await listSourceKeys(on, { project, name: app })).map((source) => source.name),
  };
  const pipelinesNaming: PipelinesNaming = async (tx, project, group) =>
    (await listPipelines(tx.db, [project])).filter(asksGroup(group)).map(({ name }) => name);
  const pipelines: Parameters<typeof pipelineKind>[0] = {
    runtimes: runtimeNames,
    busyTargets: (tx, targets) => busyTargets(tx.db, targets),
    onChanged: async (tx, app) => {
      tx.wake('repository', appKey(app));
      await wakeWithin(tx, { project: app.project, app: app.name, environment: null });
    },
  };
  const kinds = [
    appKind(uses),
    groupKind({ onChanged: wakeProject, pipelinesNaming }),
    templateKind(pipelines),
    pipelineKind(pipelines),
    roleBindingKind({ onChanged: wakeProject }),
    freezeKind({ onChanged: wakeProject }),
    webhookKind({ secretBox: parts.secretBox }),
    sourceKind,
  ];
  const gatekeepers = { ...commands, onChanged: wakeWithin };
  const apply = createApply({ transact, identity, kinds });
  const routes = [
    appRoutes({
      db,
      identity,
      publicUrl: parts.publicUrl,
      createApp: createCreateApp({
        ...commands,
        apply,
        repositories,
        secretBox: parts.secretBox,
        importPolicy: parts.importPolicy,
      }),
      deleteApp: createDeleteApp({ ...commands, ...uses }),
      pipelineNames: async (on, project) =>
        new Map((await listPipelines(on, [project])).map(({ app, name }) => [appKey({ project, name: app }), name])),
    }),
    manifestRoutes({ db, identity, apply, remove: createRemove(commands), kinds }),
    gitRoutes({
      ...commands,
      repositories,
      smartHttp: createSmartHttp({ git: parts.git, maxPushBytes }),
      onPushed: async (tx, app) => {
        for (const source of await listSourceKeys(tx.db, app)) tx.wake('manifest-source', sourceKey(source));
      },
      protectedNames: async (project, app) => {
        const environments = (await findPipelineOfApp(db, project, app))?.environments ?? [];
        return {
          branches: new Map(environments.flatMap(({ branch, name }) => (branch === null ? [] : [[branch, name]]))),
          environments: environments.map(({ name }) => name),
        };
      },
    }),
    bulkRoutes(createPromoteAll({ db, repositories, identity, runtimes: runtimeNames, promote })),
    promotionRoutes({
      db,
      identity,
      promote,
      rollback: createRollback({ ...commands, registry }),
      approve: createApprove(commands),
      cancel: createCancel(commands),
      retry: createRetry(commands),
      resume: createResume(commands),
    }),
    promotionEventRoutes({ db, identity, eventAnswers: events }),
    answerRoutes(createAnswerNotice({ db, transact, secretBox: parts.secretBox })),
    signingSecretRoutes(createMakeSigningSecret({ ...commands, secretBox: parts.secretBox })),
    configurationRoutes({ db, identity, configure: createConfigure({ ...commands, secretBox: parts.secretBox }) }),
    stopRoutes({ stop: createStop(commands) }),
    templateRoutes({ db, identity }),
    pipelineRoutes({
      db,
      identity,
      deletePipeline: createDeletePipeline({ ...commands, busyTargets: (tx, targets) => busyTargets(tx.db, targets) }),
    }),
    artifactRoutes({ db, identity, clearArtifact: createClearArtifact(commands) }),
    registerArtifactRoutes({
      db,
      register: createRegisterArtifact({ ...commands, registry, repositories, onArtifact: enterFromElsewhere }),
    }),
    lockRoutes({ db, identity, setLock: createSetLock(gatekeepers), liftLock: createLiftLock(gatekeepers) }),
    freezeRoutes({ db, identity }),
    sourceRoutes(commands),
    checkRoutes({ db, identity, report: createReportCheck(gatekeepers), override: createOverrideCheck(gatekeepers) }),
    changeRoutes({ db, identity, repositories, approvalsOf: approvalsOfChange, checksOf: checksOfChange }),
    releaseRoutes({ db, identity }),
    logRoutes({ db, identity, runtimes }),
    identityRoutes(identity),
    groupRoutes({
      db,
      identity,
      deleteGroup: createDeleteGroup({
        ...commands,
        pipelinesNaming,
      }),
    }),
    roleBindingRoutes({
      db,
      identity,
      deleteRoleBinding: createDeleteRoleBinding({ ...commands, onChanged: wakeProject }),
    }),
    eventRoutes({ answers: events, identity, requireKnown: (subject) => requireKnownSubject(db, subject) }),
    environmentRoutes({
      db,
      identity,
      events: engine.events,
      repositories,
      runtimes,
      repositoryUrl: (app) => repositoryUrl(parts.publicUrl, app),
    }),
    executionRoutes({
      db,
      identity,
      events: engine.events,
      eventAnswers: events,
      promotionsOf: listPromotionsOfExecutions,
      executionIdsIn: listExecutionIdsIn,
    }),
    webhookRoutes({
      db,
      identity,
      commands: createWebhookCommands({ ...commands, secretBox: parts.secretBox, publicUrl: parts.publicUrl }),
    }),
    auditRoutes({ events: engine.events, identity }),
    insightRoutes({ db, identity }),
    statusRoutes({ identity, engine, installation: parts.installation }),
    healthRoutes(readinessChecks(engine)),
    metricsRoutes(metrics, (request) => identity.authorize(request.caller, 'metrics.view', { project: '*' })),
  ];
  return { routes, apply };
}

/** What changes there may let something go on, or hold it. */
async function wakeWithin(tx: Tx, scope: Pick<LockScope, 'project' | 'app' | 'environment'>): Promise<void> {
  for (const id of await listUnfinishedIds(tx.db, scope)) tx.wake('promotion', id);
}

/** Who may do what has changed, and with it what waiting promotions say. */
function wakeProject(tx: Tx, project: string): Promise<void> {
  return wakeWithin(tx, { project, app: null, environment: null });
}

/** Names belong to a project: across projects one may be anybody's. An id is of one project only, named or not. */
async function requireKnownSubject(db: Db, subject: EventSubject): Promise<void> {
  const { projects, project, app, environment, promotion, execution } = subject;
  if (project !== undefined) await requireKnownFilter(db, { project, app, environment });
  const isTheirs = (found: { readonly project: string } | undefined): boolean =>
    found !== undefined && (projects === 'all' || projects.includes(found.project));
  if (promotion !== undefined && !isTheirs(await findPromotion(db, promotion))) throw unknownPromotion(promotion);
  if (execution !== undefined && !isTheirs(await findExecution(db, execution))) throw unknownExecution(execution);
}

/** What was reported about the content of a change, as far as it was to be handed on to the forge. */
async function checksOfChange(db: Db, change: Change): Promise<ChangeCheck[]> {
  const promotion = await findPromotion(db, change.promotionId);
  if (promotion === undefined) return [];
  const ids = [promotion.artifactId, promotion.outputArtifactId].filter((id) => id !== null);
  return (await listChecksOf(db, ids))
    .filter(({ propagate }) => propagate)
    .map(({ context, state, environment, description, targetUrl, updatedAt }) => ({
      context,
      state,
      environment,
      description,
      targetUrl,
      at: updatedAt,
    }));
}
