import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { TestDatabase } from '../db/test-database.ts';
import { createEngine, engineMessages } from '../engine/index.ts';
import type { Engine } from '../engine/index.ts';
import { createEventAnswers, eventRoutes } from '../events/index.ts';
import {
  apiPageRoutes,
  createHttpServer,
  createIdempotency,
  createMetrics,
  createOrigins,
  healthRoutes,
  httpMessages,
  metricsRoutes,
} from '../http/index.ts';
import type { HttpApp, Routes } from '../http/index.ts';
import { systemClock } from '../lib/clock.ts';
import { createRenderer } from '../lib/message.ts';
import { schemaIssueMessages } from '../lib/schema-issue-messages.ts';
import { authenticateHook, publicRoutes, senderOf } from './authenticate-hook.ts';
import { systemCaller } from './caller.ts';
import type { Binding } from './caller.ts';
import { createIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { identityMessages } from './identity-messages.ts';
import { identityRoutes } from './identity-routes.ts';
import { verbs } from './verb.ts';

export interface TestDoor {
  readonly app: HttpApp;
  readonly url: string;
  readonly engine: Engine;
  readonly identity: Identity;
  readonly log: readonly string[];
  /** A token for the actor, who gets the role. */
  give(actor: string, binding: Binding): Promise<{ readonly secret: string; readonly id: string }>;
  call(
    path: string,
    secret?: string,
    init?: { readonly method?: string; readonly body?: unknown; readonly headers?: Record<string, string> },
  ): Promise<Response>;
  stop(): Promise<void>;
}

/** The real engine, identity and HTTP server, put together as the product does it. */
export async function openTestDoor(database: TestDatabase, extra: readonly Routes[] = []): Promise<TestDoor> {
  const log: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      log.push(String(chunk));
      done();
    },
  });
  const logger = pino({ level: 'debug' }, sink);
  const engine = createEngine({
    connection: database.connection,
    db: database.db,
    log: logger,
    timing: { pollMs: 50, sweepMs: 100 },
  });
  await engine.start();
  const idempotency = createIdempotency({ db: database.db, transact: engine.transact });
  const origins = createOrigins({ transact: idempotency.transact, senderOf });
  const identity = createIdentity({ db: database.db, transact: origins.transact, clock: systemClock });
  const metrics = createMetrics();
  const app = await createHttpServer({
    log: logger,
    render: createRenderer(
      [httpMessages, schemaIssueMessages, engineMessages, identityMessages].map(({ catalogue }) => catalogue),
    ),
    authenticate: authenticateHook(identity.authenticate),
    actorOf: (request) => request.caller.actorId,
    idempotency,
    origins,
    routes: [
      identityRoutes(identity),
      eventRoutes({
        answers: createEventAnswers(engine.events, identity.isStillValid),
        identity,
        requireKnown: async () => {},
      }),
      healthRoutes([]),
      metricsRoutes(metrics, (request) => identity.authorize(request.caller, 'metrics.view', { project: '*' })),
      ...extra,
    ],
    verbs,
    publicRoutes: [...publicRoutes, ...apiPageRoutes],
    checkAnswers: true,
    version: '0.0.0-test',
    streams: { heartbeatMs: 50 },
    onAnswered: metrics.observe,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    url,
    engine,
    identity,
    log,
    give: async (actor, binding) => {
      const { project, role } = binding;
      const input = { name: 'test', actor, project, role };
      const { secret, token } = await identity.createToken(systemCaller('tests'), input);
      return { secret, id: token.id };
    },
    call: (path, secret, { method = 'GET', body, headers } = {}) =>
      fetch(url + path, {
        method,
        headers: {
          ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    stop: async () => {
      await app.close();
      await engine.stop({ drainMs: 1000 });
    },
  };
}
