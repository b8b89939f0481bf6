import { STATUS_CODES, createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import pg from 'pg';
import type { Render } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { registerApiPage } from './api-page.ts';
import { refuseCrossSite } from './browser-guard.ts';
import { createEventStreams } from './event-stream.ts';
import type { EventStreamSettings } from './event-stream.ts';
import { httpMessages as messages } from './http-messages.ts';
import { HttpProblem } from './http-problem.ts';
import type { Idempotency } from './idempotency.ts';
import { acceptOnlyJson } from './json-body.ts';
import { registerOpenapi } from './openapi.ts';
import { problemAnswer, sendProblem } from './problem-response.ts';
import type { Origins } from './origin.ts';
import { languageOf } from './request-language.ts';
import type { HttpApp, RouteFact, Routes } from './route.ts';
import { checkAnswer, validateRequest, writeAnswer } from './schema-compilers.ts';

export interface HttpServerOptions {
  readonly log: FastifyBaseLogger;
  readonly render: Render;
  /** Finds out who calls, for every route that is not public; throws `Unauthenticated`. Runs before the body is read. */
  readonly authenticate: (request: FastifyRequest) => Promise<void>;
  /** The actor that an Idempotency-Key belongs to. */
  readonly actorOf: (request: FastifyRequest) => string;
  readonly idempotency: Idempotency;
  readonly origins: Pick<Origins, 'within'>;
  readonly routes: readonly Routes[];
  /** Every verb that a route may name, so that a misspelt one fails at start. */
  readonly verbs: readonly string[];
  /** The routes that may say `public: true`: the one list to review. */
  readonly publicRoutes: readonly string[];
  /** How long a request's body may take to arrive. Default 30 s. */
  readonly requestTimeoutMs?: number;
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-* headers are believed. Default none. */
  readonly trustedProxies?: readonly string[];
  /** Origins besides the request's own host whose pages may give commands: the public URL's. */
  readonly allowedOrigins?: readonly string[];
  /** Wraps our listener in a server that may look at the host first; default a plain one. */
  readonly serverFactory?: (listener: RequestListener) => Server;
  /** True in tests: an answer that is not exactly as declared is a fault. */
  readonly checkAnswers?: boolean;
  readonly version: string;
  readonly streams?: Partial<EventStreamSettings>;
  /** Called when each request has been answered. */
  readonly onAnswered?: (request: FastifyRequest, reply: FastifyReply) => void;
}

const defaultBodyLimitBytes = 1024 * 1024;

/** How often Node looks for connections past their time; its own default would triple that time. */
const plainServerOptions = { connectionsCheckingInterval: 5000 };

/** How soon a connection that has become idle is closed during a stop. */
const idleSweepMs = 50;

/** Headers must arrive within this; a trickle of them otherwise holds a connection forever. */
const headersTimeoutMs = 15_000;

/**
 * The HTTP door: Fastify with our rules in front of every route. What comes first: host of the request (the factory),
 * security headers, cross-site refusal, authentication, body, schema, idempotency, the route. Nothing is read from the
 * body before the caller is known.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpApp> {
  const { render, requestTimeoutMs = 30_000 } = options;
  const streams = createEventStreams({
    heartbeatMs: 15_000,
    drainTimeoutMs: 10_000,
    retryMs: 1000,
    ...options.streams,
  });
  const app: HttpApp = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: defaultBodyLimitBytes,
    trustProxy:
      options.trustedProxies === undefined || options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false },
    serverFactory: (listener) =>
      withTimeouts(options.serverFactory?.(listener) ?? createServer(plainServerOptions, listener)),
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error, request, reply) => {
      void sendProblem(error, request, reply, render);
    },
  }).withTypeProvider<ZodTypeProvider>();

  const facts: RouteFact[] = [];
  app.decorate('streams', streams);
  app.decorate('routeFacts', facts);
  app.decorateRequest('language', {
    getter() {
      return languageOf(this.headers['accept-language']);
    },
  });
  app.decorateRequest('dropsAnswer', false);
  app.decorateRequest('words', function words(message) {
    return { code: message.code, params: { ...message.params }, text: render(message, this.language) };
  });
  app.setValidatorCompiler(validateRequest);
  app.setSerializerCompiler(options.checkAnswers === true ? checkAnswer : writeAnswer);
  app.setErrorHandler((error, request, reply) => sendProblem(inContext(error, request), request, reply, render));
  app.setNotFoundHandler((request, reply) => sendProblem(notFound(request, facts), request, reply, render));

  app.addHook('onRoute', (route) => declareAccess(route, facts, options));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    reply.header('content-language', request.language);
    if (stopping)
      throw new HttpProblem('Unavailable', 503, messages.server_stopping(), { headers: { connection: 'close' } });
    refuseCrossSite(request, options.allowedOrigins ?? []);
    // PostgreSQL's text cannot hold U+0000, and nothing of ours has it in a name.
    if (/%00/.test(request.url)) throw new Problem('InvalidInput', messages.request_malformed());
    // A path without a route has nothing to protect, and which paths exist is no secret: /openapi.json lists them.
    if (!request.is404 && request.routeOptions.config.public !== true) await options.authenticate(request);
    boundBodyTime(request, reply, requestTimeoutMs, render);
  });
  acceptOnlyJson(app);
  app.addHook('preHandler', async (request, reply) => {
    if (request.is404 || request.routeOptions.config.public === true) return;
    if (await options.idempotency.before(request, reply, options.actorOf(request))) return reply;
  });
  // By callback: what runs inside `done` inherits the command, which an async hook could not pass on.
  app.addHook('preHandler', (request, _reply, done) => options.idempotency.within(request, done));
  app.addHook('preHandler', (request, _reply, done) => options.origins.within(request, done));
  app.addHook('onSend', async (request, reply, body) => {
    await options.idempotency.after(request, reply, body);
    // An idle connection that stays open would hold up the stop.
    if (stopping) reply.header('connection', 'close');
    return body;
  });
  app.addHook('onResponse', async (request, reply) => {
    options.onAnswered?.(request, reply);
    const { method } = request;
    const route = request.routeOptions.url ?? null;
    request.log.debug(
      { method, route, status: reply.statusCode, durationMs: Math.round(reply.elapsedTime) },
      'request answered',
    );
  });

  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
    streams.stop();
  });

  await registerOpenapi(app, options.version);
  registerApiPage(app);
  for (const routes of options.routes) {
    await app.register(async (scope) => {
      await routes(scope.withTypeProvider<ZodTypeProvider>());
    });
  }
  await app.ready();
  return app;
}

/**
 * Stops accepting, ends event streams with the hint to come back, and lets running requests finish. What is still open
 * after `graceMs` (a push that hangs) is cut.
 */
export async function stopHttpServer(app: HttpApp, graceMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
  // Node closes what is idle when the closing begins; a kept connection that answers its last request later would hold
  // up the stop, above all one to an app, whose answers are not ours to mark.
  const sweeper = setInterval(() => app.server.closeIdleConnections(), idleSweepMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
    clearInterval(sweeper);
  }
}

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
  vary: 'accept-language',
};

