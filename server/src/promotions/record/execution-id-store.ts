import { sql } from 'kysely';
import type { Db } from '../../engine/transaction.ts';

/** The journeys that promotions belong to, by the promotion's id. */
export async function listExecutionIdsOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; execution_id: string }>`
    select id, execution_id from promotions where id = any(${[...ids]}::text[]) and execution_id is not null`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row.execution_id]));
}

/** Executions that have a promotion into the environment, newest first: one page of their ids. */
export async function listExecutionIdsIn(
  db: Db,
  query: {
    readonly project: string;
    readonly environment: string;
    readonly app?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<string[]> {
  const { project, environment, app = null, before = null, limit } = query;
  const { rows } = await sql<{ id: string }>`
    select distinct execution_id as id from promotions
    where project = ${project} and environment = ${environment} and execution_id is not null
      and (${app}::text is null or app = ${app}) and (${before}::text is null or execution_id < ${before})
    order by execution_id desc limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
