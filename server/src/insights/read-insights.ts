import { listCommitTimes } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import { listJourneyStarts } from '../executions/index.ts';
import { listPipelines, requireKnownFilter } from '../pipelines/index.ts';
import { listDeployments, listLastDeploymentsBefore } from '../promotions/index.ts';
import type { Deployment } from '../promotions/index.ts';
import { insightOf } from './insight.ts';
import type { Deployed, Insight, Period } from './insight.ts';

export interface InsightQuery extends Period {
  readonly project: string;
  readonly app?: string | undefined;
  readonly environment?: string | undefined;
}

export interface PlaceInsight extends Insight {
  readonly app: string;
  readonly environment: string;
}

/**
 * Every environment of every app that was asked for, in the order of the pipelines. However many there are, it asks the
 * database a fixed number of questions, each about the period alone.
 * @throws Problem NotFound with the name that was probably meant
 */
export async function readInsights(db: Db, query: InsightQuery): Promise<PlaceInsight[]> {
  const { project, app, environment } = query;
  await requireKnownFilter(db, { project, app, environment });
  const places = (await listPipelines(db, [project]))
    .filter((pipeline) => app === undefined || pipeline.app === app)
    .flatMap((pipeline) => pipeline.environments.map(({ name }) => ({ app: pipeline.app, environment: name })))
    .filter((place) => environment === undefined || place.environment === environment);
  const [deployments, before] = await Promise.all([
    listDeployments(db, { project, places }, query),
    listLastDeploymentsBefore(db, { project, places }, query.from),
  ]);
  const key = (place: { app: string; environment: string }) => `${place.app}/${place.environment}`;
  const committedAt = await commitTimesOf(db, deployments);
  const byPlace = Map.groupBy(deployments, key);
  const lastBefore = new Map(before.map((last) => [key(last), last]));
  return places.map((place) => {
    const deployed = (byPlace.get(key(place)) ?? []).map((one): Deployed => ({
      ...one,
      committedAt: committedAt.get(one.id) ?? null,
    }));
    return { ...place, ...insightOf(deployed, lastBefore.get(key(place)), query) };
  });
}

/**
 * By deployment: when the change was made that arrived with it. A merge on the way makes commits of Sluice's own, so what
 * counts is the commit that the journey began with.
 */
async function commitTimesOf(db: Db, deployments: readonly Deployment[]): Promise<Map<string, Date>> {
  const arrivals = deployments.filter(({ succeeded, isFirst }) => succeeded && isFirst);
  const starts = await listJourneyStarts(db, [...new Set(arrivals.flatMap(({ executionId }) => executionId ?? []))]);
  const commits = arrivals.map(
    (one) => starts.get(one.executionId ?? '') ?? { artifactId: one.sourceArtifactId, revision: one.sourceRevision },
  );
  const times = await listCommitTimes(db, commits);
  return new Map(
    arrivals.flatMap(({ id }, index) => {
      const at = times[index];
      return at === undefined ? [] : [[id, at] as const];
    }),
  );
}
