import { sql } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import { environmentsOf } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineSpec } from './pipeline-schema.ts';
import type { ParameterValue, TemplateUser } from './template/template-schema.ts';

interface PipelineTable {
  project: string;
  name: string;
  app: string;
  generation: number;
  spec: PipelineSpec;
  template: string | null;
  template_generation: number | null;
  parameters: Record<string, ParameterValue> | null;
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

/** A pipeline as it is kept: what it is, and what of that its author has left to a template. */
export interface WrittenPipeline {
  readonly project: string;
  readonly name: string;
  readonly app: string;
  readonly generation: number;
  readonly spec: PipelineSpec;
  readonly template: ({ readonly name: string; readonly generation: number } & Pick<TemplateUser, 'parameters'>) | null;
}

export interface StoredPipeline extends Pipeline {
  readonly template: string | null;
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
  { project, name, app, generation, spec, template }: WrittenPipeline,
): Promise<void> {
  const values = {
    app,
    generation,
    spec: json(spec),
    template: template?.name ?? null,
    template_generation: template?.generation ?? null,
    parameters: template === null ? null : json({ ...template.parameters }),
    updated_at: new Date(),
  };
  await tables(db)
    .insertInto('pipelines')
    .values({ project, name, ...values, created_at: new Date() })
    .onConflict((conflict) => conflict.columns(['project', 'name']).doUpdateSet(values))
    .execute();
}

/** The pipelines that use a template, by name. */
export async function listTemplateUsers(db: Db, project: string, template: string): Promise<TemplateUser[]> {
  const rows = await tables(db)
    .selectFrom('pipelines')
    .select(['name', 'app', 'parameters'])
    .where('project', '=', project)
    .where('template', '=', template)
    .orderBy('name')
    .execute();
  return rows.map(({ name, app, parameters }) => ({ name, app, parameters: parameters ?? {} }));
}

/** Whether its template has changed since the pipeline was made of it. */
export async function isBehindItsTemplate(db: Db, project: string, name: string): Promise<boolean> {
  const { rows } = await sql<{ behind: boolean }>`
    select p.template_generation <> t.generation as behind from pipelines p
    join pipeline_templates t on t.project = p.project and t.name = p.template
    where p.project = ${project} and p.name = ${name}`.execute(db);
  return rows[0]?.behind ?? false;
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
    template: row.template,
    environments: environmentsOf(row.spec),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
