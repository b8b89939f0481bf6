import { request as httpRequest } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { problemSchema } from '../http/index.ts';
import { roles } from './caller.ts';
import { openTestDoor } from './test-door.ts';
import type { TestDoor } from './test-door.ts';
import { newSecret } from './token-secret.ts';
import { createdTokenSchema, whoamiSchema } from './token-schema.ts';
import { isVerb, mayDo } from './verb.ts';

let database: TestDatabase;
let door: TestDoor;
const tokens = new Map<string, { readonly secret: string; readonly id: string }>();
const secretOf = (actor: string): string => tokens.get(actor)?.secret ?? '';

beforeAll(async () => {
  database = await createTestDatabase();
  door = await openTestDoor(database);
  for (const role of roles) tokens.set(role, await door.give(`a-${role}`, { project: 'default', role }));
  tokens.set('root', await door.give('ada', { project: '*', role: 'admin' }));
  tokens.set('stranger', await door.give('linus', { project: 'billing', role: 'admin' }));
});
afterAll(async () => {
  await door.stop();
  await database.drop();
});

const problemOf = async (answer: Response) => problemSchema.parse(await answer.json());

describe('the matrix of every route and every role', () => {
  test('who may not use the verb of a route gets 403, who may gets anything else; without a token it is 401', async () => {
    const outcomes: string[] = [];
    for (const { method, url, verb } of door.app.routeFacts) {
      const path = url.replace(':id', 'tok_none');
      const body = method === 'POST' ? { name: 'x', role: 'viewer' } : undefined;
      const nobody = await door.call(path, undefined, { method, body });
      if (verb === undefined) {
        expect(nobody.status, `${method} ${url}`).toBe(200);
        continue;
      }
      expect(nobody.status, `${method} ${url}`).toBe(401);
      if (!isVerb(verb)) throw new Error(`${url} has the unknown verb ${verb}`);
      // Figures belong to the whole installation, everything else here to a project.
      const project = verb === 'metrics.view' ? '*' : 'default';
      for (const role of [...roles, 'root']) {
        const bindings =
          role === 'root'
            ? [{ project: '*', role: 'admin' as const }]
            : roles.flatMap((r) => (r === role ? [{ project: 'default', role: r }] : []));
        const answer = await door.call(path, secretOf(role), { method, body });
        expect(answer.status === 403, `${method} ${url} as ${role}: ${answer.status}`).toBe(
          !mayDo(bindings, verb, { project }),
        );
        outcomes.push(`${method} ${url} ${role} ${answer.status}`);
        await answer.arrayBuffer();
      }
    }
    expect(outcomes.length).toBeGreaterThan(30);
  });

  test('a refusal names the role and who can', async () => {
    const answer = await door.call('/metrics', secretOf('viewer'), { headers: { 'accept-language': 'en' } });
    expect((await problemOf(answer)).detail).toBe(
      'a-viewer may not see the metrics: it needs the role operator there. Who can: ada.',
    );
    const caller = await door.identity.authenticate({
      authorization: `Bearer ${secretOf('developer')}`,
      source: '::1',
      door: 'http',
      language: 'en',
    });
    const refused = door.identity.authorize(caller, 'promotion.approve', { project: 'default', environment: 'prod' });
    await expect(refused).rejects.toThrow(
      'a-developer may not approve promotions to prod: it needs the role approver there. Who can: a-admin, a-approver, a-operator, ada.',
    );
  });
});

