import pg from 'pg';
import { databaseUser } from './embedded-cluster.ts';
import { socketPort } from './embedded-socket.ts';

/**
 * One server's share in the database that several servers use: a connection that holds a session lock in shared mode.
 * The kernel closes it with the process, so a killed server stops counting at once. The last one out gets the lock alone,
 * and while it holds it nobody can join, so that a server that starts meanwhile waits for the stop to finish instead
 * of using a database that is about to go.
 */
export interface Membership {
  readonly version: string;
  /** Settles when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** True when no other server is left; then nobody can join until this connection ends. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
}

export type Joining =
  | { readonly membership: Membership }
  /** Not now, for `reason`. `unreachable`: nobody listens at all. */
  | { readonly membership?: undefined; readonly reason: string; readonly unreachable: boolean };

const lockKey = `hashtextextended('sluice servers', 0)`;
/** Starting up or shutting down; too many connections; ended by an administrator. */
const passingStates = new Set(['57P03', '53300', '57P01', '57P02']);

/** Joins if the database answers and is not about to stop. Throws when waiting cannot help. */
export async function join(socketFolder: string, database: string): Promise<Joining> {
  const client = new pg.Client({
    host: socketFolder,
    port: socketPort,
    user: databaseUser,
    database: 'postgres',
    ssl: false,
    application_name: 'sluice supervisor',
    connectionTimeoutMillis: 5_000,
  });
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  client.on('error', () => {});
  const close = async (): Promise<void> => {
    await client.end().catch(() => {});
  };
  try {
    await client.connect();
    const { rows } = await client.query<{ joined: boolean; version: string }>(
      `select pg_try_advisory_lock_shared(${lockKey}) as joined, current_setting('server_version') as version`,
    );
    const answer = rows[0];
    if (answer?.joined !== true) {
      await close();
      return { reason: 'the last server is just stopping it', unreachable: false };
    }
    await ensureDatabase(client, database);
    return {
      membership: {
        version: answer.version,
        ended,
        leave: async () => {
          await client.query(`select pg_advisory_unlock_shared(${lockKey})`);
          const left = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${lockKey}) as alone`);
          return left.rows[0]?.alone === true;
        },
        close,
      },
    };
  } catch (error) {
    await close();
    const code = codeOf(error);
    const reason = error instanceof Error ? error.message : String(error);
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return { reason, unreachable: true };
    // Without a code: the connection ended in the middle, or the time was up. A code of PostgreSQL's own has a digit in it,
    // which EPIPE has not: that is the socket of a database that is just going away.
    if (code === undefined || passingStates.has(code) || !/^(?=.*\d)[0-9A-Z]{5}$/.test(code)) {
      return { reason, unreachable: false };
    }
    throw error;
  }
}

async function ensureDatabase(client: pg.Client, name: string): Promise<void> {
  const exists = async (): Promise<boolean> =>
    (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount !== 0;
  if (await exists()) return;
  // Servers that start together would fall over each other: a database cannot be copied while another copy is made.
  const key = `hashtextextended('sluice database', 0)`;
  await client.query(`select pg_advisory_lock(${key})`);
  try {
    if (!(await exists())) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.query(`select pg_advisory_unlock(${key})`);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
