import { setTimeout as delay } from 'node:timers/promises';

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Deadlock and serialization failure: PostgreSQL rolled back and asks for the same transaction once more. */
export function isRetriable(error: unknown): boolean {
  return ['40P01', '40001'].includes(codeOf(error));
}

// 08: connection exceptions. 57P01–57P03: shut down, crashed, starting up. 25P03: idle in a transaction for too long.
const lostConnection = /^(08...|57P0[123]|25P03|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ENOTFOUND|ETIMEDOUT)$/;
// pg gives these no code.
const lostConnectionWords =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

/** The database is away, starting or dropped the connection. Says nothing about whether a commit went through. */
export function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    lostConnection.test(codeOf(error)) || lostConnectionWords.test(error.message) || isConnectionFault(error.cause)
  );
}

/** Sleeps, but not longer than until `signal` aborts, and never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {});
}
