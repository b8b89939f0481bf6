import { request as sendRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { responseHeaders, requestHeaders } from './forwarding.ts';
import type { Framing, Origin } from './forwarding.ts';
import { answerPage } from './pages.ts';
import type { LiveUpstream } from './route-table.ts';
import { routerMessages as say } from './router-messages.ts';

export interface ForwardParts {
  begin(upstream: LiveUpstream): void;
  end(upstream: LiveUpstream): void;
  /**
   * Another upstream of the same target than one that does not answer. For a request that never reached the app it may be
   * worth waiting for; one that did counts only if it is there already, or a request that kills the app would kill the
   * next one as well.
   */
  successor(upstream: LiveUpstream, reached: boolean): Promise<LiveUpstream | undefined>;
  /** How long an app may be silent before its answer begins. */
  readonly answerTimeoutMs: number;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly host: string;
  readonly framing: Framing;
  readonly origin: Origin;
  /** The client waits for "100 Continue" before it sends the body, and nobody has said it yet. */
  readonly awaitsContinue: boolean;
}

/** A request that reached nobody may be sent again, but not for ever. */
const maxAttempts = 4;
/** Sending these twice does no more than sending them once (RFC 9110, 9.2.2). */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/**
 * Sends a request to an upstream and its answer back, both as streams.
 *
 * What makes a switch invisible: a request is sent again, to whatever upstream is current then, when it did not reach
 * the app (no connection), or when the connection broke before any answer and repeating does no harm. A kept connection
 * may be closed by the app in the very moment we use it, which cannot be told from a crash; so requests that must not be
 * repeated always get a connection of their own.
 */
export function forward(parts: ForwardParts, exchange: Exchange, upstream: LiveUpstream, attempt = 1): void {
  const { request, response, framing } = exchange;
  if (response.destroyed) return;
  const { host, port } = upstream.route;
  if (port === null) {
    void awaitNext(parts, exchange, upstream, attempt);
    return;
  }
  const repeatable = framing.kind === 'none' && idempotent.has(request.method ?? '');
  const headers = requestHeaders(request, framing, exchange.origin);
  if (exchange.awaitsContinue) headers.push('Expect', '100-continue');

  parts.begin(upstream);
  let open = true;
  let connected = false;
  let timedOut = false;
  const over = (): void => {
    if (!open) return;
    open = false;
    response.off('close', onClientGone);
    parts.end(upstream);
  };
  const outgoing = sendRequest({
    host,
    port,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers,
    setHost: false,
    agent: repeatable && attempt === 1 ? upstream.agent : false,
  });
  const onClientGone = (): void => {
    if (!response.writableFinished) outgoing.destroy();
    over();
  };
  response.on('close', onClientGone);

  outgoing.setTimeout(parts.answerTimeoutMs, () => {
    timedOut = true;
    outgoing.destroy();
  });
  outgoing.on('socket', (socket) => {
    const onConnected = (): void => {
      connected = true;
      if (framing.kind !== 'none') request.pipe(outgoing);
    };
    if (socket.connecting) socket.once('connect', onConnected);
    else onConnected();
  });
  outgoing.on('continue', () => {
    if (exchange.awaitsContinue && !response.headersSent) response.writeContinue();
  });
  outgoing.on('response', (answer) => {
    outgoing.setTimeout(0);
    passOn(exchange, answer, over);
  });
  outgoing.on('error', () => {
    const wasOpen = open;
    over();
    if (!wasOpen || response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (framing.kind !== 'none') request.unpipe(outgoing);
    const reached = connected && !repeatable;
    if (!timedOut && !reached && attempt < maxAttempts) {
      void again(parts, exchange, upstream, attempt, outgoing, connected);
    } else {
      explain(parts, exchange, upstream, timedOut, connected);
    }
  });
  if (framing.kind === 'none') outgoing.end();
  else outgoing.flushHeaders();
}

/** Nothing stands there at the moment; what comes next may be worth waiting for. */
async function awaitNext(
  parts: ForwardParts,
  exchange: Exchange,
  upstream: LiveUpstream,
  attempt: number,
): Promise<void> {
  const next = attempt < maxAttempts ? await parts.successor(upstream, false) : undefined;
  if (next !== undefined) forward(parts, exchange, next, attempt + 1);
  else if (!exchange.response.destroyed) explain(parts, exchange, upstream, false, false);
}

async function again(
  parts: ForwardParts,
  exchange: Exchange,
  upstream: LiveUpstream,
  attempt: number,
  outgoing: ClientRequest,
  connected: boolean,
): Promise<void> {
  // A kept connection that broke says nothing about the app: a new one will tell.
  const next = connected && outgoing.reusedSocket ? upstream : await parts.successor(upstream, connected);
  if (next === undefined) explain(parts, exchange, upstream, false, connected);
  else forward(parts, exchange, next, attempt + 1);
}

function passOn(exchange: Exchange, answer: IncomingMessage, over: () => void): void {
  const { response } = exchange;
  if (response.destroyed) {
    answer.destroy();
    return;
  }
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', responseHeaders(answer.rawHeaders));
  } catch {
    // An answer whose head cannot be written cannot be passed on at all.
    answer.destroy();
    over();
    answerPage(exchange.request, response, {
      status: 502,
      message: say.router_bad_request({ why: 'the answer of the app is not valid HTTP' }),
    });
    return;
  }
  answer.on('end', over);
  answer.on('error', () => response.destroy());
  answer.on('close', () => {
    over();
    // The app broke off in the middle. The client must see that too, not a complete but shorter answer.
    if (!answer.complete) response.destroy();
  });
  answer.pipe(response);
  // A stream may begin with silence; its head must not wait for the first event. Usually the body is here by then.
  setImmediate(() => {
    if (!response.destroyed) response.flushHeaders();
  });
}

function explain(
  parts: ForwardParts,
  exchange: Exchange,
  upstream: LiveUpstream,
  timedOut: boolean,
  connected: boolean,
): void {
  const { request, response, host } = exchange;
  const { version } = upstream.route;
  // What is left of the body would be taken for the next request.
  if (exchange.framing.kind !== 'none' && !request.complete) response.shouldKeepAlive = false;
  if (timedOut) {
    const seconds = Math.round(parts.answerTimeoutMs / 1000);
    answerPage(request, response, { status: 504, message: say.router_no_answer_in_time({ host, version, seconds }) });
  } else if (connected) {
    answerPage(request, response, { status: 502, message: say.router_broken_answer({ host, version }) });
  } else {
    answerPage(request, response, {
      status: 503,
      message: say.router_not_answering({ host, version }),
      retryAfterSeconds: 2,
    });
  }
}
