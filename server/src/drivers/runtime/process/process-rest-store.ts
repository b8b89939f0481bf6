import { sql } from 'kysely';
import type { Db } from '../../../engine/transaction.ts';

/** Whether everything rests because no server is left, and which replicas are on their way out. */
export interface Rest {
  /** Null: apps run. */
  readonly since: Date | null;
  readonly leaving: readonly string[];
}

export async function readRest(db: Db): Promise<Rest> {
  const { rows } = await sql<Rest>`select resting_since as since, leaving from process_rest`.execute(db);
  return theRow(rows);
}

/** The same, and nobody else comes or goes until the end of the transaction. */
export async function lockRest(db: Db): Promise<Rest> {
  const { rows } = await sql<Rest>`select resting_since as since, leaving from process_rest for update`.execute(db);
  return theRow(rows);
}

export async function writeRest(db: Db, rest: Rest): Promise<void> {
  await sql`update process_rest set resting_since = ${rest.since}, leaving = ${rest.leaving}`.execute(db);
}

export async function listTargetIds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ target_id: string }>`select target_id from process_targets`.execute(db);
  return rows.map((row) => row.target_id);
}

/** How many processes there are that have not ended, started or not. */
export async function countProcesses(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from processes where state <> 'gone'`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The apps that have been put to rest since a moment, by name. */
export async function listRestedApps(db: Db, since: Date): Promise<string[]> {
  const { rows } = await sql<{ app: string }>`
    select distinct app from process_targets join processes using (target_id)
    where outcome = 'rested' and stop_at >= ${since} order by app`.execute(db);
  return rows.map((row) => row.app);
}

function theRow(rows: readonly Rest[]): Rest {
  const [rest] = rows;
  if (rest === undefined) throw new Error('the row of process_rest is missing');
  return rest;
}
