import { createServer } from 'node:http';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../db/test-database.ts';
import type { TestDatabase } from '../../../db/test-database.ts';
import { newId } from '../../../lib/id.ts';
import type { Router } from '../../../router/index.ts';
import { createArtifacts, eventually, makeDataDir, orderOf, settled, startReplica, webFiles } from './test-runtime.ts';
import type { Artifacts, TestReplica } from './test-runtime.ts';

describe('the process runtime', () => {
  let database: TestDatabase;
  let data: Awaited<ReturnType<typeof makeDataDir>>;
  let artifacts: Artifacts;
  let replica: TestReplica;
  let targetId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    data = await makeDataDir();
    artifacts = createArtifacts();
    replica = await startReplica({ connection: database.connection, dataDir: data.path, artifacts });
  });
  afterAll(async () => {
    await replica.stop();
    await database.drop();
    await data.remove();
  });
  beforeEach(() => {
    targetId = newId('tgt');
  });
  afterEach(async () => {
    await replica.runtime.remove(targetId);
  });

  test('serves the first version', async () => {
    const order = orderOf(artifacts, webFiles, { targetId });
    expect(await settled(replica.runtime, order)).toMatchObject({
      state: 'ready',
      url: 'http://qa.shop.localhost:7070',
    });
    expect(await ask(replica.router, 'qa.shop.localhost')).toEqual({ status: 200, body: 'v1' });
  });
});

async function ask(router: Router, host: string, path = '/'): Promise<{ status: number | undefined; body: string }> {
  const server = createServer((request, response) => router.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, headers: { host }, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode, body }));
      }).on('error', reject);
    });
  } finally {
    server.close();
  }
}
void eventually;
