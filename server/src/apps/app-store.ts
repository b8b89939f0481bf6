import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { App, RepositoryState } from './app.ts';
import { appMessages as messages } from './app-messages.ts';
import type { AppSpec } from './app-schema.ts';

interface AppTable {
  project: string;
  name: string;
  generation: number;
  spec: AppSpec;
  build_count: number;
  change_count: number;
  repository_state: RepositoryState;
  repository_message: Message | null;
  created_at: Date;
  updated_at: Date;
}

interface BranchTipTable {
  project: string;
  app: string;
  branch: string;
  revision: string;
  pushed_by: string | null;
  seen_at: Date;
}

interface PushTable {
  project: string;
  app: string;
  branch: string;
  revision: string;
  actor: string;
  pushed_at: Date;
}

interface AppRemovalTable {
  project: string;
  name: string;
  digests: string[];
  removed_at: Date;
}

interface ImportCredentialTable {
  project: string;
  app: string;
  url: string;
  sealed: string;
}

const tables = (db: Db) =>
  db.withTables<{
    apps: AppTable;
    branch_tips: BranchTipTable;
    pushes: PushTable;
    app_removals: AppRemovalTable;
    import_credentials: ImportCredentialTable;
  }>();

export async function findApp(db: Db, project: string, name: string): Promise<App | undefined> {
  const row = await tables(db)
    .selectFrom('apps')
    .selectAll()
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** @throws Problem NotFound with the name that was probably meant. */
export async function requireApp(db: Db, project: string, name: string): Promise<App> {
  const app = await findApp(db, project, name);
  if (app !== undefined) return app;
  const names = (await listApps(db, [project])).map((other) => other.name);
  throw new Problem('NotFound', messages.app_not_found({ name, suggestion: didYouMean(name, names) ?? null }));
}

export async function listApps(db: Db, projects: readonly string[]): Promise<App[]> {
  if (projects.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('apps')
    .selectAll()
    .where('project', 'in', projects)
    .orderBy('project')
    .orderBy('name')
    .execute();
  return rows.map(fromRow);
}

/** One page of a project's apps, by name. */
export async function pageApps(
  db: Db,
  query: { readonly project: string; readonly after?: string | undefined; readonly limit: number },
): Promise<App[]> {
  let select = tables(db).selectFrom('apps').selectAll().where('project', '=', query.project);
  if (query.after !== undefined) select = select.where('name', '>', query.after);
  return (await select.orderBy('name').limit(query.limit).execute()).map(fromRow);
}

/** Keeps the app from being deleted (`share`) or used by anybody else (`update`) until the transaction ends. */
export async function lockApp(db: Db, project: string, name: string, mode: 'share' | 'update'): Promise<boolean> {
  const select = tables(db).selectFrom('apps').select('name').where('project', '=', project).where('name', '=', name);
  const row = await (mode === 'share' ? select.forKeyShare() : select.forUpdate()).executeTakeFirst();
  return row !== undefined;
}

export async function countApps(db: Db): Promise<Map<string, number>> {
  const rows = await tables(db)
    .selectFrom('apps')
    .select((eb) => ['project', eb.fn.countAll<number>().as('count')])
    .groupBy('project')
    .execute();
  return new Map(rows.map((row) => [row.project, row.count]));
}

/** Every app of every project, for the controllers' first look after a start. */
export async function listAllApps(db: Db): Promise<App[]> {
  const rows = await tables(db).selectFrom('apps').selectAll().execute();
  return rows.map(fromRow);
}

export async function writeApp(
  db: Db,
  app: { project: string; name: string; generation: number; spec: AppSpec },
): Promise<void> {
  const { project, name, generation } = app;
  const spec = json(app.spec);
  const now = new Date();
  await tables(db)
    .insertInto('apps')
    .values({
      project,
      name,
      generation,
      spec,
      build_count: 0,
      change_count: 0,
      repository_state: 'importing',
      repository_message: null,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(['project', 'name']).doUpdateSet({ generation, spec, updated_at: now }))
    .execute();
}

export async function writeRepositoryState(
  db: Db,
  app: { project: string; name: string },
  state: RepositoryState,
  message: Message | null,
): Promise<void> {
  await tables(db)
    .updateTable('apps')
    .set({ repository_state: state, repository_message: message === null ? null : json(message) })
    .where('project', '=', app.project)
    .where('name', '=', app.name)
    .execute();
}

export async function findImportCredential(
  db: Db,
  project: string,
  app: string,
): Promise<{ url: string; sealed: string } | undefined> {
  return tables(db)
    .selectFrom('import_credentials')
    .select(['url', 'sealed'])
    .where('project', '=', project)
    .where('app', '=', app)
    .executeTakeFirst();
}

export async function writeImportCredential(db: Db, credential: ImportCredentialTable): Promise<void> {
  const { url, sealed } = credential;
  await tables(db)
    .insertInto('import_credentials')
    .values(credential)
    .onConflict((conflict) => conflict.columns(['project', 'app']).doUpdateSet({ url, sealed }))
    .execute();
}

export async function forgetImportCredential(db: Db, project: string, app: string): Promise<void> {
  await tables(db).deleteFrom('import_credentials').where('project', '=', project).where('app', '=', app).execute();
}

export async function removeApp(db: Db, project: string, name: string): Promise<void> {
  await tables(db).deleteFrom('apps').where('project', '=', project).where('name', '=', name).execute();
}

/** The n of the next `<next patch>-<branch>.<n>`; locks the app's row until the transaction ends. */
export async function takeBuildNumber(db: Db, project: string, name: string): Promise<number> {
  const row = await tables(db)
    .updateTable('apps')
    .set((eb) => ({ build_count: eb('build_count', '+', 1) }))
    .where('project', '=', project)
    .where('name', '=', name)
    .returning('build_count')
    .executeTakeFirstOrThrow();
  return row.build_count;
}

export async function takeChangeNumber(db: Db, project: string, name: string): Promise<number> {
  const row = await tables(db)
    .updateTable('apps')
    .set((eb) => ({ change_count: eb('change_count', '+', 1) }))
    .where('project', '=', project)
    .where('name', '=', name)
    .returning('change_count')
    .executeTakeFirstOrThrow();
  return row.change_count;
}

export async function listBranchTips(db: Db, project: string, app: string): Promise<Map<string, string>> {
  const rows = await tables(db)
    .selectFrom('branch_tips')
    .select(['branch', 'revision'])
    .where('project', '=', project)
    .where('app', '=', app)
    .execute();
  return new Map(rows.map((row) => [row.branch, row.revision]));
}

/** The same for every app of a project, or for one. */
export async function listBranchTipsOfProject(
  db: Db,
  project: string,
  app?: string,
): Promise<{ app: string; branch: string; revision: string }[]> {
  let select = tables(db)
    .selectFrom('branch_tips')
    .select(['app', 'branch', 'revision'])
    .where('project', '=', project);
  if (app !== undefined) select = select.where('app', '=', app);
  return select.execute();
}

export async function writeBranchTip(
  db: Db,
  tip: { project: string; app: string; branch: string; revision: string; pushedBy: string | null },
): Promise<void> {
  const values = { revision: tip.revision, pushed_by: tip.pushedBy, seen_at: new Date() };
  await tables(db)
    .insertInto('branch_tips')
    .values({ project: tip.project, app: tip.app, branch: tip.branch, ...values })
    .onConflict((conflict) => conflict.columns(['project', 'app', 'branch']).doUpdateSet(values))
    .execute();
}

/** Remembers who is pushing a commit, before git moves the branch. */
export async function notePush(
  db: Db,
  push: { project: string; app: string; branch: string; revision: string; actor: string },
): Promise<void> {
  await tables(db)
    .insertInto('pushes')
    .values({ ...push, pushed_at: new Date() })
    .onConflict((conflict) =>
      conflict
        .columns(['project', 'app', 'branch', 'revision'])
        .doUpdateSet({ actor: push.actor, pushed_at: new Date() }),
    )
    .execute();
}

/** Whether somebody began to push since then, of which nothing has come yet. */
export async function isPushAnnounced(
  db: Db,
  { project, name }: Pick<App, 'project' | 'name'>,
  since: Date,
): Promise<boolean> {
  const found = await tables(db)
    .selectFrom('pushes')
    .select('branch')
    .where('project', '=', project)
    .where('app', '=', name)
    .where('pushed_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * Who pushed this commit to this branch, or null when it came by another way. What was noted for the branch earlier (a
 * push that git refused, or that a later one has overtaken) is forgotten with it.
 */
export async function takePusher(
  db: Db,
  push: { project: string; app: string; branch: string; revision: string },
): Promise<string | null> {
  const ofBranch = { project: push.project, app: push.app, branch: push.branch };
  const noted = await tables(db)
    .selectFrom('pushes')
    .select(['actor', 'pushed_at'])
    .where((eb) => eb.and(ofBranch))
    .where('revision', '=', push.revision)
    .executeTakeFirst();
  if (noted === undefined) return null;
  await tables(db)
    .deleteFrom('pushes')
    .where((eb) => eb.and(ofBranch))
    .where('pushed_at', '<=', noted.pushed_at)
    .execute();
  return noted.actor;
}

/** Notes that the files of a deleted app are still to be cleared away. While they are, a new one of its name makes none. */
export async function noteRemoval(
  db: Db,
  removal: { project: string; name: string; digests: readonly string[] },
): Promise<void> {
  const { project, name } = removal;
  const digests = [...removal.digests];
  await tables(db)
    .insertInto('app_removals')
    .values({ project, name, digests, removed_at: new Date() })
    .onConflict((conflict) => conflict.columns(['project', 'name']).doNothing())
    .execute();
}

export interface AppRemoval {
  readonly project: string;
  readonly name: string;
  readonly digests: readonly string[];
}

export async function findRemoval(db: Db, project: string, name: string): Promise<AppRemoval | undefined> {
  return tables(db)
    .selectFrom('app_removals')
    .select(['project', 'name', 'digests'])
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
}

/** For the controllers' first look after a start. */
export async function listRemovals(db: Db): Promise<AppRemoval[]> {
  return tables(db).selectFrom('app_removals').select(['project', 'name', 'digests']).execute();
}

export async function forgetRemoval(db: Db, project: string, name: string): Promise<void> {
  await tables(db).deleteFrom('app_removals').where('project', '=', project).where('name', '=', name).execute();
}

function fromRow(row: AppTable): App {
  return {
    project: row.project,
    name: row.name,
    generation: row.generation,
    spec: row.spec,
    repositoryState: row.repository_state,
    repositoryMessage: row.repository_message,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
