import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { serveDocuments } from './test-api.ts';
import { release } from './test-records.ts';

// The program itself, as a process of its own.
function start(args: readonly string[], server: string) {
  return spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', SLUICE_SERVER: server, SLUICE_TOKEN: 'slc_test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('answers on standard output alone and ends with 0', async () => {
  const program = start(['--version'], 'http://127.0.0.1:9');
  const [out, err, [code]] = await Promise.all([text(program.stdout), text(program.stderr), once(program, 'close')]);
  expect([out, err, code]).toEqual(['0.1.0\n', '', 0]);
});

test('is quiet when its reader has seen enough', async () => {
  // More than a pipe holds.
  const items = Array.from({ length: 5000 }, (_, index) => release(index + 1));
  const api = await serveDocuments({ 'GET /v1/releases': { items, nextCursor: null } });
  try {
    const program = start(['history', 'shop'], api.url);
    const closed = once(program, 'close');
    const err = text(program.stderr);
    await Promise.race([once(program.stdout, 'data'), closed]);
    program.stdout.destroy();
    expect([await err, await closed]).toEqual(['', [0, null]]);
  } finally {
    await api.stop();
  }
});

test('ends with 130 when a person stops watching', async () => {
  const api = await serveDocuments({
    'GET /v1/events': (_asked, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        'id: 1\ndata: {"type":"app.created","subject":"app/shop","at":"2026-11-20T15:30:00Z","labels":{},"data":{}}\n\n',
      );
      return undefined;
    },
  });
  try {
    const program = start(['watch'], api.url);
    const closed = once(program, 'close');
    await Promise.race([once(program.stdout, 'data'), closed]);
    program.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
  } finally {
    await api.stop();
  }
});
