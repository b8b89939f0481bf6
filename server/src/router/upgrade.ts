import { request as sendRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pairsOf, requestHeaders, responseHeaders } from './forwarding.ts';
import type { Origin } from './forwarding.ts';
import { writePage } from './pages.ts';
import type { Page } from './pages.ts';
import type { LiveUpstream } from './route-table.ts';
import { routerMessages as say } from './router-messages.ts';

export interface UpgradeParts {
  begin(upstream: LiveUpstream): void;
  end(upstream: LiveUpstream): void;
  successor(upstream: LiveUpstream, reached: boolean): Promise<LiveUpstream | undefined>;
  readonly answerTimeoutMs: number;
}

export interface UpgradeExchange {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly host: string;
  readonly origin: Origin;
}

/** Passes a WebSocket on: the handshake as a request, then both directions as they are, until either side ends. */
export function forwardUpgrade(
  parts: UpgradeParts,
  exchange: UpgradeExchange,
  upstream: LiveUpstream,
  attempt = 1,
): void {
  const { request, socket, head, host } = exchange;
  if (socket.destroyed) return;
  const fail = (): void => {
    const { version } = upstream.route;
    writeUpgradePage(request, socket, { status: 502, message: say.router_broken_answer({ host, version }) });
  };
  const goOn = async (): Promise<void> => {
    const next = attempt > 3 ? undefined : await parts.successor(upstream, false);
    if (next !== undefined) forwardUpgrade(parts, exchange, next, attempt + 1);
    else if (!socket.destroyed) fail();
  };
  const { port } = upstream.route;
  if (port === null) {
    void goOn();
    return;
  }
  parts.begin(upstream);
  let open = true;
  const over = (): void => {
    if (!open) return;
    open = false;
    parts.end(upstream);
  };
  const headers = requestHeaders(request, { kind: 'none' }, exchange.origin);
  headers.push('Connection', 'Upgrade', 'Upgrade', 'websocket');
  const outgoing = sendRequest({
    host: upstream.route.host,
    port,
    method: 'GET',
    path: request.url ?? '/',
    headers,
    setHost: false,
    agent: false,
  });
  let connected = false;
  outgoing.on('socket', (out) => out.once('connect', () => (connected = true)));
  outgoing.setTimeout(parts.answerTimeoutMs, () => outgoing.destroy(new Error('no answer in time')));
  const onClientGone = (): void => {
    outgoing.destroy();
    over();
  };
  socket.once('close', onClientGone);

  outgoing.on('upgrade', (answer, out, outHead) => {
    outgoing.setTimeout(0);
    out.setTimeout(0);
    socket.off('close', onClientGone);
    const lines = headLines(101, answer.statusMessage ?? 'Switching Protocols', responseHeaders(answer.rawHeaders));
    socket.write(`${lines}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, 'latin1');
    if (outHead.length > 0) socket.write(outHead);
    if (head.length > 0) out.write(head);
    join(socket, out, over);
  });
  outgoing.on('response', (answer) => {
    // The app declined; its answer is an ordinary one, on a connection that ends with it.
    const lines = headLines(answer.statusCode ?? 502, answer.statusMessage ?? '', responseHeaders(answer.rawHeaders));
    socket.write(`${lines}Connection: close\r\n\r\n`, 'latin1');
    answer.pipe(socket);
    answer.on('error', () => socket.destroy());
    answer.on('close', over);
  });
  outgoing.on('error', () => {
    const wasOpen = open;
    over();
    socket.off('close', onClientGone);
    if (!wasOpen || socket.destroyed) return;
    if (connected) fail();
    else void goOn();
  });
  outgoing.end();
}

/** Answers a request for an upgrade with a page instead. */
export function writeUpgradePage(request: IncomingMessage, socket: Duplex, page: Page): void {
  const { head, body } = writePage(page, request.headers.accept ?? '', request.headers['accept-language'] ?? '');
  socket.end(`${headLines(page.status, 'Refused', head)}Connection: close\r\n\r\n${body}`);
}

function headLines(status: number, reason: string, headers: readonly string[]): string {
  let text = `HTTP/1.1 ${status} ${clean(reason)}\r\n`;
  for (const [name, value] of pairsOf(headers)) text += `${clean(name)}: ${clean(value)}\r\n`;
  return text;
}

// The parser has refused line breaks already; nothing that is written raw may depend on that.
function clean(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ');
}

function join(client: Duplex, app: Duplex, over: () => void): void {
  const end = (): void => {
    client.destroy();
    app.destroy();
    over();
  };
  for (const socket of [client, app]) {
    socket.on('error', end);
    socket.on('close', end);
  }
  client.pipe(app);
  app.pipe(client);
}
