import { expect, inject, test } from 'vitest';
import { reachDatabase } from './external-postgres.ts';
import { databaseUrl } from './test-server.ts';

test('a database that answers is connected to', async () => {
  const { connectionString } = inject('testServer');
  expect(await reachDatabase(connectionString)).toEqual({ connection: { connectionString }, host: 'localhost' });
});

test.each([
  [
    'an address where nobody answers',
    'postgres://sluice:correct-horse@127.0.0.1:1/sluice',
    /127\.0\.0\.1:1 .*ECONNREFUSED/,
  ],
  [
    'a host that does not exist',
    'postgres://sluice:correct-horse@db.invalid/sluice',
    /db\.invalid .*(ENOTFOUND|EAI_AGAIN)/,
  ],
])('%s is told with what to do, and without the password', async (_what, url, said) => {
  const refused = await reachDatabase(url).catch((error: unknown) => String(error));
  expect(refused).toMatch(said);
  expect(refused).toContain('DATABASE_URL');
  expect(refused).not.toContain('correct-horse');
});

test('a database that does not exist there is told by its name', async () => {
  const url = databaseUrl(inject('testServer').connectionString, 'no_such_database');
  await expect(reachDatabase(url)).rejects.toThrow(/"no_such_database" does not exist/);
});
