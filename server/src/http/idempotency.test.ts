import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import * as z from 'zod';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { createTransact } from '../engine/transact.ts';
import { Problem } from '../lib/problem.ts';
import { httpMessages } from './http-messages.ts';
import { createIdempotency } from './idempotency.ts';
import { claimCommand, markCommitted } from './idempotency-store.ts';
import type { Routes } from './route.ts';
import { startTestHttp } from './test-server.ts';
import type { TestHttp } from './test-server.ts';

let database: TestDatabase;
let http: TestHttp;
let fail: 'never' | 'before' | 'after' = 'never';

beforeAll(async () => {
  database = await createTestDatabase();
  await sql`create table carried_out (id serial primary key, name text not null)`.execute(database.db);
  const { db } = database;
  const idempotency = createIdempotency({ db, transact: createTransact({ db, idleMs: 5000 }), leaseMs: 2000 });
  const command: Routes = (app) => {
    app.post(
      '/v1/things',
      { config: { verb: 'thing.change' }, schema: { body: z.strictObject({ name: z.string() }) } },
      async (request, reply) => {
        if (fail === 'before') throw new Problem('Conflict', httpMessages.cursor_invalid());
        const id = await idempotency.transact(async (tx) => {
          const { rows } = await sql<{
            id: number;
          }>`insert into carried_out (name) values (${request.body.name}) returning id`.execute(tx.db);
          return rows[0]?.id;
        });
        if (fail === 'after') throw new Error('the server breaks before it answers');
        return reply.code(201).send({ id });
      },
    );
    app.post('/v1/secrets', { config: { verb: 'thing.change', keepsAnswer: false } }, async () =>
      idempotency.transact(async (tx) => {
        await sql`insert into carried_out (name) values ('secret')`.execute(tx.db);
        return { secret: 'canary-4711' };
      }),
    );
  };
  http = await startTestHttp(db, { idempotency, routes: [command], checkAnswers: false });
});
afterAll(async () => {
  await http.app.close();
  await database.drop();
});
beforeEach(async () => {
  fail = 'never';
  await sql`delete from carried_out`.execute(database.db);
});

const send = (key: string, name = 'a', actor = 'ada', path = '/v1/things'): Promise<Response> =>
  fetch(http.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${actor}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ name }),
  });
const count = async (): Promise<number> =>
  (await sql<{ count: number }>`select count(*) as count from carried_out`.execute(database.db)).rows[0]?.count ?? -1;

test('twenty equal commands at once are carried out once and get one answer', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(key)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true')).toHaveLength(19);
  expect(await count()).toBe(1);
});

test('a key belongs to one actor and to one command', async () => {
  const key = randomUUID();
  expect((await send(key)).status).toBe(201);
  const other = await send(key, 'b');
  expect(other.status).toBe(409);
  expect(await other.json()).toMatchObject({ code: 'idempotency_key_reused' });
  expect((await send(key, 'a', 'grace')).headers.get('idempotent-replayed')).toBeNull();
  expect(await count()).toBe(2);
});

test('a command that was refused may be sent again with its key', async () => {
  const key = randomUUID();
  fail = 'before';
  expect((await send(key)).status).toBe(409);
  fail = 'never';
  expect((await send(key)).status).toBe(201);
  expect(await count()).toBe(1);
});

test('a command whose answer was lost after it was carried out is not carried out again', async () => {
  const key = randomUUID();
  fail = 'after';
  expect((await send(key)).status).toBe(500);
  fail = 'never';
  const again = await send(key);
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ code: 'idempotency_answer_lost' });
  expect(await count()).toBe(1);
});

test('an attempt that died before it committed is taken over, and cannot commit any more', async () => {
  const key = { actorId: 'ada', keyHash: Buffer.from(randomUUID()) };
  const mac = Buffer.from('mac');
  const dead = randomUUID();
  expect(await claimCommand(database.db, key, mac, dead, -1, 60_000)).toEqual({ state: 'claimed' });
  const next = randomUUID();
  expect(await claimCommand(database.db, key, mac, next, 60_000, 60_000)).toEqual({ state: 'claimed' });
  expect(await claimCommand(database.db, key, mac, randomUUID(), 60_000, 60_000)).toEqual({ state: 'running' });
  expect(await markCommitted(database.db, key, dead)).toBe(false);
  expect(await markCommitted(database.db, key, next)).toBe(true);
});

test('an answer that holds a secret is kept nowhere', async () => {
  const key = randomUUID();
  expect(await (await send(key, 'a', 'ada', '/v1/secrets')).json()).toEqual({ secret: 'canary-4711' });
  expect(await (await send(key, 'a', 'ada', '/v1/secrets')).json()).toMatchObject({ code: 'idempotency_answer_lost' });
  const { rows } = await sql<{ row: string }>`select k::text as row from idempotency_keys k`.execute(database.db);
  const stored = rows.map(({ row }) => row).join('\n');
  expect(stored).not.toContain('canary-4711');
  expect(stored).not.toContain(key);
  expect(await count()).toBe(1);
});

test('what has expired is forgotten by later commands', async () => {
  const key = randomUUID();
  await send(key);
  await sql`update idempotency_keys set expires_at = now() - interval '1 second'`.execute(database.db);
  await send(randomUUID());
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from idempotency_keys where expires_at < now()`.execute(database.db);
  expect(rows[0]?.count).toBe(0);
  expect((await send(key)).headers.get('idempotent-replayed')).toBeNull();
});

test('a key that is no key is refused', async () => {
  expect(await (await send('short')).json()).toMatchObject({ code: 'idempotency_key_invalid' });
});
