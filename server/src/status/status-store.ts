import { sql } from 'kysely';
import type { Db } from '../engine/transaction.ts';

/** PostgreSQL's own words for its version: `18.1`. */
export async function readDatabaseVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return rows[0]?.version ?? '';
}
