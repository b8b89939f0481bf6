import { listBranchTipsOfProject, requireApp } from '../apps/index.ts';
import { listArtifactNames, listFailedBuildsOf } from '../artifacts/index.ts';
import type { Artifact, Build } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import { listExecutionActors } from '../executions/index.ts';
import { holdingLock, listStandingLocks } from '../locks/index.ts';
import type { Lock } from '../locks/index.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { findPipelineOfApp, listPipelines, listTargetsOfProject, requireKnownEnvironment } from '../pipelines/index.ts';
import type { Environment, Pipeline, Target } from '../pipelines/index.ts';
import { currentPromotions, listExecutionIdsOf, listSteps } from '../promotions/index.ts';
import type { Promotion, StepRecord } from '../promotions/index.ts';
import { listServing } from '../releases/index.ts';
import type { Serving } from '../releases/index.ts';
import type { CountCommits } from './commit-count.ts';
import { environmentMessages } from './environment-messages.ts';
import { newestOf, stateOf } from './environment.ts';
import type { EnvironmentView } from './environment-schema.ts';
import type { ReadHealth, TargetHealth } from './target-health.ts';

export interface ListParts {
  readonly db: Db;
  readonly readHealth: ReadHealth;
  readonly countCommits: CountCommits;
  /** The runtimes that this server has. */
  readonly runtimes: readonly string[];
}

export interface ListQuery {
  readonly project: string;
  readonly app?: string | undefined;
  readonly environment?: string | undefined;
}

type Words = (message: Message) => MessageView;

interface Cell {
  readonly pipeline: Pipeline;
  readonly environment: Environment;
  readonly targets: readonly Omit<Target, 'config'>[];
  /** By target id. */
  readonly serving: ReadonlyMap<string, Serving>;
  readonly promotion: Promotion | undefined;
}

/**
 * The matrix: every environment of every app of a project, or of one app, or one column. However many cells there are, it
 * asks the database a fixed number of questions, every runtime one, and git only about pairs of revisions it has not met.
 * @throws Problem NotFound with the name that was probably meant
 */
export async function listEnvironments(parts: ListParts, query: ListQuery, words: Words): Promise<EnvironmentView[]> {
  const { db } = parts;
  const { project, app } = query;
  if (app !== undefined) await requireApp(db, project, app);
  const one = app === undefined ? undefined : await findPipelineOfApp(db, project, app);
  const pipelines = app === undefined ? await listPipelines(db, [project]) : one === undefined ? [] : [one];
  if (query.environment !== undefined) requireKnownEnvironment(pipelines, query.environment);
  const cells = await readCells(db, project, app, pipelines);
  const shown = cells.filter(
    ({ environment }) => query.environment === undefined || environment.name === query.environment,
  );
  const promotions = shown.flatMap(({ promotion }) => promotion ?? []);
  const unfinished = promotions.filter((promotion) => promotion.state !== 'finished');
  const [artifacts, steps, people, health, behind, failedBuilds, locks] = await Promise.all([
    listArtifactNames(db, [
      ...shown.flatMap((cell) => [...cell.serving.values()].map((release) => release.artifactId)),
      ...promotions.map((promotion) => promotion.artifactId),
    ]),
    listSteps(
      db,
      unfinished.map((promotion) => promotion.id),
    ),
    peopleBehind(db, shown),
    parts.readHealth(shown.flatMap((cell) => cell.targets.filter((target) => cell.serving.has(target.id)))),
    countBehind(parts.countCommits, cells, shown),
    failedBuildsOf(db, project, app),
    listStandingLocks(db, project, new Date()),
  ]);
  return shown.map((cell, index) =>
    view(cell, {
      artifacts,
      steps,
      people,
      health,
      behindBy: behind[index] ?? null,
      failedBuilds,
      locks,
      runtimes: parts.runtimes,
      words,
    }),
  );
}

async function readCells(
  db: Db,
  project: string,
  app: string | undefined,
  pipelines: readonly Pipeline[],
): Promise<Cell[]> {
  const places = pipelines.flatMap((pipeline) =>
    pipeline.environments.map((environment) => ({ pipeline, environment })),
  );
  const targets = await listTargetsOfProject(db, project, app);
  const [releases, promotions] = await Promise.all([
    listServing(
      db,
      targets.map((target) => target.id),
    ),
    currentPromotions(
      db,
      project,
      places.map(({ pipeline, environment }) => ({ app: pipeline.app, environment: environment.name })),
    ),
  ]);
  const key = (one: { app: string; environment: string }) => `${one.app}/${one.environment}`;
  const targetsOf = Map.groupBy(targets, key);
  const releaseOf = new Map(releases.map((release) => [release.targetId, release]));
  const promotionOf = new Map(promotions.map((promotion) => [key(promotion), promotion]));
  return places.map(({ pipeline, environment }) => {
    const place = key({ app: pipeline.app, environment: environment.name });
    const own = targetsOf.get(place) ?? [];
    const serving = own.flatMap((target) => {
      const release = releaseOf.get(target.id);
      return release === undefined ? [] : [[target.id, release] as const];
    });
    return { pipeline, environment, targets: own, serving: new Map(serving), promotion: promotionOf.get(place) };
  });
}

