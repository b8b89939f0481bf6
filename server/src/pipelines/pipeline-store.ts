import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import { environmentsOf } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineSpec } from './pipeline-schema.ts';

interface PipelineTable {
  project: string;
  name: string;
  app: string;
  generation: number;
  spec: PipelineSpec;
  created_at: Date;
  updated_at: Date;
}

interface TargetTable {
  id: string;
  project: string;
  app: string;
  environment: string;
  name: string;
  runtime: string;
  config: Record<string, string>;
  position: number;
  release_count: number;
  removed_at: Date | null;
}

export interface StoredPipeline extends Pipeline {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One place an environment deploys to. */
export interface Target {
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly name: string;
  readonly runtime: string;
  readonly config: Readonly<Record<string, string>>;
}

const tables = (db: Db) => db.withTables<{ pipelines: PipelineTable; targets: TargetTable }>();

export async function listPipelines(db: Db, projects: readonly string[]): Promise<StoredPipeline[]> {
  if (projects.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('pipelines')
    .selectAll()
    .where('project', 'in', projects)
    .orderBy('project')
    .orderBy('name')
    .execute();
  return rows.map(fromRow);
}

/** One page of a project's pipelines, by name. */
export async function pagePipelines(
  db: Db,
  query: { readonly project: string; readonly after?: string | undefined; readonly limit: number },
): Promise<StoredPipeline[]> {
  let select = tables(db).selectFrom('pipelines').selectAll().where('project', '=', query.project);
  if (query.after !== undefined) select = select.where('name', '>', query.after);
  return (await select.orderBy('name').limit(query.limit).execute()).map(fromRow);
}

export async function findPipeline(db: Db, project: string, name: string): Promise<StoredPipeline | undefined> {
  const row = await tables(db)
    .selectFrom('pipelines')
    .selectAll()
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  return row && fromRow(row);
}

export async function findPipelineOfApp(db: Db, project: string, app: string): Promise<StoredPipeline | undefined> {
  const row = await tables(db)
    .selectFrom('pipelines')
    .selectAll()
    .where('project', '=', project)
    .where('app', '=', app)
    .executeTakeFirst();
  return row && fromRow(row);
}

export async function writePipeline(
  db: Db,
  pipeline: { project: string; name: string; app: string; generation: number; spec: PipelineSpec },
): Promise<void> {
  const { project, name, app, generation } = pipeline;
  const spec = json(pipeline.spec);
  await tables(db)
    .insertInto('pipelines')
    .values({ project, name, app, generation, spec, created_at: new Date(), updated_at: new Date() })
    .onConflict((conflict) =>
      conflict.columns(['project', 'name']).doUpdateSet({ app, generation, spec, updated_at: new Date() }),
    )
    .execute();
}

export async function removePipeline(db: Db, project: string, name: string): Promise<void> {
  await tables(db).deleteFrom('pipelines').where('project', '=', project).where('name', '=', name).execute();
}

export async function listTargets(db: Db, project: string, app: string, environment?: string): Promise<Target[]> {
  let query = tables(db)
    .selectFrom('targets')
    .select(['id', 'project', 'app', 'environment', 'name', 'runtime', 'config'])
    .where('project', '=', project)
    .where('app', '=', app)
    .where('removed_at', 'is', null)
    .orderBy('environment')
    .orderBy('position');
  if (environment !== undefined) query = query.where('environment', '=', environment);
  return query.execute();
}

/** The targets of every app of a project, or of one, in the order in which they are written. */
export async function listTargetsOfProject(db: Db, project: string, app?: string): Promise<Omit<Target, 'config'>[]> {
  let query = tables(db)
    .selectFrom('targets')
    .select(['id', 'project', 'app', 'environment', 'name', 'runtime'])
    .where('project', '=', project)
    .where('removed_at', 'is', null)
    .orderBy('position');
  if (app !== undefined) query = query.where('app', '=', app);
  return query.execute();
}

/** A target that a pipeline has; one that was removed only lives on in its releases. */
export async function findTarget(db: Db, id: string): Promise<Target | undefined> {
  return tables(db)
    .selectFrom('targets')
    .select(['id', 'project', 'app', 'environment', 'name', 'runtime', 'config'])
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** The same for every environment within a scope, in the same order. Null is not asked about. */
export async function lockTargetsWithin(
  db: Db,
  scope: { readonly project: string; readonly app: string | null; readonly environment: string | null },
): Promise<void> {
  let query = tables(db).selectFrom('targets').select('id').where('project', '=', scope.project);
  if (scope.app !== null) query = query.where('app', '=', scope.app);
  if (scope.environment !== null) query = query.where('environment', '=', scope.environment);
  await query.orderBy('id').forUpdate().execute();
}

/**
 * Serializes everything that decides about one environment: two people at once, a promotion starting, a new release.
 * Every such transaction locks the environment's target rows first, in id order.
 */
export async function lockEnvironment(db: Db, project: string, app: string, environment: string): Promise<void> {
  await tables(db)
    .selectFrom('targets')
    .select('id')
    .where('project', '=', project)
    .where('app', '=', app)
    .where('environment', '=', environment)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** The next release number of a target. Numbers are never reused, so the counter only grows. */
export async function takeReleaseNumber(db: Db, targetId: string): Promise<number> {
  const row = await tables(db)
    .updateTable('targets')
    .set((eb) => ({ release_count: eb('release_count', '+', 1) }))
    .where('id', '=', targetId)
    .returning('release_count')
    .executeTakeFirstOrThrow();
  return row.release_count;
}

/** Brings the rows in line with the spec. A target that comes back goes on with the numbers that it had. */
export async function writeTargets(db: Db, pipeline: Pipeline): Promise<void> {
  for (const environment of pipeline.environments) {
    for (const [position, target] of environment.targets.entries()) {
      const values = { runtime: target.runtime, config: json({ ...target.config }), position, removed_at: null };
      await tables(db)
        .insertInto('targets')
        .values({
          id: newId('tgt'),
          project: pipeline.project,
          app: pipeline.app,
          environment: environment.name,
          name: target.name,
          release_count: 0,
          ...values,
        })
        .onConflict((conflict) => conflict.columns(['project', 'app', 'environment', 'name']).doUpdateSet(values))
        .execute();
    }
  }
}

/** Takes targets out of their pipeline. Their releases stay, as everything that was ever recorded does. */
export async function removeTargets(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tables(db).updateTable('targets').set({ removed_at: new Date() }).where('id', 'in', ids).execute();
}

function fromRow(row: PipelineTable): StoredPipeline {
  return {
    project: row.project,
    name: row.name,
    app: row.app,
    generation: row.generation,
    environments: environmentsOf(row.spec),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
