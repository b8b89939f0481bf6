import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Problem } from '../lib/problem.ts';
import { databaseMessages } from './database-messages.ts';

const answerWithinMs = 10_000;
/** A database that recovers from a crash says so for a while; whoever starts both at once should not have to wait by hand. */
const recoverWithinMs = 60_000;
const askAgainMs = 250;
/** `cannot_connect_now`: it is there, and starting up or recovering. */
const startingUp = '57P03';

/**
 * The connection to a database that somebody else runs. Knocks until it is let in or refused, so that a wrong address,
 * password or name is told at the start, in words that help and without the password.
 */
export async function reachDatabase(databaseUrl: string): Promise<{ connection: pg.ClientConfig; host: string }> {
  const connection = { connectionString: databaseUrl };
  const { host } = new URL(databaseUrl);
  const deadline = performance.now() + recoverWithinMs;
  for (;;) {
    const refusal = await knock(connection);
    if (refusal === undefined) return { connection, host };
    const isStarting = refusal instanceof Error && 'code' in refusal && refusal.code === startingUp;
    if (!isStarting || performance.now() > deadline) {
      const words = { host, reason: reasonOf(refusal) };
      throw new Problem('Unavailable', databaseMessages.database_unreachable(words), { cause: refusal });
    }
    await pause(askAgainMs);
  }
}

/** What the database has against a connection; undefined when nothing. */
async function knock(connection: pg.ClientConfig): Promise<unknown> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: answerWithinMs });
  client.on('error', () => {});
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Several addresses of one name fail together, in an error without words of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message.replace(/\.$/, '') : String(first);
}
