import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { newId } from '../lib/id.ts';
import { readAcknowledgements, withdrawRoute } from './index.ts';
import { createRouterBench, host, until } from './test-router.ts';

describe('the router', () => {
  const bench = createRouterBench();
  const { serve, route, send, raw } = bench;

  test('leaves the hosts of Sluice itself, and addresses of numbers, to Sluice', () => {
    for (const own of [
      'localhost',
      'LOCALHOST:7070',
      'localhost.',
      '127.0.0.1:7070',
      '[::1]:7070',
      '10.1.2.3',
      'sluice.example.com',
    ]) {
      expect([own, bench.router().owns(own)]).toEqual([own, false]);
    }
    for (const other of [host, `${host}:7070`, 'evil.com', 'x.sluice.example.com', 'a b', '']) {
      expect([other, bench.router().owns(other)]).toEqual([other, true]);
    }
  });

  test('answers 421 for a host that is not ours, and 404 with what to do for one that is', async () => {
    await serve((_, response) => response.end('app'));
    expect((await send()).body).toBe('app');
    expect((await send({ headers: { host: `${host.toUpperCase()}.:1234` } })).body).toBe('app');
    expect((await send({ headers: { host: `local.${host}` } })).body).toBe('app');
    expect(await send({ headers: { host: 'evil.com' } })).toMatchObject({ status: 421 });
    const empty = await send({ headers: { host: 'prod.shop.localhost' } });
    expect(empty.status).toBe(404);
    expect(empty.body).toContain('sluice why shop prod');
    expect(empty.body).toContain('http://local.qa.shop.localhost:7070');
    const page = await send({ headers: { host: 'prod.shop.localhost', accept: 'text/html', 'accept-language': 'uk' } });
    expect(page.body).toMatch(/<html lang="uk">.*нічого не працює/s);
  });

  test('lists the targets of an environment that has several', async () => {
    const other = newId('tgt');
    await serve((_, response) => response.end('app'));
    await route(1, 'qa', 'eu', other);
    const answer = await send();
    expect(answer.status).toBe(404);
    expect(answer.body).toMatch(/eu\.qa\.shop.*local\.qa\.shop/s);
    await withdrawRoute(bench.database().db, other);
  });

  test('tells the app who asks, and lets nobody else but a trusted proxy say so', async () => {
    await serve((incoming, response) => response.end(JSON.stringify(incoming.headers)));
    const lies = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.com',
      'x-real-ip': '6.6.6.6',
      x_forwarded_for: '6.6.6.6',
      forwarded: 'for=6.6.6.6',
      connection: 'x-forwarded-for, x-secret',
      'x-secret': 'leaked',
    };
    const direct = JSON.parse((await send({ headers: lies })).body) as Record<string, string>;
    expect(direct).toMatchObject({
      host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': host,
      forwarded: `for=127.0.0.1;host="${host}";proto=http`,
    });
    expect(JSON.stringify(direct)).not.toMatch(/6\.6\.6\.6|evil|leaked/);
    const proxied = JSON.parse((await send({ headers: lies, localAddress: '127.0.0.2' })).body) as Record<
      string,
      string
    >;
    expect(proxied).toMatchObject({
      'x-forwarded-for': '6.6.6.6, 127.0.0.2',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.com',
    });
  });

  test('passes on methods, bodies, empty answers and repeated headers as they are', async () => {
    await serve((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const sha = createHash('sha256').update(Buffer.concat(chunks)).digest('hex');
        response.writeHead(201, 'Made', [
          'Set-Cookie',
          'a=1',
          'Set-Cookie',
          'b=2',
          'X-Method',
          incoming.method ?? '',
          'X-Sha',
          sha,
        ]);
        response.end(incoming.method === 'HEAD' ? undefined : 'done');
      });
    });
    const body = randomBytes(300_000).toString('hex');
    const sha = createHash('sha256').update(body).digest('hex');
    const posted = await send({ method: 'POST', body, headers: { 'content-length': String(body.length) } });
    expect(posted).toMatchObject({ status: 201, body: 'done' });
    expect(posted.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(posted.headers['x-sha']).toBe(sha);
    const chunked = await send({ method: 'PATCH', body, headers: { 'transfer-encoding': 'chunked' } });
    expect(chunked.headers['x-sha']).toBe(sha);
    expect(await send({ method: 'HEAD' })).toMatchObject({ status: 201, body: '' });
    expect((await send({ method: 'DELETE' })).headers['x-method']).toBe('DELETE');
  });

  test('lets the app decide about "Expect: 100-continue"', async () => {
    let asked = 0;
    await serve(
      (_, response) => response.end(),
      (server) =>
        server.on('checkContinue', (incoming, response) => {
          asked += 1;
          if (incoming.url === '/no') {
            response.writeHead(413, { connection: 'close' });
            response.end('too much');
            return;
          }
          response.writeContinue();
          incoming.resume();
          incoming.on('end', () => response.end('took it'));
        }),
    );
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;
    expect(await raw(`${head('/yes')}body`)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*took it$/);
    expect(await raw(head('/no'))).toMatch(/^HTTP\/1\.1 413 [^]*too much/);
    expect(asked).toBe(2);
  });

  test('does not hold back a stream of events', async () => {
    let write: (text: string) => void = () => {};
    await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      write = (text) => response.write(text);
    });
    const socket = connect(bench.frontPort(), '127.0.0.1', () =>
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await until(() => text.includes('text/event-stream'));
    write('data: one\n\n');
    await until(() => text.includes('data: one'));
    write('data: two\n\n');
    await until(() => text.includes('data: two'));
    socket.destroy();
  });

  test('waits for a slow reader instead of filling the memory', async () => {
    let written = 0;
    await serve((_, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (written < 200 << 20) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    const socket = connect(bench.frontPort(), '127.0.0.1', () =>
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    let before = -1;
    await until(async () => {
      const still = before === written;
      before = written;
      await sleep(50);
      return still;
    });
    expect(written).toBeLessThan(64 << 20);
    socket.destroy();
  });

  test('ends the request to the app when the client goes away', async () => {
    let ended = false;
    let begun = false;
    await serve((incoming, response) => {
      begun = true;
      response.on('close', () => (ended = true));
      incoming.resume();
    });
    const socket = connect(bench.frontPort(), '127.0.0.1', () =>
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    );
    await until(() => begun);
    socket.destroy();
    await until(() => ended);
  });

  test('answers 502, 503 and 504 with clear words, and cuts off an answer that the app cut off', async () => {
    const server = await serve((incoming, response) => {
      if (incoming.url === '/break') incoming.socket.destroy();
      else if (incoming.url === '/half') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => incoming.socket.destroy());
      }
    });
    expect(await send({ path: '/break', method: 'POST', body: 'x' })).toMatchObject({ status: 502 });
    expect(await send({ path: '/break' })).toMatchObject({ status: 502 });
    expect(await send({ path: '/silent' })).toMatchObject({ status: 504 });
    await expect(send({ path: '/half' })).rejects.toThrow();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const refused = await send();
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('2');
    expect(refused.body).toContain('1.0.0');
  });

  test('sends a request that reached nobody to the upstream that comes next', async () => {
    const server = await serve((_, response) => response.end('old'));
    expect((await send()).body).toBe('old');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const waiting = [send(), send({ method: 'POST', body: 'x'.repeat(1000) })];
    await serve((incoming, response) => {
      incoming.resume();
      incoming.on('end', () => response.end('new'));
    });
    expect((await Promise.all(waiting)).map(({ body }) => body)).toEqual(['new', 'new']);
  });

  test('says that the old upstream is drained only when its last request has ended', async () => {
    const held: (() => void)[] = [];
    await serve((_, response) => held.push(() => response.end('old')));
    const slow = send();
    await until(() => held.length === 1);
    await serve((_, response) => response.end('new'));
    const [before] = await readAcknowledgements(bench.database().db, bench.targetId());
    expect(before?.drainedGeneration).toBeLessThan(before?.generation ?? 0);
    expect((await send()).body).toBe('new');
    held[0]?.();
    expect((await slow).body).toBe('old');
    await until(async () => {
      const [now] = await readAcknowledgements(bench.database().db, bench.targetId());
      return now?.drainedGeneration === now?.generation;
    });
  });

  test('passes WebSockets on in both directions, and no other protocol', async () => {
    await serve(
      (_, response) => response.end('plain'),
      (server) =>
        server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
          socket.write(
            `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-For: ${String(incoming.headers['x-forwarded-for'])}\r\n\r\n`,
          );
          if (head.length > 0) socket.write(head);
          socket.pipe(socket);
        }),
    );
    const socket = connect(bench.frontPort(), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write(`GET /ws HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst `);
    await until(() => text.includes('first'));
    expect(text).toMatch(/^HTTP\/1\.1 101 [^]*X-For: 127\.0\.0\.1\r\n/);
    socket.write('second');
    await until(() => text.endsWith('second'));
    socket.end();
    const other = await raw(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n`,
    );
    expect(other).toMatch(/^HTTP\/1\.1 400 /);
    const nowhere = await raw('GET / HTTP/1.1\r\nHost: evil.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(nowhere).toMatch(/^HTTP\/1\.1 421 /);
  });
});
