import { sql } from 'kysely';
import type { Db } from '../engine/transaction.ts';
import type { Check, CheckState } from './check.ts';

interface CheckTable {
  id: string;
  project: string;
  app: string;
  environment: string | null;
  artifact_id: string;
  configuration_version: number | null;
  release_id: string | null;
  context: string;
  state: CheckState;
  description: string | null;
  target_url: string | null;
  propagate: boolean;
  actor: string;
  door: string;
  overridden_by: string | null;
  override_reason: string | null;
  created_at: Date;
  updated_at: Date;
}

const tables = (db: Db) => db.withTables<{ checks: CheckTable }>();

/** Writes a check, or changes the one about the same subject and context; answers with what is kept. */
export async function writeCheck(db: Db, check: Check): Promise<Check> {
  const { rows } = await sql<CheckTable>`
    insert into checks (id, project, app, environment, artifact_id, configuration_version, release_id, context, state,
      description, target_url, propagate, actor, door, created_at, updated_at)
    values (${check.id}, ${check.project}, ${check.app}, ${check.environment}, ${check.artifactId},
      ${check.configurationVersion}, ${check.releaseId}, ${check.context}, ${check.state}, ${check.description},
      ${check.targetUrl}, ${check.propagate}, ${check.actor}, ${check.door}, ${check.createdAt}, ${check.updatedAt})
    on conflict (artifact_id, coalesce(environment, ''), coalesce(configuration_version, -1), context) do update set
      release_id = excluded.release_id, state = excluded.state, description = excluded.description,
      target_url = excluded.target_url, propagate = excluded.propagate, actor = excluded.actor, door = excluded.door,
      updated_at = excluded.updated_at, overridden_by = null, override_reason = null
    returning *`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('a check was neither written nor changed');
  return fromRow(row);
}

export async function overrideCheck(db: Db, id: string, override: { by: string; reason: string }): Promise<void> {
  await tables(db)
    .updateTable('checks')
    .set({ overridden_by: override.by, override_reason: override.reason })
    .where('id', '=', id)
    .execute();
}

export async function findCheck(db: Db, id: string): Promise<Check | undefined> {
  const row = await tables(db).selectFrom('checks').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/** Everything that was said about the artifacts, anywhere. */
export async function listChecksOf(db: Db, artifactIds: readonly string[]): Promise<Check[]> {
  if (artifactIds.length === 0) return [];
  const rows = await tables(db).selectFrom('checks').selectAll().where('artifact_id', 'in', artifactIds).execute();
  return rows.map(fromRow);
}

export interface CheckQuery {
  readonly project: string;
  readonly app: string;
  readonly environment?: string | undefined;
  readonly artifactId?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

export async function listChecks(db: Db, query: CheckQuery): Promise<Check[]> {
  const { environment, artifactId, before } = query;
  let select = tables(db)
    .selectFrom('checks')
    .selectAll()
    .where('project', '=', query.project)
    .where('app', '=', query.app);
  if (environment !== undefined) {
    select = select.where((eb) => eb.or([eb('environment', '=', environment), eb('environment', 'is', null)]));
  }
  if (artifactId !== undefined) select = select.where('artifact_id', '=', artifactId);
  if (before !== undefined) select = select.where('id', '<', before);
  return (await select.orderBy('id', 'desc').limit(query.limit).execute()).map(fromRow);
}

function fromRow(row: CheckTable): Check {
  const by = row.overridden_by;
  return {
    id: row.id,
    project: row.project,
    app: row.app,
    environment: row.environment,
    artifactId: row.artifact_id,
    configurationVersion: row.configuration_version,
    releaseId: row.release_id,
    context: row.context,
    state: row.state,
    description: row.description,
    targetUrl: row.target_url,
    propagate: row.propagate,
    actor: row.actor,
    door: row.door,
    override: by === null ? null : { by, reason: row.override_reason ?? '' },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
