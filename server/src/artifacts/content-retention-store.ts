import { sql } from 'kysely';
import type { Db } from '../engine/transaction.ts';
import { listArtifactsById } from './artifact-store.ts';
import type { Artifact } from './artifact.ts';

/**
 * Says that the artifacts are needed from now on, and answers those whose content was given up. It locks their rows until
 * the end of the transaction: whoever gives content up waits for that, or is waited for.
 */
export async function useArtifacts(
  db: Db,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly version: string }[]> {
  const { rows } = await sql<{ id: string; version: string; pruned: boolean }>`
    with mine as materialized (
      select id from artifacts where id = any(${[...new Set(ids)]}::text[]) order by id for no key update
    )
    update artifacts a set used_at = clock_timestamp() from mine where a.id = mine.id
    returning a.id, a.version, a.pruned_at is not null as pruned`.execute(db);
  return rows.filter(({ pruned }) => pruned).map(({ id, version }) => ({ id, version }));
}

/**
 * The built artifacts with content that have been needed least lately, locked. What somebody is working with at this
 * moment is left out.
 */
export async function listUnneededArtifacts(db: Db, usedBefore: Date, limit: number): Promise<Artifact[]> {
  const { rows } = await sql<{ id: string }>`
    select id from artifacts where held and origin = 'built' and used_at < ${usedBefore}
    order by used_at limit ${limit} for update skip locked`.execute(db);
  const found = await listArtifactsById(
    db,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id }) => found.get(id) ?? []);
}

/** Gives up the content of some; the others were found to be needed, and have their time again. */
export async function pruneArtifacts(
  db: Db,
  { unneeded, needed }: { readonly unneeded: readonly string[]; readonly needed: readonly string[] },
): Promise<void> {
  await sql`
    update artifacts set held = false, pruned_at = now(), content_removed = false
    where id = any(${[...unneeded]}::text[])`.execute(db);
  await sql`update artifacts set used_at = now() where id = any(${[...needed]}::text[])`.execute(db);
}

/**
 * Has the registry let go of what was given up, at most `limit` artifacts, and answers how many. Their rows stay locked
 * meanwhile, so that a build that makes the same content again either keeps it or finds it gone.
 */
export async function removePrunedContent(
  db: Db,
  limit: number,
  remove: (app: { readonly project: string; readonly name: string }, digests: readonly string[]) => Promise<void>,
): Promise<number> {
  // The registry may be busy for longer than a transaction is otherwise allowed to say nothing.
  await sql`set local idle_in_transaction_session_timeout = '120s'`.execute(db);
  const { rows } = await sql<{ id: string; project: string; app: string; digest: string }>`
    select id, project, app, digest from artifacts where pruned_at is not null and not content_removed and not held
    order by pruned_at limit ${limit} for update skip locked`.execute(db);
  for (const [first, ...others] of Map.groupBy(rows, ({ project, app }) => `${project}/${app}`).values()) {
    if (first === undefined) continue;
    const digests = [first, ...others].map(({ digest }) => digest);
    await remove({ project: first.project, name: first.app }, digests);
  }
  await sql`
    update artifacts set content_removed = true where id = any(${rows.map(({ id }) => id)}::text[])`.execute(db);
  return rows.length;
}