/** For what Sluice promoted by itself: who brought the change, by the promotion's id. */
async function peopleBehind(db: Db, cells: readonly Cell[]): Promise<Map<string, string>> {
  const releases = cells.flatMap((cell) => newestOf([...cell.serving.values()]) ?? []);
  const ids = releases.filter((release) => release.actor.startsWith('sluice:')).map((release) => release.promotionId);
  const executionOf = await listExecutionIdsOf(db, ids);
  const actorOf = await listExecutionActors(db, [...new Set(executionOf.values())]);
  return new Map(
    [...executionOf].flatMap(([id, execution]) => {
      const actor = actorOf.get(execution);
      return actor === undefined ? [] : [[id, actor]];
    }),
  );
}

/** By app and branch: the newest push, where that did not become an artifact. */
async function failedBuildsOf(db: Db, project: string, app: string | undefined): Promise<ReadonlyMap<string, Build>> {
  const failed = await listFailedBuildsOf(db, project, await listBranchTipsOfProject(db, project, app));
  return new Map(failed.map((build) => [`${build.app}/${build.branch}`, build]));
}

/** With several environments in front, the farthest one counts. */
async function countBehind(
  countCommits: CountCommits,
  all: readonly Cell[],
  shown: readonly Cell[],
): Promise<(number | null)[]> {
  const revisions = new Map(
    all.map((cell) => [
      `${cell.pipeline.app}/${cell.environment.name}`,
      newestOf([...cell.serving.values()])?.revision,
    ]),
  );
  const questions = shown.flatMap((cell, index) => {
    const { project, app } = cell.pipeline;
    const behind = newestOf([...cell.serving.values()])?.revision;
    return cell.environment.after.flatMap((before) => {
      const ahead = revisions.get(`${app}/${before}`);
      return behind === undefined || ahead === undefined ? [] : [{ index, project, app, ahead, behind }];
    });
  });
  const counts = await countCommits(questions);
  const behindBy: (number | null)[] = shown.map(() => null);
  for (const [position, { index }] of questions.entries()) {
    const count = counts[position] ?? null;
    if (count !== null) behindBy[index] = Math.max(behindBy[index] ?? 0, count);
  }
  return behindBy;
}

function view(
  cell: Cell,
  parts: {
    readonly artifacts: ReadonlyMap<string, Pick<Artifact, 'id' | 'version' | 'digest'>>;
    readonly steps: ReadonlyMap<string, readonly StepRecord[]>;
    readonly people: ReadonlyMap<string, string>;
    readonly health: ReadonlyMap<string, TargetHealth>;
    readonly behindBy: number | null;
    readonly failedBuilds: ReadonlyMap<string, Build>;
    readonly locks: readonly Lock[];
    readonly runtimes: readonly string[];
    readonly words: Words;
  },
): EnvironmentView {
  const { pipeline, environment, promotion } = cell;
  const { artifacts, people, health, behindBy, words } = parts;
  const serving = newestOf([...cell.serving.values()]);
  const artifact = serving && artifacts.get(serving.artifactId);
  const failed = parts.failedBuilds.get(`${pipeline.app}/${environment.feedBranch}`);
  const place = { project: pipeline.project, app: pipeline.app, environment: environment.name };
  const lock = holdingLock(parts.locks, place);
  return {
    project: pipeline.project,
    app: pipeline.app,
    pipeline: pipeline.name,
    name: environment.name,
    order: environment.order,
    state: stateOf({ serving: [...cell.serving.values()], health, promotion }),
    artifact: artifact === undefined ? null : { ...artifact, revision: serving?.revision ?? '' },
    behindBy,
    since: serving?.finishedAt?.toISOString() ?? null,
    actor: serving === undefined ? null : (people.get(serving.promotionId) ?? serving.actor),
    targets: cell.targets.map((target) => {
      const release = cell.serving.get(target.id);
      const state =
        health.get(target.id) ?? (parts.runtimes.includes(target.runtime) ? undefined : unreachable(target));
      return {
        name: target.name,
        runtime: target.runtime,
        release: release?.number ?? null,
        version: (release && artifacts.get(release.artifactId))?.version ?? null,
        healthy: state?.healthy ?? null,
        url: release?.url ?? null,
        message: state?.message == null ? null : words(state.message),
      };
    }),
    promotion:
      promotion === undefined
        ? null
        : {
            id: promotion.id,
            kind: promotion.kind,
            state: promotion.state,
            result: promotion.result,
            version: artifacts.get(promotion.artifactId)?.version ?? '',
            message: messageOf(promotion, parts.steps.get(promotion.id) ?? [], words),
          },
    failedBuild:
      failed === undefined
        ? null
        : {
            revision: failed.revision,
            branch: failed.branch ?? '',
            message: failed.message === null ? null : words(failed.message),
          },
    lock:
      lock === undefined
        ? null
        : {
            by: lock.actor,
            reason: lock.reason,
            since: lock.createdAt.toISOString(),
            until: lock.expiresAt?.toISOString() ?? null,
          },
  };
}

/** Nothing was asked about it, because nothing here could have brought anything there. */
function unreachable({ runtime }: Pick<Target, 'runtime'>): TargetHealth {
  return { healthy: null, message: environmentMessages.target_without_runtime({ runtime }) };
}

/** While it runs, the step it is at says more than what it waited for before. */
function messageOf(promotion: Promotion, steps: readonly StepRecord[], words: Words): MessageView | null {
  const current = steps.find((step) => step.state !== 'finished');
  const message = promotion.state === 'executing' ? (current?.message ?? null) : promotion.message;
  return message === null ? null : words(message);
}
