import { sql } from 'kysely';
import type { Db } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';

interface ExecutionTable {
  id: string;
  project: string;
  pipeline: string;
  app: string;
  artifact_id: string;
  revision: string;
  branch: string | null;
  trigger_kind: string;
  actor: string;
  pipeline_generation: number;
  state: 'executing' | 'finished';
  result: string | null;
  created_at: Date;
  finished_at: Date | null;
}

/** One artifact's journey through a pipeline. */
export interface Execution {
  readonly id: string;
  readonly project: string;
  readonly pipeline: string;
  readonly app: string;
  readonly artifactId: string;
  readonly revision: string;
  readonly branch: string | null;
  readonly triggerKind: string;
  readonly actor: string;
  readonly pipelineGeneration: number;
  readonly state: 'executing' | 'finished';
  readonly result: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const tables = (db: Db) => db.withTables<{ executions: ExecutionTable }>();

/** The journey of this artifact by this commit, opened when it has not begun yet. */
export async function ensureExecution(
  db: Db,
  wanted: Omit<Execution, 'id' | 'state' | 'result' | 'createdAt' | 'finishedAt'>,
): Promise<{ execution: Execution; opened: boolean }> {
  const inserted = await tables(db)
    .insertInto('executions')
    .values({
      id: newId('exe'),
      project: wanted.project,
      pipeline: wanted.pipeline,
      app: wanted.app,
      artifact_id: wanted.artifactId,
      revision: wanted.revision,
      branch: wanted.branch,
      trigger_kind: wanted.triggerKind,
      actor: wanted.actor,
      pipeline_generation: wanted.pipelineGeneration,
      state: 'executing',
      result: null,
      created_at: new Date(),
      finished_at: null,
    })
    .onConflict((conflict) => conflict.columns(['project', 'pipeline', 'artifact_id', 'revision']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted !== undefined) return { execution: fromRow(inserted), opened: true };
  const row = await tables(db)
    .selectFrom('executions')
    .selectAll()
    .where('project', '=', wanted.project)
    .where('pipeline', '=', wanted.pipeline)
    .where('artifact_id', '=', wanted.artifactId)
    .where('revision', '=', wanted.revision)
    .executeTakeFirstOrThrow();
  return { execution: fromRow(row), opened: false };
}

/** What each of the journeys began with, by its id. */
export async function listJourneyStarts(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, Pick<Execution, 'artifactId' | 'revision'>>> {
  const { rows } = await sql<Pick<ExecutionTable, 'id' | 'artifact_id' | 'revision'>>`
    select id, artifact_id, revision from executions where id = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.id, { artifactId: row.artifact_id, revision: row.revision }]));
}

export async function findExecution(db: Db, id: string): Promise<Execution | undefined> {
  const row = await tables(db).selectFrom('executions').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/** The newest journey of an artifact: what a promotion by hand belongs to. */
export async function newestExecutionOf(
  db: Db,
  project: string,
  pipeline: string,
  artifactIds: readonly string[],
): Promise<Execution | undefined> {
  if (artifactIds.length === 0) return undefined;
  const row = await tables(db)
    .selectFrom('executions')
    .selectAll()
    .where('project', '=', project)
    .where('pipeline', '=', pipeline)
    .where('artifact_id', 'in', artifactIds)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && fromRow(row);
}

export interface ExecutionQuery {
  readonly projects: readonly string[];
  readonly pipeline?: string | undefined;
  readonly app?: string | undefined;
  readonly state?: 'executing' | 'finished' | undefined;
  readonly result?: string | undefined;
  readonly revision?: string | undefined;
  readonly actor?: string | undefined;
  readonly since?: Date | undefined;
  /** Only those that a caller has found to match otherwise, e.g. by environment. */
  readonly ids?: readonly string[] | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

export async function listExecutions(db: Db, query: ExecutionQuery): Promise<Execution[]> {
  if (query.projects.length === 0 || query.ids?.length === 0) return [];
  let select = tables(db).selectFrom('executions').selectAll().where('project', 'in', query.projects);
  if (query.pipeline !== undefined) select = select.where('pipeline', '=', query.pipeline);
  if (query.app !== undefined) select = select.where('app', '=', query.app);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (query.result !== undefined) select = select.where('result', '=', query.result);
  if (query.revision !== undefined) select = select.where('revision', 'like', `${query.revision}%`);
  if (query.actor !== undefined) select = select.where('actor', '=', query.actor);
  if (query.since !== undefined) select = select.where('created_at', '>=', query.since);
  if (query.ids !== undefined) select = select.where('id', 'in', query.ids);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  return (await select.orderBy('id', 'desc').limit(query.limit).execute()).map(fromRow);
}

export async function changeExecution(
  db: Db,
  id: string,
  change: { readonly state: 'executing' | 'finished'; readonly result: string | null },
): Promise<void> {
  await tables(db)
    .updateTable('executions')
    .set({ ...change, finished_at: change.state === 'finished' ? new Date() : null })
    .where('id', '=', id)
    .execute();
}

/** A journey that had ended short of the last environment goes on. */
export async function reopenExecution(db: Db, id: string): Promise<void> {
  await tables(db)
    .updateTable('executions')
    .set({ state: 'executing', result: null, finished_at: null })
    .where('id', '=', id)
    .where('state', '=', 'finished')
    .where('result', '!=', 'success')
    .execute();
}

function fromRow(row: ExecutionTable): Execution {
  return {
    id: row.id,
    project: row.project,
    pipeline: row.pipeline,
    app: row.app,
    artifactId: row.artifact_id,
    revision: row.revision,
    branch: row.branch,
    triggerKind: row.trigger_kind,
    actor: row.actor,
    pipelineGeneration: row.pipeline_generation,
    state: row.state,
    result: row.result,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

/** Who set journeys off, by the journey's id. */
export async function listExecutionActors(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; actor: string }>`
    select id, actor from executions where id = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map(({ id, actor }) => [id, actor]));
}
