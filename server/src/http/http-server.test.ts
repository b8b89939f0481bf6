import { connect } from 'node:net';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { requireMatch } from './entity-tag.ts';
import { acceptRawBody } from './json-body.ts';
import { healthRoutes } from './health-routes.ts';
import { startTestHttp, testMessages } from './test-server.ts';
import type { TestHttp } from './test-server.ts';

let database: TestDatabase;
let http: TestHttp;
let ready = true;

beforeAll(async () => {
  database = await createTestDatabase();
  http = await startTestHttp(database.db, {
    requestTimeoutMs: 300,
    routes: [
      healthRoutes([{ name: 'greeting', check: async () => (ready ? null : testMessages.hello({ name: 'nobody' })) }]),
      (app) => {
        acceptRawBody(app);
        app.post('/raw', { config: { verb: 'thing.change', rawBody: true, challenge: 'Basic' } }, async (request) => {
          if (!(request.body instanceof Readable)) throw new Error('no stream');
          let bytes = 0;
          for await (const chunk of request.body) bytes += Buffer.from(chunk).length;
          return { bytes };
        });
      },
      (app) => {
        app.get('/hello', { config: { public: true } }, async (request) =>
          request.words(testMessages.hello({ name: 'ada' })),
        );
        app.get('/boom', { config: { verb: 'thing.view' } }, async () => {
          throw new Error('secret inside: slc_canary');
        });
        app.get(
          '/leaky',
          { config: { verb: 'thing.view' }, schema: { response: { 200: z.object({ a: z.number() }) } } },
          async () =>
            // Typed as less than it is, as happens when a row is passed on.
            Object.assign({ a: 1 }, { password: 'x' }),
        );
        app.put(
          '/v1/things/:name',
          {
            config: { verb: 'thing.change' },
            schema: {
              params: z.object({ name: z.string() }),
              body: z
                .strictObject({ size: z.int().max(5), tags: z.array(z.string()).default([]) })
                .meta({ id: 'ChangeThing' }),
              response: { 200: z.object({ size: z.number(), tags: z.array(z.string()) }).meta({ id: 'Thing' }) },
            },
          },
          async (request) => {
            requireMatch(request, '"7"');
            return request.body;
          },
        );
      },
    ],
  });
});
afterAll(async () => {
  await http.app.close();
  await database.drop();
});

