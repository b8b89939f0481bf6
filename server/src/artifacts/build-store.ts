import { sql } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import type { Message } from '../lib/message.ts';

interface BuildTable {
  id: string;
  project: string;
  app: string;
  revision: string;
  branch: string | null;
  promotion_id: string | null;
  pushed_by: string | null;
  state: 'queued' | 'executing' | 'finished';
  result: string | null;
  message: Message | null;
  artifact_id: string | null;
  log_file: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

export interface Build {
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly revision: string;
  /** The branch that was pushed to; for a merge's tree, the branch that it goes into. */
  readonly branch: string | null;
  /** Set when a merge made a tree that no push had brought. */
  readonly promotionId: string | null;
  readonly pushedBy: string | null;
  readonly state: 'queued' | 'executing' | 'finished';
  readonly result: string | null;
  readonly message: Message | null;
  readonly artifactId: string | null;
  readonly logFile: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const tables = (db: Db) => db.withTables<{ builds: BuildTable }>();

/**
 * A branch has come to this commit, perhaps not for the first time: a build that is over runs again, and counts as the
 * newest of its branch from now on.
 */
export async function requestBuild(
  db: Db,
  wanted: Pick<Build, 'project' | 'app' | 'revision' | 'branch' | 'pushedBy'>,
): Promise<Build> {
  const build = await ensureBuild(db, { ...wanted, promotionId: null });
  await tables(db)
    .updateTable('builds')
    .set({
      state: 'queued',
      result: null,
      message: null,
      finished_at: null,
      created_at: sql<Date>`clock_timestamp()`,
      pushed_by: wanted.pushedBy,
    })
    .where('id', '=', build.id)
    .execute();
  return build;
}

/** The build of a commit, made when it is not there yet. */
export async function ensureBuild(
  db: Db,
  wanted: Pick<Build, 'project' | 'app' | 'revision' | 'branch' | 'promotionId' | 'pushedBy'>,
): Promise<Build> {
  await tables(db)
    .insertInto('builds')
    .values({
      id: newId('bld'),
      project: wanted.project,
      app: wanted.app,
      revision: wanted.revision,
      branch: wanted.branch,
      promotion_id: wanted.promotionId,
      pushed_by: wanted.pushedBy,
      state: 'queued',
      result: null,
      message: null,
      artifact_id: null,
      log_file: null,
      created_at: new Date(),
      started_at: null,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  let select = tables(db).selectFrom('builds').selectAll().where('revision', '=', wanted.revision);
  select =
    wanted.promotionId === null
      ? select
          .where('project', '=', wanted.project)
          .where('app', '=', wanted.app)
          .where('branch', '=', wanted.branch)
          .where('promotion_id', 'is', null)
      : select.where('promotion_id', '=', wanted.promotionId);
  return fromRow(await select.executeTakeFirstOrThrow());
}

/** Has the builds of a promotion that became nothing made again; answers their ids. */
export async function restartBuild(db: Db, promotionId: string): Promise<string[]> {
  const rows = await tables(db)
    .updateTable('builds')
    .set({ state: 'queued', result: null, message: null, finished_at: null, created_at: sql<Date>`clock_timestamp()` })
    .where('promotion_id', '=', promotionId)
    .where('state', '=', 'finished')
    .where('artifact_id', 'is', null)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function findBuild(db: Db, id: string): Promise<Build | undefined> {
  const row = await tables(db).selectFrom('builds').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

export async function listBuilds(
  db: Db,
  query: { project: string; app: string; before?: string | undefined; limit: number },
): Promise<Build[]> {
  let select = tables(db)
    .selectFrom('builds')
    .selectAll()
    .where('project', '=', query.project)
    .where('app', '=', query.app);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  return (await select.orderBy('id', 'desc').limit(query.limit).execute()).map(fromRow);
}

/** Of these tips of branches the builds that ended without an artifact. */
export async function listFailedBuildsOf(
  db: Db,
  project: string,
  tips: readonly { readonly app: string; readonly branch: string; readonly revision: string }[],
): Promise<Build[]> {
  if (tips.length === 0) return [];
  const { rows } = await sql<BuildTable>`
    select b.* from unnest(
      ${tips.map(({ app }) => app)}::text[], ${tips.map(({ branch }) => branch)}::text[], ${tips.map(({ revision }) => revision)}::text[]
    ) as tip (app, branch, revision)
    join builds b on b.project = ${project} and b.app = tip.app and b.branch = tip.branch and b.revision = tip.revision
      and b.promotion_id is null
    where b.state = 'finished' and b.artifact_id is null`.execute(db);
  return rows.map(fromRow);
}

/** How many there are of each state and, of those that ended, of each result. */
export async function countBuilds(db: Db): Promise<{ state: Build['state']; result: string | null; count: number }[]> {
  return tables(db)
    .selectFrom('builds')
    .select((eb) => ['state', 'result', eb.fn.countAll<number>().as('count')])
    .groupBy(['state', 'result'])
    .execute();
}

export async function listUnfinishedBuildIds(db: Db): Promise<string[]> {
  const rows = await tables(db).selectFrom('builds').select('id').where('state', '!=', 'finished').execute();
  return rows.map((row) => row.id);
}

/** A later push of the same branch has become an artifact already, so this one does not enter the pipeline any more. */
export async function isOvertaken(db: Db, build: Build): Promise<boolean> {
  if (build.promotionId !== null) return false;
  const row = await tables(db)
    .selectFrom('builds')
    .select('id')
    .where('project', '=', build.project)
    .where('app', '=', build.app)
    .where('branch', '=', build.branch)
    .where('promotion_id', 'is', null)
    .where('result', '=', 'success')
    // Its own row may be newer than what was read: the branch came back to this commit while it was built.
    .where('created_at', '>', (eb) =>
      eb.selectFrom('builds as own').select('own.created_at').where('own.id', '=', build.id),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function startBuild(db: Db, id: string, logFile: string): Promise<void> {
  await tables(db)
    .updateTable('builds')
    .set({ state: 'executing', log_file: logFile, started_at: new Date() })
    .where('id', '=', id)
    .execute();
}

/** Logs of builds that are over, which from now on have none. Answers the files. */
export async function forgetBuildLogs(db: Db, finishedBefore: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ log_file: string }>`
    with old as materialized (
      select id, log_file from builds
      where log_file is not null and state = 'finished' and finished_at < ${finishedBefore}
      order by finished_at limit ${limit} for update skip locked
    )
    update builds b set log_file = null from old where b.id = old.id returning old.log_file`.execute(db);
  return rows.map((row) => row.log_file);
}

export async function finishBuild(
  db: Db,
  id: string,
  outcome: { result: string; message: Message; artifactId: string | null },
): Promise<void> {
  await tables(db)
    .updateTable('builds')
    .set({
      state: 'finished',
      result: outcome.result,
      message: json(outcome.message),
      artifact_id: outcome.artifactId,
      finished_at: new Date(),
    })
    .where('id', '=', id)
    .execute();
}

function fromRow(row: BuildTable): Build {
  return {
    id: row.id,
    project: row.project,
    app: row.app,
    revision: row.revision,
    branch: row.branch,
    promotionId: row.promotion_id,
    pushedBy: row.pushed_by,
    state: row.state,
    result: row.result,
    message: row.message,
    artifactId: row.artifact_id,
    logFile: row.log_file,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