describe('a credential that is not right', () => {
  test.each([
    ['random', () => `Bearer ${newSecret()}`],
    ['no token at all', () => 'Bearer x'],
    ['empty', () => 'Bearer '],
    [
      'an unsigned JWT',
      () =>
        `Bearer ${['{"alg":"none"}', '{"sub":"ada","role":"admin"}', ''].map((part) => Buffer.from(part).toString('base64url')).join('.')}`,
    ],
    ['Basic with a wrong password', () => `Basic ${Buffer.from(`ada:${newSecret()}`).toString('base64')}`],
    ['another scheme', () => `Negotiate ${secretOf('root')}`],
    ['a token with something after it', () => `Bearer ${secretOf('root')} x`],
    [
      'a token with a letter changed',
      () => `Bearer ${secretOf('root').slice(0, -1)}${secretOf('root').endsWith('A') ? 'B' : 'A'}`,
    ],
  ])('(%s) gets 401 and the same answer on every route', async (_what, authorization) => {
    for (const { method, url, verb } of door.app.routeFacts) {
      if (verb === undefined) continue;
      const answer = await door.call(url.replace(':id', 'x'), undefined, {
        method,
        headers: { authorization: authorization() },
      });
      expect([401, 429], `${method} ${url}`).toContain(answer.status);
      if (answer.status === 401) expect((await problemOf(answer)).code).toBe('unauthenticated');
    }
  });

  test('revoked looks like unknown, expired says so to whoever holds the secret', async () => {
    const revoked = await door.give('grace', { project: 'default', role: 'viewer' });
    expect((await door.call('/v1/whoami', revoked.secret)).status).toBe(200);
    expect((await door.call(`/v1/tokens/${revoked.id}`, revoked.secret, { method: 'DELETE' })).status).toBe(200);
    expect(['unauthenticated', 'too_many_attempts']).toContain(
      (await problemOf(await door.call('/v1/whoami', revoked.secret))).code,
    );

    const expired = await door.give('grace', { project: 'default', role: 'viewer' });
    await sql`update tokens set expires_at = now() - interval '1 second' where id = ${expired.id}`.execute(database.db);
    const answer = await door.call('/v1/whoami', expired.secret);
    expect(answer.status).toBe(401);
    expect((await problemOf(answer)).code).toBe('token_expired');
  });

  test('a right token works as the password of Basic, as git sends it', async () => {
    const authorization = `Basic ${Buffer.from(`git:${secretOf('viewer')}`).toString('base64')}`;
    expect((await door.call('/v1/whoami', undefined, { headers: { authorization } })).status).toBe(200);
  });
});

test('no shape of a path gets past authentication', async () => {
  const port = Number(new URL(door.url).port);
  const raw = (path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest({ host: '127.0.0.1', port, path, headers }, (answer) => {
        let body = '';
        answer
          .setEncoding('utf8')
          .on('data', (chunk: string) => (body += chunk))
          .on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      });
      outgoing.on('error', reject).end();
    });
  for (const fact of door.app.routeFacts) {
    if (fact.verb === undefined) continue;
    const path = fact.url.replace(':id', 'x');
    const shapes = ['/livez/..', '/livez/../', '/docs/..;', '/%2e%2e', '//', '/livez%2f..%2f', '/.'].map(
      (before) => before + path,
    );
    shapes.push(
      ...[
        '/',
        '/.',
        '.',
        '%2f',
        ';/livez',
        '/livez',
        '?public=true',
        '#/livez',
        '/%00',
        '%20',
        '/docs',
        '.json',
        '/openapi.json',
      ].map((after) => path + after),
    );
    shapes.push(`http://127.0.0.1/livez${path}`, path.toUpperCase());
    for (const shape of shapes) {
      const { status, body } = await raw(shape);
      expect([400, 401, 404, 405], `${shape} ${body}`).toContain(status);
    }
    for (const header of ['x-http-method-override', 'x-original-url', 'x-rewrite-url', 'x-forwarded-prefix']) {
      expect([401, 405]).toContain((await raw(path, { [header]: '/livez' })).status);
    }
  }
});

