import { sql } from 'kysely';
import type { ExpressionBuilder } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { Release, ReleaseKind, ReleaseResult } from './release.ts';

interface ReleaseTable {
  id: string;
  target_id: string;
  project: string;
  app: string;
  environment: string;
  target: string;
  number: number;
  promotion_id: string;
  attempt: number;
  execution_id: string | null;
  artifact_id: string;
  revision: string;
  kind: ReleaseKind;
  from_number: number | null;
  configuration_version: number;
  actor: string;
  door: string;
  reason: string | null;
  state: 'executing' | 'finished';
  result: ReleaseResult | null;
  message: Message | null;
  url: string | null;
  stopped_at: Date | null;
  stopped_by: string | null;
  removed_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
}

const tables = (db: Db) => db.withTables<{ releases: ReleaseTable }>();

export async function insertRelease(db: Db, release: Release): Promise<void> {
  await tables(db)
    .insertInto('releases')
    .values({
      id: release.id,
      target_id: release.targetId,
      project: release.project,
      app: release.app,
      environment: release.environment,
      target: release.target,
      number: release.number,
      promotion_id: release.promotionId,
      attempt: release.attempt,
      execution_id: release.executionId,
      artifact_id: release.artifactId,
      revision: release.revision,
      kind: release.kind,
      from_number: release.fromNumber,
      configuration_version: release.configurationVersion,
      actor: release.actor,
      door: release.door,
      reason: release.reason,
      state: release.state,
      result: release.result,
      message: release.message === null ? null : json(release.message),
      url: release.url,
      stopped_at: release.stoppedAt,
      stopped_by: release.stoppedBy,
      removed_at: release.removedAt,
      created_at: release.createdAt,
      finished_at: release.finishedAt,
    })
    .execute();
}

