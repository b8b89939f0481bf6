import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { stopHttpServer } from './http-server.ts';
import type { StreamItem } from './event-stream.ts';
import { startTestHttp } from './test-server.ts';
import type { TestHttp } from './test-server.ts';

let database: TestDatabase;
let http: TestHttp;
let allowed = true;
let produced = 0;
const ended: string[] = [];
const slowStarted = Promise.withResolvers<void>();

/** Counts up from the id given; endless. */
async function* numbers(from: number, signal: AbortSignal, big: boolean): AsyncGenerator<StreamItem> {
  try {
    for (let id = from + 1; !signal.aborted; id += 1) {
      produced = id;
      yield { id: String(id), data: big ? 'x'.repeat(100_000) : { id } };
      if (!big) await sleep(5, undefined, { signal }).catch(() => {});
    }
  } finally {
    ended.push(big ? 'big' : 'small');
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  http = await startTestHttp(database.db, {
    streams: { heartbeatMs: 50, drainTimeoutMs: 200, retryMs: 700 },
    routes: [
      (app) => {
        for (const big of [false, true]) {
          app.get(big ? '/v1/big' : '/v1/small', { config: { verb: 'thing.view' } }, async (request, reply) => {
            const from = Number(request.headers['last-event-id'] ?? 0);
            await app.streams.open(reply, (signal) => numbers(from, signal, big), {
              stillAllowed: async () => allowed,
            });
          });
        }
        app.get('/v1/slow', { config: { verb: 'thing.view' } }, async () => {
          slowStarted.resolve();
          await sleep(200);
          return { done: true };
        });
      },
    ],
  });
});
afterAll(async () => {
  await http.app.close();
  await database.drop();
});

async function follow(
  path: string,
  lastEventId?: string,
): Promise<{ readonly read: (until: string) => Promise<string>; readonly leave: () => void }> {
  const leaving = new AbortController();
  const answer = await fetch(http.url + path, {
    signal: leaving.signal,
    headers: { authorization: 'Bearer ada', ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    read: async (until) => {
      while (!text.includes(until)) {
        const { done, value } = await reader.read();
        if (done) return `${text}<end>`;
        text += value;
      }
      return text;
    },
    leave: () => leaving.abort(),
  };
}

test('a follower gets a retry hint, items with ids, and goes on where it was', async () => {
  const first = await follow('/v1/small');
  const text = await first.read('id: 3\n');
  expect(text).toMatch(/^retry: 700\n\nid: 1\ndata: {"id":1}\n\nid: 2\ndata: {"id":2}\n\n/);
  first.leave();
  const second = await follow('/v1/small', '2');
  expect(await second.read('id: 3\n')).not.toContain('id: 2\n');
  expect(await second.read(': still here')).toContain(': still here\n\n');
  second.leave();
  await expect.poll(() => ended.filter((name) => name === 'small').length).toBe(2);
  await expect.poll(() => http.app.streams.size).toBe(0);
});

test('a follower that does not read is cut, and its source was not asked for more than the socket takes', async () => {
  const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
  socket.write('GET /v1/big HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada\r\n\r\n');
  await expect.poll(() => ended.includes('big'), { timeout: 5000 }).toBe(true);
  // Kernel buffers take some megabytes; endless would be thousands of items.
  expect(produced).toBeLessThan(500);
  socket.destroy();
});

test('a follower that is no longer allowed is ended at the next heartbeat', async () => {
  const follower = await follow('/v1/small');
  await follower.read('id: 1\n');
  allowed = false;
  expect(await follower.read('never')).toContain('<end>');
  allowed = true;
});

test('a stop ends streams, finishes what runs, and turns new requests away', async () => {
  const follower = await follow('/v1/small');
  await follower.read('id: 1\n');
  const slow = fetch(`${http.url}/v1/slow`, { headers: { authorization: 'Bearer ada' } });
  await slowStarted.promise;
  await stopHttpServer(http.app, 5000);
  expect(await (await slow).json()).toEqual({ done: true });
  expect(await follower.read('never')).toContain('<end>');
  await expect(fetch(`${http.url}/v1/slow`)).rejects.toThrow();
});
