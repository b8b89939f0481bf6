import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { createTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

let database: TestDatabase;
let directory: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  directory = await mkdtemp(join(tmpdir(), 'sluice-migrate-'));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
}

const run = (connection: pg.ClientConfig = database.connection) => migrate(connection, { directory });

test('migrations are applied once, in the order of their numbers', async () => {
  await write({
    '0010_second.sql': 'insert into things values (2);',
    '0002_first.sql': 'create table things (id integer); insert into things values (1);',
    'README.md': 'not a migration',
  });
  expect((await run()).applied).toEqual(['0002_first', '0010_second']);
  expect((await run()).applied).toEqual([]);
  await write({ '0011_third.sql': 'insert into things values (3);' });
  expect((await run()).applied).toEqual(['0011_third']);
  const { rows } = await database.pool.query('select id from things order by id');
  expect(rows.map((row: { id: number }) => row.id)).toEqual([1, 2, 3]);
});

test('twenty servers that start at once apply every migration exactly once', async () => {
  await write({
    '0001_one.sql': 'create table things (id integer); insert into things values (1);',
    '0002_two.sql': 'insert into things select 2 from pg_sleep(0.05);',
  });
  const results = await Promise.all(Array.from({ length: 20 }, () => run()));
  expect(results.filter((result) => result.applied.length > 0)).toEqual([{ applied: ['0001_one', '0002_two'] }]);
  const { rows } = await database.pool.query('select id from things order by id');
  expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a migration that fails leaves nothing behind, keeps the earlier ones and names its line', async () => {
  await write({
    '0001_good.sql': 'create table good (id integer);',
    '0002_bad.sql': 'create table half (id integer);\n\nselect nonsense from half;\n',
  });
  await expect(run()).rejects.toThrow(/^migration 0002_bad failed at line 3: column "nonsense" does not exist$/);
  const { rows } = await database.pool.query(`select to_regclass('good') as good, to_regclass('half') as half`);
  expect(rows).toEqual([{ good: 'good', half: null }]);
  await write({ '0002_bad.sql': 'create table half (id integer);' });
  expect((await run()).applied).toEqual(['0002_bad']);
});

test('a database that a newer Sluice has changed is refused with the way out', async () => {
  await write({ '0001_one.sql': 'create table one (id integer);', '0002_two.sql': 'drop table one;' });
  await run();
  await rm(join(directory, '0002_two.sql'));
  await expect(run()).rejects.toMatchObject({
    kind: 'Conflict',
    code: 'database_newer',
    message: expect.stringMatching(/newer Sluice \(migration 0002_two\).*Start that version or a later one/),
  });
});

test('a newer migration marked as compatible does not stop an older server', async () => {
  await write({
    '0001_one.sql': 'create table one (id integer);',
    '0002_two.sql': '-- compatible\ncreate index on one (id);',
  });
  await run();
  await rm(join(directory, '0002_two.sql'));
  expect((await run()).applied).toEqual([]);
});

test('the mark counts on the first line only', async () => {
  await write({ '0001_one.sql': 'create table one (id integer);\n-- compatible\n' });
  await run();
  await rm(join(directory, '0001_one.sql'));
  await expect(run()).rejects.toMatchObject({ code: 'database_newer' });
});

test('a migration edited after it was applied is refused; other line endings are not an edit', async () => {
  await write({ '0001_one.sql': 'create table one (\n  id integer\n);\n' });
  await run();
  await write({ '0001_one.sql': 'create table one (\r\n  id integer\r\n);\r\n' });
  expect((await run()).applied).toEqual([]);
  await write({ '0001_one.sql': 'create table one (\n  id bigint\n);\n' });
  await expect(run()).rejects.toMatchObject({
    code: 'migration_edited',
    message: expect.stringContaining('Migration 0001_one was edited after this database had applied it'),
  });
});

test('file names that leave the order open are refused', async () => {
  await write({ '0001_one.sql': 'select 1;', '0001_other.sql': 'select 1;' });
  await expect(run()).rejects.toThrow('0001_one and 0001_other.sql have the same number');
  await rm(join(directory, '0001_other.sql'));
  await write({ 'two.sql': 'select 1;' });
  await expect(run()).rejects.toThrow('two.sql is not named NNNN_name.sql');
});
