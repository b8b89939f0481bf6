import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { createTransact } from '../engine/transact.ts';
import { systemClock } from '../lib/clock.ts';
import { ensureAdminToken } from './admin-token.ts';
import { createIdentity } from './identity.ts';
import type { Identity } from './identity.ts';

let database: TestDatabase;
let identity: Identity;
let dataDir: string;
const ensure = (reissueWhenMissing = true) =>
  ensureAdminToken({
    db: database.db,
    transact: createTransact({ db: database.db, idleMs: 5000 }),
    dataDir,
    reissueWhenMissing,
  });
const file = () => join(dataDir, 'admin-token');
const whoIs = async (secret: string) =>
  identity.authenticate({ authorization: `Bearer ${secret.trim()}`, source: '127.0.0.1', door: 'cli', language: 'en' });

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-admin-'));
  identity = createIdentity({
    db: database.db,
    transact: createTransact({ db: database.db, idleMs: 5000 }),
    clock: systemClock,
  });
});
afterEach(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test('the first start leaves an admin token for the owner of the folder alone', async () => {
  expect(await ensure()).toBe('created');
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  const secret = await readFile(file(), 'utf8');
  expect(await whoIs(secret)).toMatchObject({ actor: 'admin', bindings: [{ project: '*', role: 'admin' }] });
  expect(await ensure()).toBe('kept');
  expect(await readFile(file(), 'utf8')).toBe(secret);
});

test('of replicas that start at once one makes the token', async () => {
  const results = await Promise.all(Array.from({ length: 5 }, () => ensure()));
  expect(results.toSorted()).toEqual(['created', 'kept', 'kept', 'kept', 'kept']);
  expect(await whoIs(await readFile(file(), 'utf8'))).toMatchObject({ actor: 'admin' });
});

test('a lost file is replaced by a fresh token of the same admin, on the record', async () => {
  await ensure();
  await rm(file());
  expect(await ensure(false)).toBe('kept');
  expect(await ensure()).toBe('reissued');
  expect(await whoIs(await readFile(file(), 'utf8'))).toMatchObject({ actor: 'admin' });
  const { rows } = await sql`select type, actor, door from events order by id`.execute(database.db);
  expect(rows).toEqual(
    Array.from({ length: 2 }, () => ({ type: 'token.created', actor: 'sluice:identity', door: 'system' })),
  );
});

test('a file of another database is replaced, a revoked token is not', async () => {
  await ensure();
  const admin = await whoIs(await readFile(file(), 'utf8'));
  await identity.revokeToken(admin, admin.tokenId ?? '');
  expect(await ensure()).toBe('kept');
  await sql`delete from actors where name = 'admin'`.execute(database.db);
  expect(await ensure()).toBe('created');
  expect(await whoIs(await readFile(file(), 'utf8'))).toMatchObject({ actor: 'admin' });
});
