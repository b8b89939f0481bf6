import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Db } from '../engine/transaction.ts';
import { openDatabase } from './database.ts';
import { databaseUrl } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this test run with its migrated template, made in `test-setup.ts`. */
    readonly testServer: TestServer;
  }
}

/** Plain data: it crosses from vitest's main process into the workers. */
export interface TestServer {
  readonly connectionString: string;
  readonly template: string;
}

export interface TestDatabase {
  /** For whoever opens connections of its own: a server under test, LISTEN, `migrate`. */
  readonly connection: pg.ClientConfig;
  readonly db: Db;
  readonly pool: pg.Pool;
  /** Closes the pool and removes the database, whoever may still be connected to it. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly maxConnections?: number;
  /** Without migrations, for tests of the migrations themselves. */
  readonly empty?: boolean;
}

/**
 * A database of its own, with every migration applied, on the PostgreSQL of this test run. Call it in `beforeAll` (it
 * takes some tens of milliseconds) and `drop()` it in `afterAll`.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `sluice_test_${randomBytes(6).toString('hex')}`;
  const template = options.empty === true ? 'template0' : server.template;
  await administer(server, `create database ${name} template ${template} strategy wal_log`);
  const connection: pg.ClientConfig = { connectionString: databaseUrl(server.connectionString, name) };
  const database = openDatabase({ connection, maxConnections: options.maxConnections ?? 10 });
  return {
    connection,
    db: database.db,
    pool: database.pool,
    drop: async () => {
      await database.close();
      await administer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function administer(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
