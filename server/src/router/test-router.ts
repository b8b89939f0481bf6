import { createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { createEngine } from '../engine/index.ts';
import type { Engine } from '../engine/index.ts';
import { newId } from '../lib/id.ts';
import { createRouter, publishRoute, readAcknowledgements, withdrawRoute } from './index.ts';
import type { Router } from './index.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
export const host = 'qa.shop.localhost';

/** A router in front of real little apps, on a database of its own; made and taken down around the tests of a block. */
export function createRouterBench() {
  let database: TestDatabase;
  let engine: Engine;
  let router: Router;
  let front: Server;
  let frontPort: number;
  const apps: Server[] = [];
  let targetId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    engine = createEngine({ connection: database.connection, db: database.db, log: silent });
    router = createRouter({
      db: database.db,
      connection: database.connection,
      transact: engine.transact,
      replicaId: 'rep_1',
      address: { scheme: 'http', baseDomain: 'localhost', port: 7070 },
      ownHosts: ['localhost', 'sluice.example.com'],
      trustedProxies: ['127.0.0.2', '10.0.0.0/8'],
      acknowledged: () => {},
      log: silent,
      answerTimeoutMs: 400,
      successorMs: 300,
      startupMs: 0,
    });
    await engine.start();
    await router.start();
    front = createServer((incoming, response) => router.handle(incoming, response));
    front.on('checkContinue', (incoming, response) => router.handleContinue(incoming, response));
    front.on('upgrade', (incoming, socket, head) => router.upgrade(incoming, socket, head));
    frontPort = await listen(front);
  });
  afterAll(async () => {
    front.closeAllConnections();
    front.close();
    for (const app of apps) {
      app.closeAllConnections();
      app.close();
    }
    await router.stop();
    await engine.stop({ drainMs: 500 });
    await database.drop();
  });
  beforeEach(async () => {
    if (targetId !== undefined) await withdrawRoute(database.db, targetId);
    targetId = newId('tgt');
  });

  /** Starts an app and makes it the upstream, as every router knows when this returns. */
  const serve = async (app: RequestListener, more?: (server: Server) => void): Promise<Server> => {
    const server = createServer(app);
    more?.(server);
    apps.push(server);
    await route(await listen(server));
    return server;
  };
  const route = async (port: number, environment = 'qa', target = 'local', id = targetId): Promise<void> => {
    const generation = await publishRoute(
      database.db,
      { targetId: id, project: 'default', app: 'shop', environment, target },
      { upstreamId: newId('prc'), host: '127.0.0.1', port, releaseId: 'rel_1', version: '1.0.0' },
    );
    await until(async () => (await readAcknowledgements(database.db, id)).some((one) => one.generation === generation));
  };
  const send = (
    options: {
      path?: string;
      method?: string;
      headers?: Record<string, string>;
      body?: string;
      localAddress?: string;
    } = {},
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> =>
    new Promise((resolve, reject) => {
      const { body, headers, ...rest } = options;
      const asking = request(
        { port: frontPort, host: '127.0.0.1', agent: false, headers: { host, ...headers }, ...rest },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          );
          response.on('error', reject);
        },
      );
      asking.on('error', reject);
      asking.end(body);
    });
  /** Sends bytes as they are and returns everything that comes back until the connection ends. */
  const raw = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(frontPort, '127.0.0.1', () => socket.write(bytes, 'latin1'));
      let text = '';
      socket.setTimeout(2000, () => socket.destroy());
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });

  return {
    serve,
    route,
    send,
    raw,
    router: () => router,
    database: () => database,
    frontPort: () => frontPort,
    targetId: () => targetId,
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('not within 10 s');
    await sleep(5);
  }
}