describe('a token', () => {
  test('is shown once, stored hashed, and appears in no answer, event or log', async () => {
    const answer = await door.call('/v1/tokens', secretOf('root'), {
      method: 'POST',
      body: { name: 'canary', role: 'viewer', actor: 'ci-bot' },
      headers: { 'idempotency-key': 'canary-key-1' },
    });
    expect(answer.status).toBe(201);
    const { secret, token } = createdTokenSchema.parse(await answer.json());
    await door.call('/v1/whoami', secret);
    await door.call('/v1/nowhere', secret);
    const seen = [
      ...door.log,
      ...(await Promise.all(
        ['/v1/tokens', '/v1/events', '/openapi.json', '/metrics', '/v1/whoami'].map(async (path) =>
          (await door.call(path, secretOf('root'))).text(),
        ),
      )),
    ];
    for (const table of ['tokens', 'events', 'idempotency_keys', 'actors']) {
      const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(
        database.db,
      );
      seen.push(...rows.map(({ row }) => row));
    }
    expect(seen.join('\n')).toContain(token.id);
    expect(seen.join('\n')).not.toContain(secret.slice(4));
    expect(secret).toMatch(/^slc_[\w-]{43}$/);
  });

  test('gives nobody more than its maker holds', async () => {
    const make = (as: string, body: object) =>
      door.call('/v1/tokens', secretOf(as), { method: 'POST', body: { name: 'x', ...body } });
    expect((await make('developer', { role: 'approver' })).status).toBe(403);
    expect((await make('developer', { role: 'developer' })).status).toBe(201);
    expect((await make('developer', { role: 'viewer', actor: 'grace' })).status).toBe(403);
    expect((await make('admin', { role: 'admin', project: '*' })).status).toBe(403);
    expect((await make('admin', { role: 'admin', actor: 'ada' })).status).toBe(201);
    expect((await make('root', { role: 'viewer', actor: 'sluice' })).status).toBe(400);
    // A token that narrows its maker cannot be used to widen again.
    const narrow = createdTokenSchema.parse(await (await make('root', { role: 'viewer' })).json()).secret;
    const widened = await door.call('/v1/tokens', narrow, { method: 'POST', body: { name: 'x', role: 'admin' } });
    expect(widened.status).toBe(403);
    const me = whoamiSchema.parse(await (await door.call('/v1/whoami', narrow)).json());
    expect(me).toMatchObject({ actor: 'ada', bindings: [{ project: 'default', role: 'viewer' }] });
  });

  test('of another project looks exactly like one that does not exist', async () => {
    const foreign = tokens.get('viewer')?.id ?? '';
    const revoke = async (id: string) => {
      const answer = await door.call(`/v1/tokens/${id}`, secretOf('stranger'), { method: 'DELETE' });
      return JSON.stringify([answer.status, await answer.json()]).replaceAll(id, 'ID');
    };
    expect(await revoke(foreign)).toBe(await revoke('tok_01j00000000000000000000000'));
    const events = async (project: string) => {
      const answer = await door.call(`/v1/events?project=${project}`, secretOf('stranger'));
      return JSON.stringify([answer.status, await answer.json()]).replaceAll(project, 'P');
    };
    expect(await events('default')).toBe(await events('nothere'));
  });

  test('lists page by page, own ones for everybody, all of a project for its admin', async () => {
    const page = z.object({
      items: z.array(z.object({ id: z.string(), actor: z.string() })),
      nextCursor: z.string().nullable(),
    });
    const all: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer = await door.call(`/v1/tokens?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`, secretOf('root'));
      const { items, nextCursor } = page.parse(await answer.json());
      all.push(...items.map((item) => item.id));
      cursor = nextCursor;
    }
    const { rows } = await sql<{ count: number }>`select count(*) as count from tokens`.execute(database.db);
    expect(new Set(all).size).toBe(rows[0]?.count);
    const own = page.parse(await (await door.call('/v1/tokens', secretOf('viewer'))).json());
    expect(new Set(own.items.map((item) => item.actor))).toEqual(new Set(['a-viewer']));
    expect((await door.call('/v1/tokens?cursor=bm90aGluZw', secretOf('root'))).status).toBe(400);
    const forged = Buffer.from(JSON.stringify(["'; drop table tokens", 'x'])).toString('base64url');
    expect((await door.call(`/v1/tokens?cursor=${forged}`, secretOf('root'))).status).toBe(400);
  });
});

