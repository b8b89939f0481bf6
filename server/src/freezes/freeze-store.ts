import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import { concerns } from './freeze.ts';
import type { Freeze } from './freeze.ts';
import type { FreezeSpec } from './freeze-schema.ts';

interface FreezeTable {
  project: string;
  name: string;
  generation: number;
  spec: FreezeSpec;
  created_at: Date;
  updated_at: Date;
}

const tables = (db: Db) => db.withTables<{ freezes: FreezeTable }>();

/** One page of a project's freezes, by name. */
export async function pageFreezes(
  db: Db,
  query: { readonly project: string; readonly after?: string | undefined; readonly limit: number },
): Promise<Freeze[]> {
  let select = tables(db).selectFrom('freezes').selectAll().where('project', '=', query.project);
  if (query.after !== undefined) select = select.where('name', '>', query.after);
  return (await select.orderBy('name').limit(query.limit).execute()).map(fromRow);
}

export async function findFreeze(db: Db, project: string, name: string): Promise<Freeze | undefined> {
  const row = await tables(db)
    .selectFrom('freezes')
    .selectAll()
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** Every freeze that concerns one environment of an app. */
export async function listFreezesOn(
  db: Db,
  place: { readonly project: string; readonly app: string; readonly environment: string },
): Promise<Freeze[]> {
  const rows = await tables(db)
    .selectFrom('freezes')
    .selectAll()
    .where('project', '=', place.project)
    .orderBy('name')
    .execute();
  return rows.map(fromRow).filter((freeze) => concerns(freeze, place));
}

export async function writeFreeze(
  db: Db,
  freeze: { project: string; name: string; generation: number; spec: FreezeSpec },
): Promise<void> {
  const { project, name, generation } = freeze;
  const values = { generation, spec: json(freeze.spec), updated_at: new Date() };
  await tables(db)
    .insertInto('freezes')
    .values({ project, name, created_at: new Date(), ...values })
    .onConflict((conflict) => conflict.columns(['project', 'name']).doUpdateSet(values))
    .execute();
}

export async function removeFreeze(db: Db, project: string, name: string): Promise<boolean> {
  const gone = await tables(db)
    .deleteFrom('freezes')
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

function fromRow({ created_at: createdAt, updated_at: updatedAt, ...row }: FreezeTable): Freeze {
  return { ...row, createdAt, updatedAt };
}
