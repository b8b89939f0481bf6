import { latestConfiguration } from '../../configurations/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { findEnvironment, listTargets } from '../../pipelines/index.ts';
import type { Environment } from '../../pipelines/index.ts';
import { listReleasesOfPromotion, listServingReleases } from '../../releases/index.ts';
import type { Release } from '../../releases/index.ts';
import { deadlineOf } from '../promotion.ts';
import type { Promotion } from '../promotion.ts';
import { listSteps } from '../step-store.ts';
import type { Rollout, RolloutFacts } from './rollout.ts';

/** Everything that a rollout depends on, by the newest spec. */
export async function lookAtRollout(
  db: Db,
  promotion: Promotion,
): Promise<{ readonly facts: RolloutFacts; readonly goals: ReadonlyMap<string, Goal> }> {
  const { project, app } = promotion;
  const environment = await findEnvironment(db, promotion);
  const releases = await listReleasesOfPromotion(db, promotion.id);
  const goals = await goalsOf(db, promotion, releases);
  const targets = (await listTargets(db, project, app, promotion.environment)).filter(({ id }) => goals.has(id));
  const optional = new Set(environment?.targets.filter((target) => target.optional).map(({ name }) => name));
  const facts: RolloutFacts = {
    rollout: promotion.kind === 'promotion' && environment !== undefined ? environment.deploy : allAtOnce,
    targets: targets.map(({ id, name }) => ({
      id,
      name,
      optional: promotion.kind === 'promotion' && optional.has(name),
      release: releases.find((release) => release.targetId === id) ?? null,
    })),
    others: await othersOf(db, promotion, environment),
    retried: promotion.retried,
    resumedWaves: promotion.resumedWaves,
    cancelled: promotion.cancelledBy !== null,
    deadline: environment === undefined ? null : (deadlineOf(promotion, environment)?.at ?? null),
    now: new Date(),
  };
  return { facts, goals };
}

/** What is taken back, and new configuration, has no time to lose and was healthy before. */
const allAtOnce: Rollout = { waves: [], parallel: null, pause: null, stopOnFailure: false, retries: 0 };

/** What a target is to get. */
interface Goal {
  readonly artifactId: string;
  readonly revision: string;
  readonly fromNumber: number | null;
}

/**
 * Of a promotion, the artifact for every target there is now: one may have been added while this waited. Of a rollback,
 * the plan as it was made from recorded releases. Of new configuration, what served when it was first given.
 */
async function goalsOf(db: Db, promotion: Promotion, releases: readonly Release[]): Promise<ReadonlyMap<string, Goal>> {
  const { project, app, environment } = promotion;
  switch (promotion.kind) {
    case 'rollback':
      return new Map(promotion.plan.map(({ targetId, ...goal }) => [targetId, goal]));
    case 'configuration': {
      const { version } = await latestConfiguration(db, promotion);
      const due = (await servingHere(db, promotion)).filter((release) => release.configurationVersion !== version);
      const given = releases.length > 0 ? releases : due;
      return new Map(
        given.map(({ targetId, artifactId, revision }) => [targetId, { artifactId, revision, fromNumber: null }]),
      );
    }
    case 'promotion': {
      const { artifactId, revision } = promotion;
      const { targets: chosen } = promotion;
      const targets = (await listTargets(db, project, app, environment)).filter(
        ({ name }) => chosen === null || chosen.includes(name),
      );
      return new Map(targets.map(({ id }) => [id, { artifactId, revision, fromNumber: null }]));
    }
  }
}

/** The targets that were left out by choice. What a merge made of the artifact counts as the artifact. */
async function othersOf(
  db: Db,
  promotion: Promotion,
  environment: Environment | undefined,
): Promise<RolloutFacts['others']> {
  const { targets: chosen, artifactId } = promotion;
  if (chosen === null || environment === undefined) return [];
  const steps = (await listSteps(db, [promotion.id])).get(promotion.id) ?? [];
  const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'] ?? artifactId;
  const serving = new Map((await servingHere(db, promotion)).map((release) => [release.target, release.artifactId]));
  return environment.targets
    .filter(({ name }) => !chosen.includes(name))
    .map(({ name, optional }) => ({ optional, serves: serving.get(name) === made }));
}

export async function servingHere(db: Db, place: Promotion): Promise<Release[]> {
  const serving = await listServingReleases(db, place);
  return serving.filter((release) => release.environment === place.environment);
}
