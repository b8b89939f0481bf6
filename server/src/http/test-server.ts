import { Writable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { createTransact } from '../engine/transact.ts';
import type { Db } from '../engine/transaction.ts';
import { engineMessages } from '../engine/index.ts';
import { createRenderer, defineMessages } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { schemaIssueMessages } from '../lib/schema-issue-messages.ts';
import { httpMessages } from './http-messages.ts';
import { createHttpServer } from './http-server.ts';
import type { HttpServerOptions } from './http-server.ts';
import { createIdempotency } from './idempotency.ts';
import type { IdempotencyOptions } from './idempotency.ts';
import type { HttpApp } from './route.ts';

export const testMessages = defineMessages({
  not_you: { en: () => 'Who are you? Say it.', uk: () => 'Хто ви? Назвіться.' },
  hello: { en: (p: { name: string }) => `Hello ${p.name}`, uk: (p) => `Вітаю, ${p.name}` },
});

export interface TestHttp {
  readonly app: HttpApp;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Every line of the log so far. */
  readonly log: readonly string[];
  readonly idempotency: ReturnType<typeof createIdempotency>;
}

/** The real server on a free port with a one-word authentication: `Bearer <actor>`. */
export async function startTestHttp(
  db: Db,
  options: Partial<HttpServerOptions> & { readonly idempotencySettings?: Partial<IdempotencyOptions> },
): Promise<TestHttp> {
  const log: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      log.push(String(chunk));
      done();
    },
  });
  const idempotency =
    options.idempotency ??
    createIdempotency({ db, transact: createTransact({ db, idleMs: 5000 }), ...options.idempotencySettings });
  const app = await createHttpServer({
    log: pino({ level: 'debug' }, sink),
    render: createRenderer([
      httpMessages.catalogue,
      schemaIssueMessages.catalogue,
      engineMessages.catalogue,
      testMessages.catalogue,
    ]),
    authenticate: async (request) => {
      if (actorOf(request) === '') throw new Problem('Unauthenticated', testMessages.not_you());
    },
    actorOf,
    origins: { within: (_request, go) => go() },
    routes: [],
    verbs: ['thing.view', 'thing.change'],
    publicRoutes: ['/openapi.json', '/docs', '/docs/page.js', '/docs/page.css', '/hello', '/livez', '/readyz'],
    checkAnswers: true,
    version: '0.0.0-test',
    ...options,
    idempotency,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url, log, idempotency };
}

function actorOf(request: FastifyRequest): string {
  return request.headers.authorization?.replace(/^Bearer /, '') ?? '';
}
