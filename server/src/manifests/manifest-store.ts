import { sql } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';

interface SpecTable {
  project: string;
  kind: string;
  name: string;
  generation: number;
  document: unknown;
  source: string;
  actor: string;
  door: string;
  applied_at: Date;
}

export interface SpecVersion {
  readonly project: string;
  readonly kind: string;
  readonly name: string;
  readonly generation: number;
  readonly document: unknown;
  readonly source: string;
  readonly actor: string;
  readonly door: string;
}

export interface StoredSpec extends SpecVersion {
  readonly appliedAt: Date;
}

const tables = (db: Db) => db.withTables<{ specs: SpecTable }>();

/** Serializes everybody who applies the same thing, before there is a row that could be locked. */
export async function lockSpec(
  db: Db,
  key: { readonly project: string; readonly kind: string; readonly name: string },
): Promise<void> {
  const text = `spec ${key.project} ${key.kind} ${key.name}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${text}, 0))`.execute(db);
}

export async function appendSpec(db: Db, spec: SpecVersion): Promise<void> {
  await tables(db)
    .insertInto('specs')
    .values({ ...spec, document: json(spec.document), applied_at: new Date() })
    .execute();
}

/** Newest first. */
export async function listSpecs(
  db: Db,
  key: { readonly project: string; readonly kind: string; readonly name: string },
): Promise<StoredSpec[]> {
  const rows = await tables(db)
    .selectFrom('specs')
    .selectAll()
    .where('project', '=', key.project)
    .where('kind', '=', key.kind)
    .where('name', '=', key.name)
    .orderBy('generation', 'desc')
    .execute();
  return rows.map(({ applied_at: appliedAt, ...spec }) => ({ ...spec, appliedAt }));
}

/** Names of a kind that were applied at some time; some may have been deleted since. */
export async function listSpecNames(
  db: Db,
  key: { readonly project: string; readonly kind: string },
): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('specs')
    .select('name')
    .distinct()
    .where('project', '=', key.project)
    .where('kind', '=', key.kind)
    .execute();
  return rows.map((row) => row.name);
}

/** False only before the very first apply: deleting everything does not make an installation new again. */
export async function anythingApplied(db: Db): Promise<boolean> {
  return (await tables(db).selectFrom('specs').select('name').limit(1).executeTakeFirst()) !== undefined;
}