function withTimeouts(server: Server): Server {
  server.headersTimeout = headersTimeoutMs;
  // Large pushes stream for minutes; bodies of commands have their own, shorter bound.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  return server;
}

/** What could not be read as HTTP at all has no request yet: the answer is written by hand, in English. */
function answerMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const { body } = problemAnswer(
    new HttpProblem('InvalidInput', status, messages.request_malformed()),
    'en',
    (message) => message.text,
  );
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

/** A route without a declared verb, or a public one that is not on the list, is a mistake found at start. */
function declareAccess(route: RouteOptions, facts: RouteFact[], options: HttpServerOptions): void {
  const { verb, public: isPublic } = route.config ?? {};
  for (const method of [route.method].flat()) {
    const name = `${method} ${route.url}`;
    if ((verb === undefined) === (isPublic === undefined)) {
      throw new Error(`${name} must declare either config.verb or config.public`);
    }
    if (verb !== undefined && !options.verbs.includes(verb))
      throw new Error(`${name} declares the unknown verb ${verb}`);
    if (isPublic === true && !options.publicRoutes.includes(route.url)) {
      throw new Error(`${name} declares itself public and is not on the list of public routes`);
    }
    facts.push({ method, url: route.url, verb });
  }
}

/** The body of a command has to arrive in time; routes that read raw bodies bound them themselves. */
function boundBodyTime(request: FastifyRequest, reply: FastifyReply, timeoutMs: number, render: Render): void {
  const { raw } = request;
  if (raw.complete || request.routeOptions.config.rawBody === true) return;
  const timer = setTimeout(() => {
    if (raw.complete || reply.raw.headersSent) return;
    const problem = new HttpProblem('InvalidInput', 408, messages.body_too_slow({ seconds: timeoutMs / 1000 }));
    const answer = problemAnswer(problem, request.language, render);
    reply.hijack();
    reply.raw.writeHead(answer.status, {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': request.language,
      connection: 'close',
    });
    reply.raw.end(JSON.stringify(answer.body), () => raw.destroy());
  }, timeoutMs);
  timer.unref();
  const clear = (): void => clearTimeout(timer);
  raw.once('end', clear);
  reply.raw.once('close', clear);
}

/** What only the request can tell about an error. */
function inContext(error: unknown, request: FastifyRequest): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return Object.assign(error, { limitBytes: request.routeOptions.bodyLimit });
  }
  // A cursor's parts are bound as values of the database's own types; a forged one fails there with a data exception.
  const isDataException = error instanceof pg.DatabaseError && error.code?.startsWith('22') === true;
  if (isDataException && request.url.includes('cursor=')) {
    return new Problem('InvalidInput', messages.cursor_invalid(), { cause: error });
  }
  return error;
}

function notFound(request: FastifyRequest, facts: readonly RouteFact[]): Problem {
  const path = request.url.split('?', 1)[0] ?? '/';
  const allowed = facts.filter((fact) => matches(fact.url, path)).map((fact) => fact.method);
  if (allowed.length === 0) return new Problem('NotFound', messages.route_not_found({ path: path.slice(0, 200) }));
  const methods = [...new Set(allowed)].toSorted().join(', ');
  return new HttpProblem(
    'InvalidInput',
    405,
    messages.method_not_allowed({ method: request.method, path: path.slice(0, 200), allowed: methods }),
    { headers: { allow: methods } },
  );
}

function matches(pattern: string, path: string): boolean {
  const source = pattern
    .split('/')
    .map((part) => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : RegExp.escape(part)))
    .join('/');
  return new RegExp(`^${source}$`).test(path);
}