test('a flood of wrong tokens is slowed down and locks nobody out', async () => {
  const answers: number[] = [];
  for (let index = 0; index < 60; index += 1) answers.push((await door.call('/v1/whoami', newSecret())).status);
  expect(answers.at(-1)).toBe(429);
  const last = await door.call('/v1/whoami', newSecret());
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await door.call('/v1/whoami', secretOf('viewer'))).status).toBe(200);
});

test('who is refused learns it in their own language, and the door is recorded', async () => {
  const answer = await door.call('/v1/whoami', undefined, { headers: { 'accept-language': 'uk' } });
  expect(answer.headers.get('content-language')).toBe('uk');
  expect((await problemOf(answer)).detail).toMatch(/^Токен відсутній/);
  await door.call('/v1/tokens', secretOf('developer'), {
    method: 'POST',
    body: { name: 'by cli', role: 'viewer' },
    headers: { 'sluice-door': 'cli' },
  });
  const { rows } = await sql`select actor, door from events where data->>'name' = 'by cli'`.execute(database.db);
  expect(rows).toEqual([{ actor: 'a-developer', door: 'cli' }]);
});

describe('events', () => {
  const pageSchema = z.object({
    items: z.array(z.object({ id: z.string(), project: z.string(), actor: z.string() })),
    position: z.string(),
    reset: z.boolean(),
  });
  const page = async (query: string, as = 'root') =>
    pageSchema.parse(await (await door.call(`/v1/events?${query}`, secretOf(as))).json());

  test('show only projects that the reader may see, and what the filters say', async () => {
    expect(new Set((await page('limit=1000', 'stranger')).items.map((item) => item.project))).toEqual(
      new Set(['billing']),
    );
    expect(new Set((await page('limit=1000', 'viewer')).items.map((item) => item.project))).toEqual(
      new Set(['default']),
    );
    expect(new Set((await page('limit=1000&actor=a-developer')).items.map((item) => item.actor))).toEqual(
      new Set(['a-developer']),
    );
    expect((await page('type=actor.created&limit=2')).items).toHaveLength(2);
    expect((await page('app=shop')).items).toEqual([]);
  });

  test('are followed from a page on and after a break, without a gap', async () => {
    const { position } = await page('limit=1000');
    const made: string[] = [];
    const make = async () => made.push((await door.give('ci-bot', { project: 'default', role: 'viewer' })).id);
    await make();
    const first = await readStream(position, 1);
    await make();
    await make();
    const rest = await readStream(first.at(-1)?.id ?? '', 2);
    expect([...first, ...rest].map((item) => item.data)).toEqual(made.map((id) => `token/${id}`));
  });

  test('a stream ends soon after its token was revoked', async () => {
    const { secret, id } = await door.give('ci-bot', { project: 'default', role: 'viewer' });
    const answer = await door.call('/v1/events', secret, { headers: { accept: 'text/event-stream' } });
    await door.call(`/v1/tokens/${id}`, secretOf('root'), { method: 'DELETE' });
    // Reading to the end succeeds only because the server ends it.
    expect(await answer.text()).toContain('retry:');
  });

  async function readStream(lastEventId: string, count: number): Promise<{ id: string; data: string }[]> {
    const leaving = new AbortController();
    const answer = await fetch(`${door.url}/v1/events?type=token.`, {
      signal: leaving.signal,
      headers: {
        authorization: `Bearer ${secretOf('root')}`,
        accept: 'text/event-stream',
        'last-event-id': lastEventId,
      },
    });
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.split('\ndata: ').length > count) break;
    }
    leaving.abort();
    return [...text.matchAll(/id: (\d+)\ndata: (.*)\n/g)].slice(0, count).map(([, id, data]) => ({
      id: id ?? '',
      data: z.object({ subject: z.string() }).parse(JSON.parse(data ?? '')).subject,
    }));
  }
});
