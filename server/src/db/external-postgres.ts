import pg from 'pg';
import { Problem } from '../lib/problem.ts';
import { databaseMessages } from './database-messages.ts';

const answerWithinMs = 10_000;

/**
 * The connection to a database that somebody else runs. Knocks once, so that a wrong address, password or name is told
 * at the start, in words that help and without the password.
 */
export async function reachDatabase(databaseUrl: string): Promise<{ connection: pg.ClientConfig; host: string }> {
  const connection = { connectionString: databaseUrl };
  const { host } = new URL(databaseUrl);
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: answerWithinMs });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    const reason = reasonOf(error);
    throw new Problem('Unavailable', databaseMessages.database_unreachable({ host, reason }), { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
  return { connection, host };
}

/** Several addresses of one name fail together, in an error without words of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message.replace(/\.$/, '') : String(first);
}
