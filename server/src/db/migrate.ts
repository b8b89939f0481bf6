import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { databaseMessages } from './database-messages.ts';
import type { DatabaseLog } from './database.ts';

/**
 * Migrations are plain SQL files, `NNNN_name.sql`, applied in order of their number, each in a transaction of its own,
 * forward only. Replicas of a new version may start at the same moment: an advisory lock lets one work while the others
 * wait and then find nothing left to do.
 *
 * An older replica must not write into a database whose shape it does not know. It therefore refuses to start when
 * the database holds a migration that it has no file for, unless that migration's first line was `-- compatible`.
 */
export interface MigrateOptions {
  /** Default: `server/migrations`. */
  readonly directory?: string;
  readonly log?: DatabaseLog;
}

export interface MigrateResult {
  /** Names applied by this call, in order; empty when the database was up to date. */
  readonly applied: readonly string[];
}

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  readonly compatible: boolean;
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly compatible: boolean;
}

const oldestServer = 150_000;
const fileName = /^(\d{4})_[a-z0-9_]+\.sql$/;
const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Brings the database to the shape this code needs. Throws a `Problem` with words for the operator when it cannot. */
export async function migrate(connection: pg.ClientConfig, options: MigrateOptions = {}): Promise<MigrateResult> {
  const migrations = await readMigrations(options.directory ?? migrationsDirectory);
  const client = new pg.Client(connection);
  // The query in flight rejects by itself; without a listener the process would end first.
  client.on('error', () => {});
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query(`select pg_advisory_lock(hashtextextended('sluice migrations', 0))`);
    await client.query(`
      create table if not exists migrations (
        number     integer     primary key,
        name       text        not null,
        checksum   text        not null,
        compatible boolean     not null,
        applied_at timestamptz not null default now()
      )`);
    const { rows: done } = await client.query<AppliedMigration>(
      'select number, name, checksum, compatible from migrations order by number',
    );
    const pending = pendingMigrations(migrations, done);
    for (const migration of pending) {
      await apply(client, migration);
      options.log?.info({ migration: migration.name }, 'migration applied');
    }
    return { applied: pending.map((migration) => migration.name) };
  } finally {
    // Ending the session releases the advisory lock.
    await client.end().catch(() => {});
  }
}

/**
 * Answers whether the database has the shape that this code needs: null, or what is wrong, e.g. while another version is
 * rolled out. The files are read once, now: an update may lay new ones beside code that is still running.
 */
export function createMigrationCheck(options: MigrateOptions = {}): (db: Db) => Promise<Message | null> {
  const reading = readMigrations(options.directory ?? migrationsDirectory);
  // Whoever asks first hears of the fault.
  reading.catch(() => {});
  return async (db) => migrationFault(db, await reading);
}

async function migrationFault(db: Db, migrations: readonly Migration[]): Promise<Message | null> {
  const { rows } = await sql<AppliedMigration>`
    select number, name, checksum, compatible from migrations order by number`.execute(db);
  try {
    const [pending] = pendingMigrations(migrations, rows);
    return pending === undefined ? null : databaseMessages.database_older({ migration: pending.name });
  } catch (error) {
    if (error instanceof Problem) return error.detail;
    throw error;
  }
}

/** What is left to apply. Throws when code and database have parted ways. */
function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of applied) {
    const migration = known.get(row.number);
    if (migration === undefined) {
      if (!row.compatible) throw new Problem('Conflict', databaseMessages.database_newer({ migration: row.name }));
    } else if (migration.checksum !== row.checksum) {
      throw new Problem('Conflict', databaseMessages.migration_edited({ migration: row.name }));
    }
  }
  const present = new Set(applied.map((row) => row.number));
  return migrations.filter((migration) => !present.has(migration.number));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migrations (number, name, checksum, compatible) values ($1, $2, $3, $4)', [
      migration.number,
      migration.name,
      migration.checksum,
      migration.compatible,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new Error(`migration ${migration.name} failed${lineOf(error, migration.sql)}: ${wordsOf(error)}`, {
      cause: error,
    });
  }
}

function lineOf(error: unknown, text: string): string {
  if (!(error instanceof pg.DatabaseError) || error.position === undefined) return '';
  return ` at line ${text.slice(0, Number(error.position)).split('\n').length}`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::integer as number, current_setting('server_version') as version`,
  );
  const server = rows[0];
  if (server !== undefined && server.number < oldestServer) {
    throw new Problem('Unavailable', databaseMessages.postgres_too_old({ version: server.version }));
  }
}

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = fileName.exec(name)?.[1];
    if (number === undefined) throw new Error(`migration ${name} is not named NNNN_name.sql`);
    const previous = migrations.at(-1);
    if (previous?.number === Number(number)) {
      throw new Error(`migrations ${previous.name} and ${name} have the same number`);
    }
    const text = await readFile(join(directory, name), 'utf8');
    migrations.push({
      number: Number(number),
      name: name.slice(0, -'.sql'.length),
      sql: text,
      // A checkout with other line endings is the same migration.
      checksum: createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex'),
      compatible: /^-- compatible\s*$/m.test(text.slice(0, text.indexOf('\n') + 1)),
    });
  }
  return migrations;
}
