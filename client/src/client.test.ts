import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { answer, createClient } from './client.ts';
import { ApiProblem, Unreachable } from './problem.ts';

let servers: Server[] = [];

afterEach(async () => {
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
});

async function listen(listener: RequestListener, port = 0): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
}

/** A port where nobody listens. */
async function deserted(): Promise<string> {
  const url = await listen(() => {});
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  return url;
}

function clientOf(server: string, patienceMs = 5000) {
  return createClient({ server, token: 'slc_test', language: 'uk', door: 'cli', patienceMs });
}

const json = { 'content-type': 'application/json' };
const promote = { app: 'shop', environment: 'qa' };

describe('a call', () => {
  test('says who asks, in which language and through which door', async () => {
    let seen: IncomingMessage['headers'] = {};
    const url = await listen((request, response) => {
      seen = request.headers;
      response.writeHead(200, json).end('{"items":[],"nextCursor":null}');
    });
    expect(await answer(clientOf(`${url}/`).http.GET('/v1/promotions'))).toEqual({ items: [], nextCursor: null });
    expect(seen).toMatchObject({ authorization: 'Bearer slc_test', 'accept-language': 'uk', 'sluice-door': 'cli' });
  });

  test('waits for a server that is just starting', async () => {
    const url = await deserted();
    const answered = answer(clientOf(url).http.GET('/v1/promotions'));
    await listen((_request, response) => response.writeHead(200, json).end('{"items":[]}'), Number(new URL(url).port));
    expect(await answered).toEqual({ items: [] });
  });

  test('that is a command is repeated under one key when its answer is lost, so that it is done once', async () => {
    const keys: unknown[] = [];
    const bodies: string[] = [];
    const url = await listen((request, response) => {
      keys.push(request.headers['idempotency-key']);
      request.on('data', (chunk) => bodies.push(String(chunk)));
      request.on('end', () => {
        if (keys.length === 1) request.socket.destroy();
        else response.writeHead(202, json).end('{"outcome":"started"}');
      });
    });
    expect(await answer(clientOf(url).http.POST('/v1/promotions', { body: promote }))).toEqual({ outcome: 'started' });
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(bodies).toEqual([JSON.stringify(promote), JSON.stringify(promote)]);
  });

  test('that is refused throws the problem as the server words it', async () => {
    const problem = {
      type: 'urn:x',
      title: 'X',
      status: 404,
      code: 'app_not_found',
      detail: 'Немає.',
      params: {},
      details: [],
    };
    const url = await listen((_request, response) =>
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem)),
    );
    const refused = answer(clientOf(url).http.GET('/v1/promotions'));
    await expect(refused).rejects.toThrow(ApiProblem);
    await expect(refused).rejects.toMatchObject({ message: 'Немає.', code: 'app_not_found', status: 404 });
  });

  test.each([
    ['a page instead of an answer', 200, 'text/html'],
    ['an error page of a proxy', 404, 'text/html'],
  ])('that gets %s says that this is not Sluice', async (_name, status, type) => {
    const url = await listen((_request, response) =>
      response.writeHead(status, { 'content-type': type }).end('<html>'),
    );
    await expect(answer(clientOf(url).http.GET('/v1/promotions'))).rejects.toMatchObject({
      reason: 'not-sluice',
      server: url,
    });
  });

  test('gives up when nobody answers for as long as it may wait', async () => {
    const url = await deserted();
    const failed = answer(clientOf(url, 0).http.GET('/v1/promotions'));
    await expect(failed).rejects.toThrow(Unreachable);
    await expect(failed).rejects.toMatchObject({ reason: 'refused', server: url });
  });
});

describe('following', () => {
  test('comes back with the last id when the stream breaks, and ends at the signal', async () => {
    const asked: unknown[] = [];
    const url = await listen((request, response) => {
      asked.push(request.headers['last-event-id']);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`retry: 5\n\nid: ${asked.length}\ndata: {"n":${asked.length}}\n\n`);
      if (asked.length === 1) setImmediate(() => response.destroy());
    });
    const end = new AbortController();
    const items: unknown[] = [];
    for await (const item of clientOf(url).follow('/v1/events', {
      signal: end.signal,
      query: { app: 'shop', type: undefined },
    })) {
      items.push(item);
      if (item.kind === 'event' && item.id === '2') end.abort();
    }
    expect(items).toEqual([
      { kind: 'opened' },
      { kind: 'event', id: '1', type: 'message', data: { n: 1 } },
      { kind: 'lost' },
      { kind: 'opened' },
      { kind: 'event', id: '2', type: 'message', data: { n: 2 } },
    ]);
    expect(asked).toEqual([undefined, '1']);
  });

  test('throws what the server refuses, and does not ask again', async () => {
    let asked = 0;
    const url = await listen((_request, response) => {
      asked += 1;
      const problem = { status: 403, code: 'forbidden', detail: 'Не дозволено.' };
      response.writeHead(403, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
    await expect(clientOf(url).follow('/v1/events').next()).rejects.toThrow('Не дозволено.');
    expect(asked).toBe(1);
  });

  test('gives up when patience ends', async () => {
    const items = clientOf(await deserted()).follow('/v1/events', { patienceMs: 0 });
    expect(await items.next()).toEqual({ done: false, value: { kind: 'lost' } });
    await expect(items.next()).rejects.toThrow(Unreachable);
  });
});
