import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from './drivers/runtime/process/test-runtime.ts';
import { outsideDirectory } from './lib/work-place.ts';
import { createTestApp, query, startTestSluice, until } from './test-sluice.ts';
import type { TestSluice } from './test-sluice.ts';

const development = `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
`;

/** Answers requests with what it was sent, and WebSocket handshakes with an echo. */
const echoApp = `
const { createServer } = require('node:http');
const server = createServer((request, response) => response.end('app ' + request.method + ' ' + request.url));
server.on('upgrade', (request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n');
  socket.pipe(socket);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
`;

describe('the port of a server', () => {
  let sluice: TestSluice;
  const host = 'development.echo.localhost';
  let serving: Promise<void> | undefined;
  beforeAll(async () => {
    sluice = await startTestSluice();
  });
  afterAll(() => sluice.stop());

  const serve = async (): Promise<void> => {
    const app = await createTestApp(sluice, 'echo', { environments: development, files: { 'app.cjs': echoApp } });
    await app.push('one');
    await app.live('development', 'app GET /');
  };
  const open = (bytes: string): { socket: Socket; text: () => string; closed: Promise<string> } => {
    let text = '';
    const socket = connect(sluice.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(text)));
    socket.on('error', () => {});
    return { socket, text: () => text, closed };
  };

  test.each([
    ['both lengths', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 40\r\n'],
    ['two equal lengths', 'Content-Length: 4\r\nContent-Length: 4\r\n'],
    ['a coding in disguise', 'Transfer-Encoding: xchunked\r\n'],
    ['a hidden coding', 'Transfer-Encoding: chunked, identity\r\n'],
    ['a coding after a space', 'Transfer-Encoding : chunked\r\n'],
    ['a length that is none', 'Content-Length: +4\r\n'],
    ['a folded header', 'X-A: b\r\n Content-Length: 4\r\n'],
    ['a header ended by a line feed', 'X-A: b\nContent-Length: 4\r\n'],
    ['two hosts', 'Host: evil.com\r\n'],
  ])('refuses a request with %s, and reads nothing behind it', async (_, headers) => {
    await (serving ??= serve());
    const smuggled = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    for (const to of [host, 'localhost']) {
      const sent = open(`POST / HTTP/1.1\r\nHost: ${to}\r\n${headers}\r\n0\r\n\r\n${smuggled}`);
      const answer = await sent.closed;
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).not.toContain('app ');
      expect(answer.split('HTTP/1.1 ')).toHaveLength(2);
    }
  });

  test('has no bare line feeds, absolute targets or tunnels through it', async () => {
    await (serving ??= serve());
    for (const head of [
      `GET / HTTP/1.1\nHost: ${host}\n\n`,
      `GET http://evil.com/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `CONNECT ${host}:80 HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    ]) {
      expect(await open(head).closed).not.toContain('app ');
    }
  });

  test('answers 421 for hosts that are neither its own nor an app’s', async () => {
    await (serving ??= serve());
    for (const other of ['evil.com', 'localhost.evil.com', 'development.echo.localhost.evil.com']) {
      expect((await ask(sluice.port, other, { path: '/v1/apps' })).status).toBe(421);
    }
    // Its own API is not reached through an app's host, nor the app through its own.
    expect(await ask(sluice.port, host, { path: '/v1/apps' })).toEqual({ status: 200, body: 'app GET /v1/apps' });
    expect((await ask(sluice.port, 'localhost', { path: '/v1/apps' })).status).toBe(401);
  });

  test('takes up WebSockets only, and only for apps', async () => {
    await (serving ??= serve());
    const upgrade = (to: string, protocol: string): string =>
      `GET / HTTP/1.1\r\nHost: ${to}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${protocol}\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`;
    // An offer that is not taken up leaves an ordinary request.
    const offered = open(upgrade(host, 'h2c'));
    await until(async () => (offered.text().includes('app GET /') ? true : undefined));
    expect(offered.text()).toMatch(/^HTTP\/1\.1 200 /);
    offered.socket.destroy();
    const own = open(upgrade('localhost', 'websocket'));
    await until(async () => (own.text().startsWith('HTTP/1.1 ') ? true : undefined));
    expect(own.text()).not.toMatch(/^HTTP\/1\.1 101 /);
    own.socket.destroy();
    const taken = open(upgrade(host, 'websocket'));
    await until(async () => (taken.text().startsWith('HTTP/1.1 101 ') ? true : undefined));
    taken.socket.write('hello');
    await until(async () => (taken.text().endsWith('hello') ? true : undefined));
    taken.socket.destroy();
  });
});

test('a server that stops is not held up by a WebSocket, and takes its apps along', async () => {
  const sluice = await startTestSluice();
  const app = await createTestApp(sluice, 'echo', { environments: development, files: { 'app.cjs': echoApp } });
  await app.push('one');
  await app.live('development', 'app GET /');
  const socket = connect(sluice.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    'GET / HTTP/1.1\r\nHost: development.echo.localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  const cut = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await until(async () => (text.startsWith('HTTP/1.1 101 ') ? true : undefined));
  const stopping = sluice.stop();
  await cut;
  await stopping;
});

describe.runIf(process.getuid?.() === 0)('as root, with a data directory that nobody else can enter', () => {
  test('builds run as a user of their own, who is neither root nor that of the apps, and leave nothing behind', async () => {
    const sluice = await startTestSluice({ dataDirMode: 0o700 });
    try {
      const secrets = join(sluice.dataDir, 'admin-token');
      const command = [
        'printf "build %s" "$(id -u)" > version',
        `cat ${secrets} > stolen || printf " saw nothing" >> version`,
        'node -p "process.version" >> node-version',
        'touch "$HOME/x" "$TMPDIR/y" "$npm_config_cache/z"',
      ].join('; ');
      const app = await createTestApp(sluice, 'built', {
        environments: development,
        spec: `build: { command: ${JSON.stringify(command)} }`,
      });
      await app.push('one');
      await app.live('development', 'build 58434 saw nothing');
      expect(await app.answer('development', '/pid')).toMatch(/ \d+$/);
      const pid = Number((await app.answer('development', '/pid'))?.split(' ').at(-1));
      expect((await stat(`/proc/${pid}`)).uid).toBe(58_433);
      const place = outsideDirectory(sluice.dataDir);
      expect(await readdir(join(place, 'builds'))).toEqual([]);
      expect(await readdir(sluice.dataDir)).not.toContain('builds');
      const [row] = await query<{ log_file: string }>(sluice.database, 'select log_file from builds');
      expect(row?.log_file.startsWith(sluice.dataDir)).toBe(true);
    } finally {
      await sluice.stop();
    }
  });
});
