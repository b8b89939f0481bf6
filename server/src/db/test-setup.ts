import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from './migrate.ts';
import { databaseUrl, startTestServer } from './test-server.ts';
import type { RunningTestServer } from './test-server.ts';

/**
 * Runs once before all tests: one PostgreSQL for the whole run, and in it a template with the migrations as they are in
 * the tree now. `SLUICE_TEST_DATABASE_URL` names a server to use instead; its user must be allowed to create databases.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['SLUICE_TEST_DATABASE_URL'];
  const server: RunningTestServer =
    given === undefined || given === '' ? await startTestServer() : { connectionString: given, stop: async () => {} };
  const template = `sluice_template_${randomBytes(6).toString('hex')}`;
  const dropTemplate = async (): Promise<void> => {
    await query(server.connectionString, `alter database ${template} is_template false`);
    await query(server.connectionString, `drop database ${template} with (force)`);
  };
  try {
    await query(server.connectionString, `create database ${template}`);
    await migrate({ connectionString: databaseUrl(server.connectionString, template) });
    // Nobody can be connected to it, so that it can be copied at any moment.
    await query(server.connectionString, `alter database ${template} is_template true allow_connections false`);
  } catch (error) {
    await dropTemplate().catch(() => {});
    await server.stop();
    throw error;
  }
  project.provide('testServer', { connectionString: server.connectionString, template });
  return async () => {
    await dropTemplate();
    await server.stop();
  };
}

async function query(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
