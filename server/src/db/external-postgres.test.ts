import { once } from 'node:events';
import { createServer } from 'node:net';
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

// A real database recovers too quickly, or too slowly, to be caught at it; this is what it says meanwhile.
test('a database that is still starting up is waited for', async () => {
  const message = (type: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const starting = message('E', Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0'));
  const welcome = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
  let knocks = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      knocks += 1;
      if (knocks < 3) socket.end(starting);
      else socket.write(welcome);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening on a port');
    await reachDatabase(`postgres://sluice@127.0.0.1:${address.port}/sluice`);
    expect(knocks).toBe(3);
  } finally {
    server.close();
  }
});