export async function findRelease(db: Db, id: string): Promise<Release | undefined> {
  const row = await tables(db).selectFrom('releases').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

export async function listReleasesOfPromotion(db: Db, promotionId: string): Promise<Release[]> {
  return (await listReleasesOfPromotions(db, [promotionId])).get(promotionId) ?? [];
}

/** The newest release that each promotion gave each of its targets, by the targets' names. */
export async function listReleasesOfPromotions(
  db: Db,
  promotionIds: readonly string[],
): Promise<Map<string, Release[]>> {
  const found = new Map<string, Release[]>(promotionIds.map((id) => [id, []]));
  if (promotionIds.length === 0) return found;
  const rows = await tables(db)
    .selectFrom('releases')
    .distinctOn(['promotion_id', 'target'])
    .selectAll()
    .where('promotion_id', 'in', promotionIds)
    .orderBy('promotion_id')
    .orderBy('target')
    .orderBy('attempt', 'desc')
    .execute();
  for (const row of rows) found.get(row.promotion_id)?.push(fromRow(row));
  return found;
}

/** Every release of a target, newest first: what a rollback decides by. */
export async function listReleasesOfTarget(db: Db, targetId: string): Promise<Release[]> {
  const rows = await tables(db)
    .selectFrom('releases')
    .selectAll()
    .where('target_id', '=', targetId)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(fromRow);
}

/** What served on a target before a promotion: the newest success before its own release there, or before its end. */
export async function findReplacedRelease(
  db: Db,
  targetId: string,
  promotion: { readonly id: string; readonly finishedAt: Date | null },
): Promise<Release | undefined> {
  const row = await tables(db)
    .selectFrom('releases')
    .selectAll()
    .where('target_id', '=', targetId)
    .where('result', '=', 'success')
    .where('promotion_id', '!=', promotion.id)
    .where('created_at', '<=', promotion.finishedAt ?? new Date())
    .where('number', '<', (eb) =>
      eb.fn.coalesce(
        eb
          .selectFrom('releases as own')
          .select(({ fn }) => fn.min('own.number').as('first'))
          .where('own.target_id', '=', targetId)
          .where('own.promotion_id', '=', promotion.id),
        sql<number>`2147483647`,
      ),
    )
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && fromRow(row);
}

export interface ReleaseQuery {
  readonly project: string;
  readonly app: string;
  readonly environment?: string | undefined;
  readonly target?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

export async function listReleases(db: Db, query: ReleaseQuery): Promise<Release[]> {
  let select = tables(db)
    .selectFrom('releases')
    .selectAll()
    .where('project', '=', query.project)
    .where('app', '=', query.app);
  if (query.environment !== undefined) select = select.where('environment', '=', query.environment);
  if (query.target !== undefined) select = select.where('target', '=', query.target);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  return (await select.orderBy('id', 'desc').limit(query.limit).execute()).map(fromRow);
}

/** For every target of the apps: the newest release that became healthy, unless the target was stopped since. */
export async function listServingReleases(
  db: Db,
  where: { readonly project: string; readonly app?: string | undefined },
): Promise<Release[]> {
  let select = tables(db)
    .selectFrom('releases')
    .distinctOn('target_id')
    .selectAll()
    .where('project', '=', where.project)
    .where('result', '=', 'success');
  if (where.app !== undefined) select = select.where('app', '=', where.app);
  const newest = await select.orderBy('target_id').orderBy('number', 'desc').execute();
  return newest.map(fromRow).filter((release) => release.stoppedAt === null);
}

/** The same for many targets at once: one look into the index a target, however long the histories are. */
export async function listServingReleasesOf(db: Db, targetIds: readonly string[]): Promise<Release[]> {
  if (targetIds.length === 0) return [];
  const { rows } = await sql<ReleaseTable>`
    select r.* from unnest(${[...targetIds]}::text[]) as t (id) cross join lateral (
      select * from releases where target_id = t.id and result = 'success' order by number desc limit 1
    ) r`.execute(db);
  return rows.map(fromRow).filter((release) => release.stoppedAt === null);
}

/** Of a release that serves, what a picture of many places needs. */
export type Serving = Pick<
  Release,
  'id' | 'targetId' | 'number' | 'artifactId' | 'revision' | 'promotionId' | 'actor' | 'url' | 'finishedAt'
>;

/** The same for many targets at once. */
export async function listServing(db: Db, targetIds: readonly string[]): Promise<Serving[]> {
  const { rows } = await sql<Serving>`
    select r.id, r.target_id as "targetId", r.number, r.artifact_id as "artifactId", r.revision,
      r.promotion_id as "promotionId", r.actor, r.url, r.finished_at as "finishedAt"
    from unnest(${[...targetIds]}::text[]) as t (id) cross join lateral (
      select * from releases where target_id = t.id and result = 'success' order by number desc limit 1
    ) r where r.stopped_at is null`.execute(db);
  return rows;
}

/**
 * Every time that one of the artifacts has served one of the targets: from its success until the target's next one, or
 * until it was stopped.
 */
export async function listServedTimes(
  db: Db,
  targetIds: readonly string[],
  artifactIds: readonly string[],
): Promise<{ target: string; beganAt: Date; endedAt: Date | null }[]> {
  const { rows } = await sql<{ target: string; began_at: Date; ended_at: Date | null }>`
    select target, finished_at as began_at, least(replaced_at, stopped_at) as ended_at from (
      select target, artifact_id, finished_at, stopped_at,
        lead(finished_at) over (partition by target_id order by number) as replaced_at
      from releases where target_id = any(${[...targetIds]}::text[]) and result = 'success'
    ) served where artifact_id = any(${[...artifactIds]}::text[])`.execute(db);
  return rows.map((row) => ({ target: row.target, beganAt: row.began_at, endedAt: row.ended_at }));
}

/** Those that are on their way, and those whose target is being stopped. */
export async function listUnfinishedReleaseIds(db: Db): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('releases')
    .select('id')
    .where((eb) => eb.or([eb('state', '=', 'executing'), isStopping(eb)]))
    .execute();
  return rows.map((row) => row.id);
}

/** The targets among these that were stopped and that their runtime has not let go of yet. */
export async function listStoppingTargetIds(db: Db, targetIds: readonly string[]): Promise<Set<string>> {
  if (targetIds.length === 0) return new Set();
  const rows = await tables(db)
    .selectFrom('releases')
    .select('target_id')
    .where('target_id', 'in', targetIds)
    .where((eb) => isStopping(eb))
    .execute();
  return new Set(rows.map((row) => row.target_id));
}

function isStopping(eb: ExpressionBuilder<{ releases: ReleaseTable }, 'releases'>) {
  return eb.and([eb('stopped_at', 'is not', null), eb('removed_at', 'is', null)]);
}

/**
 * Which of the artifacts a target may still be given without building them again: what serves or is on its way there, and
 * the last so many different ones that became healthy.
 */
export async function listArtifactsToReturnTo(
  db: Db,
  artifactIds: readonly string[],
  keptPerTarget: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select newest.artifact_id as id from (
      select artifact_id, target_id, max(number) filter (where result = 'success') as number,
        bool_or(state = 'executing') as on_its_way
      from releases where artifact_id = any(${[...artifactIds]}::text[]) group by artifact_id, target_id
    ) newest
    where newest.on_its_way or ${keptPerTarget} > (
      select count(distinct later.artifact_id) from releases later
      where later.target_id = newest.target_id and later.number > newest.number and later.result = 'success'
        and later.artifact_id <> newest.artifact_id
    ) and newest.number is not null`.execute(db);
  return [...new Set(rows.map(({ id }) => id))];
}

/** How many there are of each result; those on their way have none. */
export async function countReleases(db: Db): Promise<{ result: ReleaseResult | null; count: number }[]> {
  return tables(db)
    .selectFrom('releases')
    .select((eb) => ['result', eb.fn.countAll<number>().as('count')])
    .groupBy('result')
    .execute();
}

export async function changeRelease(
  db: Db,
  id: string,
  change: Partial<
    Pick<Release, 'state' | 'result' | 'message' | 'url' | 'stoppedAt' | 'stoppedBy' | 'removedAt' | 'finishedAt'>
  >,
): Promise<void> {
  await tables(db)
    .updateTable('releases')
    .set({
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.result === undefined ? {} : { result: change.result }),
      ...(change.message === undefined ? {} : { message: change.message === null ? null : json(change.message) }),
      ...(change.url === undefined ? {} : { url: change.url }),
      ...(change.stoppedAt === undefined ? {} : { stopped_at: change.stoppedAt }),
      ...(change.stoppedBy === undefined ? {} : { stopped_by: change.stoppedBy }),
      ...(change.removedAt === undefined ? {} : { removed_at: change.removedAt }),
      ...(change.finishedAt === undefined ? {} : { finished_at: change.finishedAt }),
    })
    .where('id', '=', id)
    .execute();
}

function fromRow(row: ReleaseTable): Release {
  return {
    id: row.id,
    targetId: row.target_id,
    project: row.project,
    app: row.app,
    environment: row.environment,
    target: row.target,
    number: row.number,
    promotionId: row.promotion_id,
    attempt: row.attempt,
    executionId: row.execution_id,
    artifactId: row.artifact_id,
    revision: row.revision,
    kind: row.kind,
    fromNumber: row.from_number,
    configurationVersion: row.configuration_version,
    actor: row.actor,
    door: row.door,
    reason: row.reason,
    state: row.state,
    result: row.result,
    message: row.message,
    url: row.url,
    stoppedAt: row.stopped_at,
    stoppedBy: row.stopped_by,
    removedAt: row.removed_at,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
