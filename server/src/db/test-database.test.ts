import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { createTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';
import { json, openDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a test database has every migration applied', async () => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from migrations`.execute(database.db);
  expect(rows[0]?.count).toBeTypeOf('number');
});

test('int8 is read as a number, and refused where digits would be lost', async () => {
  const read = (text: string) => sql<{ value: number }>`select ${text}::int8 as value`.execute(database.db);
  expect((await read('9007199254740991')).rows).toEqual([{ value: 9_007_199_254_740_991 }]);
  await expect(read('9007199254740993')).rejects.toThrow('does not fit');
});

test('json() writes arrays, objects and strings as jsonb', async () => {
  const db = database.db.withTables<{ notes: { id: number; value: unknown } }>();
  await sql`create table notes (id integer, value jsonb)`.execute(db);
  const values = [['a', 'b'], { a: [1, null] }, 'text', 3, null];
  await db
    .insertInto('notes')
    .values(values.map((value, id) => ({ id, value: json(value) })))
    .execute();
  const rows = await db.selectFrom('notes').select('value').orderBy('id').execute();
  expect(rows.map((row) => row.value)).toEqual(values);
  await sql`drop table notes`.execute(db);
});

test('two test databases do not see each other', async () => {
  const other = await createTestDatabase();
  await sql`create table here (id integer)`.execute(other.db);
  await expect(sql`select 1 from here`.execute(database.db)).rejects.toThrow('does not exist');
  await other.drop();
});

test('a connection that the server ends is logged without secrets and does not end the process', async () => {
  const lines: unknown[] = [];
  const log = { info: () => {}, error: () => {}, warn: (fields: unknown) => void lines.push(fields) };
  const victim = openDatabase({ connection: database.connection, maxConnections: 1, log });
  const { rows } = await victim.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await expect.poll(() => lines.length).toBe(1);
  expect(lines).toEqual([{ code: '57P01', reason: 'terminating connection due to administrator command' }]);
  expect((await victim.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await victim.close();
});