const put = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${http.url}/v1/things/box`, {
    method: 'PUT',
    headers: { authorization: 'Bearer ada', 'content-type': 'application/json', ...headers },
    body,
  });

describe('a refusal', () => {
  test('is a problem document in the language of the reader', async () => {
    const answer = await put('{"size": 9, "tags": [1]}', { 'accept-language': 'uk-UA,uk;q=0.9,en;q=0.5' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('content-language')).toBe('uk');
    expect(await answer.json()).toEqual({
      type: 'urn:sluice:problem:request_invalid',
      title: 'Запит складено неправильно',
      status: 400,
      code: 'request_invalid',
      detail: 'size: має бути 5 або менше. І ще 1, див. «details».',
      params: { first: 'size must be 5 or less.', more: 1 },
      details: [
        {
          path: 'size',
          message: {
            code: 'number_too_big',
            params: { name: 'size', maximum: '5' },
            text: 'size: має бути 5 або менше.',
          },
        },
        {
          path: 'tags[0]',
          message: {
            code: 'value_wrong_type',
            params: { name: 'tags[0]', expected: 'string' },
            text: 'tags[0]: тут має бути текст.',
          },
        },
      ],
    });
  });

  test.each([
    ['a missing field', '{}', 400, 'size is required.'],
    ['an unknown field', '{"size":1,"sise":2}', 400, 'There is no field "sise" here. Did you mean size?'],
    ['broken JSON', '{"size":', 400, 'The body is not valid JSON. Send one JSON document in UTF-8.'],
    [
      'a body that would change prototypes',
      '{"size":1,"__proto__":{}}',
      400,
      'The body is not valid JSON. Send one JSON document in UTF-8.',
    ],
    [
      'a null character',
      '{"size":1,"tags":["\\u0000"]}',
      400,
      'A text in the body holds the character U+0000, which cannot be stored. Remove it.',
    ],
    [
      'deep nesting',
      `{"size":${'['.repeat(5000)}`,
      400,
      'The body nests deeper than 64 levels. Send a flatter document.',
    ],
    [
      'a large body',
      JSON.stringify({ size: 1, tags: ['x'.repeat(1024 * 1024)] }),
      413,
      'The body is larger than 1048576 bytes. Send less at a time.',
    ],
  ])('of %s says what to do', async (_what, body, status, detail) => {
    const answer = await put(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, detail });
  });

  test('of another content type, of compression, of another version', async () => {
    expect((await put('size=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await put('{"size":1}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await put('{"size":1}', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await put('{"size":1}', { 'if-match': '"6"' })).status).toBe(412);
    expect((await put('{"size":1}', { 'if-match': '"6", "7"' })).status).toBe(200);
  });

  test('names the methods that an address takes', async () => {
    const answer = await fetch(`${http.url}/v1/things/box`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer ada' },
    });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('PUT');
    expect((await fetch(`${http.url}/v1/nowhere`)).status).toBe(404);
    expect((await fetch(`${http.url}/%`)).status).toBe(400);
  });

  test('of a fault says nothing but an id that the log knows', async () => {
    const answer = await fetch(`${http.url}/boom`, { headers: { authorization: 'Bearer ada' } });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('canary');
    const { params } = z.object({ params: z.object({ faultId: z.string() }) }).parse(JSON.parse(text));
    expect(http.log.join('')).toContain(params.faultId);
  });
});

test('a message in an answer is in the language of the reader', async () => {
  const text = async (language: string) =>
    messageSchema.parse(await (await fetch(`${http.url}/hello`, { headers: { 'accept-language': language } })).json())
      .text;
  expect(await text('uk')).toBe('Вітаю, ada');
  expect(await text('de, en;q=0.1')).toBe('Hello ada');
  expect(await text('uk;q=0.2, en;q=0.9')).toBe('Hello ada');
});

test('an answer with more than its schema names is a fault in tests', async () => {
  const answer = await fetch(`${http.url}/leaky`, { headers: { authorization: 'Bearer ada' } });
  expect(answer.status).toBe(500);
  expect(http.log.join('')).toContain('has fields that its schema does not name');
});

describe('a page of another site', () => {
  test.each([
    [{ origin: 'https://evil.example' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'null' }],
  ])('may not give commands: %o', async (headers) => {
    const answer = await put('{"size":1}', headers);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'cross_site_refused' });
  });

  test('our own page may, and no answer allows other origins to read', async () => {
    const answer = await put('{"size":1}', { origin: http.url, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

test('who is not known is refused before the body is read', async () => {
  const port = Number(new URL(http.url).port);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  // A gigabyte is announced and never sent.
  socket.write(
    'PUT /v1/things/box HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n',
  );
  const [first] = await once(socket, 'data');
  expect(String(first)).toMatch(/^HTTP\/1.1 401 /);
  socket.destroy();
});

test('a body that trickles is cut with the reason', async () => {
  const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'PUT /v1/things/box HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{',
  );
  const [first] = await once(socket, 'data');
  expect(String(first)).toMatch(/^HTTP\/1.1 408 /);
  await once(socket, 'close');
});

test('readiness gives its reasons', async () => {
  expect((await fetch(`${http.url}/livez`)).status).toBe(200);
  expect((await fetch(`${http.url}/readyz`)).status).toBe(200);
  ready = false;
  const answer = await fetch(`${http.url}/readyz`);
  ready = true;
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    ready: false,
    checks: [{ name: 'greeting', reason: { text: 'Hello nobody' } }],
  });
});

describe('at start', () => {
  test.each([
    ['neither a verb nor public', {}, 'must declare either'],
    ['both', { public: true, verb: 'thing.view' }, 'must declare either'],
    ['an unknown verb', { verb: 'thing.veiw' }, 'unknown verb'],
    ['itself public without being listed', { public: true }, 'not on the list'],
  ] as const)('a route that declares %s stops it', async (_what, config, words) => {
    const start = startTestHttp(database.db, {
      routes: [(app) => void app.get('/v1/unlisted', { config }, async () => ({}))],
    });
    await expect(start).rejects.toThrow(words);
  });
});

test('the described API has named components, its verbs, and problems as the other answer', async () => {
  const document: unknown = await (await fetch(`${http.url}/openapi.json`)).json();
  const ref = (name: string) => ({ schema: { $ref: `#/components/schemas/${name}` } });
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/v1/things/{name}': {
        put: {
          'x-sluice-verb': 'thing.change',
          parameters: [{ name: 'name' }, { name: 'Idempotency-Key' }],
          requestBody: { content: { 'application/json': ref('ChangeThing') } },
          responses: {
            200: { content: { 'application/json': ref('Thing') } },
            default: { content: { 'application/problem+json': ref('Problem') } },
          },
        },
      },
    },
  });
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    expect(document).toHaveProperty(['components', 'schemas', name!]);
  }
});

test('the API page is three files of ours under a policy that lets nothing else in', async () => {
  const page = await fetch(`${http.url}/docs`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const text = await page.text();
  expect(text).not.toMatch(/https?:\/\//);
  for (const [, path] of text.matchAll(/(?:src|href)="(\/[^"]*)"/g)) {
    const part = await fetch(http.url + path!);
    expect(part.status).toBe(200);
    expect(part.headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
});

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', /^HTTP\/1.1 400 /],
  ['endless headers', `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}`, /^HTTP\/1.1 431 /],
  [
    'two lengths',
    'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    /^HTTP\/1.1 400 /,
  ],
])('what is %s is refused as a problem and the connection ends', async (_what, bytes, status) => {
  const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  const [first] = await once(socket, 'data');
  expect(String(first)).toMatch(status);
  expect(String(first)).toContain('"code":"request_malformed"');
  await once(socket, 'close');
});

test('a route for raw bodies gets the stream, whatever its type and length, and asks for Basic', async () => {
  const answer = await fetch(`${http.url}/raw`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer ada',
      'content-type': 'application/x-git-receive-pack-request',
      'content-encoding': 'gzip',
    },
    body: new Uint8Array(3_000_000),
  });
  expect(await answer.json()).toEqual({ bytes: 3_000_000 });
  const refused = await fetch(`${http.url}/raw`, { method: 'POST' });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /);
  // The JSON rule of the other routes is untouched by this scope.
  expect((await put('x', { 'content-type': 'application/x-git-receive-pack-request' })).status).toBe(415);
});
