import type { IncomingMessage, ServerResponse } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type pg from 'pg';
import type { Db, Transact, Tx } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import { forward } from './forward.ts';
import { checkRequest } from './forwarding.ts';
import type { Origin } from './forwarding.ts';
import { addressOf, isUnder, normalizeHost, parseHost } from './host.ts';
import type { AddressParts } from './host.ts';
import { answerPage } from './pages.ts';
import type { Page } from './pages.ts';
import type { Route } from './route.ts';
import { createRouteFollower } from './route-follower.ts';
import { createRouteTable } from './route-table.ts';
import type { LiveUpstream, RouterFigures } from './route-table.ts';
import { routerMessages as say } from './router-messages.ts';
import { forwardUpgrade, writeUpgradePage } from './upgrade.ts';

export interface RouterOptions {
  readonly db: Db;
  /** For the connection that listens for changes of routes. */
  readonly connection: pg.ClientConfig;
  readonly transact: Transact;
  readonly replicaId: string;
  readonly address: AddressParts;
  /** Hosts of Sluice itself: the public URL's, the bind address. Addresses of numbers always are. */
  readonly ownHosts: readonly string[];
  /** Addresses and networks (`10.0.0.0/8`) of proxies whose X-Forwarded headers are taken over. */
  readonly trustedProxies: readonly string[];
  /** Called in the transaction that acknowledges a route, so that whoever waits for it looks. */
  readonly acknowledged: (tx: Tx, targetId: string) => void;
  readonly log: { warn(data: object, message: string): void };
  /** How long an app may be silent before its answer begins. Default: 60 s. */
  readonly answerTimeoutMs?: number;
  /** How long a request waits for an app that does not accept connections to be replaced. Default: 2 s. */
  readonly successorMs?: number;
  /** For so long after the start requests wait longer, namely to its end: apps are starting then. Default: 15 s. */
  readonly startupMs?: number;
}

export interface Router {
  /** Whether a request with this Host header is the router's. The rest is for Sluice itself. */
  owns(host: string | undefined): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** For the server's `checkContinue`: the app decides whether it wants the body. */
  handleContinue(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** For the metrics of this replica. */
  figures(): RouterFigures;
  /** Loads the routes and follows them. Requests that come before wait for that. */
  start(): Promise<void>;
  /** Cuts upgraded connections, which never end by themselves, and takes no more; for a server that stops. */
  endUpgrades(): void;
  /** Follows no more. Requests under way go on. */
  stop(): Promise<void>;
}

/** Long enough to read the routes again, and shorter than any restart. */
const reloadMs = 100;

type Destination = { readonly host: string; readonly upstream: LiveUpstream } | { readonly page: Page };

/** Sends requests to the apps by their Host header. The rules are in README.md beside this file. */
export function createRouter(options: RouterOptions): Router {
  const { address } = options;
  const { baseDomain } = address;
  const table = createRouteTable();
  const follower = createRouteFollower({ ...options, table });
  const ownHosts = new Set(options.ownHosts.flatMap((host) => normalizeHost(host) ?? []));
  const proxies = blockListOf(options.trustedProxies);
  const answerTimeoutMs = options.answerTimeoutMs ?? 60_000;
  const successorMs = options.successorMs ?? 2000;
  const startupMs = options.startupMs ?? 15_000;
  const loaded = Promise.withResolvers<void>();
  let startedAt: number | undefined;
  /** Undefined once no more are taken. */
  let upgraded: Set<Duplex> | undefined = new Set();

  const parts = {
    answerTimeoutMs,
    begin: table.begin,
    end: (upstream: LiveUpstream): void => {
      if (table.end(upstream)) follower.acknowledge();
    },
    successor: (upstream: LiveUpstream, reached: boolean): Promise<LiveUpstream | undefined> => {
      follower.reload();
      const startingMs = (startedAt ?? -Infinity) + startupMs - performance.now();
      return table.successor(upstream, reached ? reloadMs : Math.max(successorMs, startingMs));
    },
  };

  const addresses = (routes: readonly Route[]): string[] => routes.map((route) => addressOf(route, address)).toSorted();

  const find = (header: string | undefined): Destination => {
    const host = normalizeHost(header);
    if (host === undefined || !isUnder(host, baseDomain)) {
      const message = say.router_unknown_host({ host: host ?? '', baseDomain });
      return { page: { status: 421, message } };
    }
    const name = parseHost(host, baseDomain);
    if (name === undefined) return { page: { status: 404, message: say.router_not_an_address({ host, baseDomain }) } };
    const found = table.find(name);
    if (found.kind === 'upstream') return { host, upstream: found.upstream };
    if (found.kind === 'several') {
      return { page: { status: 404, message: say.router_which_target({ host }), links: addresses(found.routes) } };
    }
    const { app, environment } = name;
    const heading: Message = say.router_these_run({ app });
    const links = addresses(found.others);
    return {
      page: {
        status: 404,
        message: say.router_nothing_there({ host, app, environment }),
        ...(links.length === 0 ? {} : { heading, links }),
      },
    };
  };

  const originOf = (request: IncomingMessage): Origin => {
    const address = plainAddress(request.socket.remoteAddress ?? '');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    return {
      address,
      scheme: request.socket instanceof TLSSocket ? 'https' : 'http',
      trusted: isIP(address) !== 0 && proxies.check(address, family),
    };
  };

  const begin = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void => {
    // A client that goes away in the middle is no news; `close` tells whoever must know.
    request.on('error', () => {});
    response.on('error', () => {});
    if (startedAt !== undefined) serve(request, response, awaitsContinue);
    else void loaded.promise.then(() => serve(request, response, awaitsContinue));
  };

  const serve = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void => {
    if (response.destroyed) return;
    const checked = checkRequest(request);
    if (!checked.ok) {
      response.shouldKeepAlive = false;
      answerPage(request, response, { status: 400, message: say.router_bad_request({ why: checked.why }) });
      return;
    }
    const destination = find(checked.host);
    if ('page' in destination) {
      if (checked.framing.kind !== 'none') response.shouldKeepAlive = false;
      answerPage(request, response, destination.page);
      return;
    }
    const { framing } = checked;
    const exchange = { request, response, host: destination.host, framing, origin: originOf(request), awaitsContinue };
    forward(parts, exchange, destination.upstream);
  };

  const serveUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const checked = checkRequest(request);
    const wanted = request.headers.upgrade?.toLowerCase();
    // Other protocols would let a client talk past the router's rules on a connection that it trusts.
    const why = !checked.ok
      ? checked.why
      : wanted !== 'websocket' || request.method !== 'GET' || checked.framing.kind !== 'none'
        ? 'only websocket upgrades are passed on'
        : undefined;
    if (why !== undefined) {
      writeUpgradePage(request, socket, { status: 400, message: say.router_bad_request({ why }) });
      return;
    }
    const destination = find(request.headers.host);
    if ('page' in destination) {
      writeUpgradePage(request, socket, destination.page);
      return;
    }
    const { host, upstream } = destination;
    forwardUpgrade(parts, { request, socket, head, host, origin: originOf(request) }, upstream);
  };

  return {
    owns: (header) => {
      const host = normalizeHost(header);
      // Names can be made to point here by anybody; numbers cannot, and health checks of balancers use them.
      return header !== undefined && !(host !== undefined && (ownHosts.has(host) || isIP(host) !== 0));
    },
    handle: (request, response) => begin(request, response, false),
    handleContinue: (request, response) => begin(request, response, true),
    upgrade(request, socket, head) {
      socket.on('error', () => {});
      if (upgraded === undefined) {
        socket.destroy();
        return;
      }
      const all = upgraded;
      all.add(socket);
      socket.on('close', () => all.delete(socket));
      if (startedAt !== undefined) serveUpgrade(request, socket, head);
      else void loaded.promise.then(() => serveUpgrade(request, socket, head));
    },
    endUpgrades() {
      for (const socket of upgraded ?? []) socket.destroy();
      upgraded = undefined;
    },
    async start() {
      await follower.start();
      startedAt = performance.now();
      loaded.resolve();
    },
    figures: () => table.figures(),
    async stop() {
      await follower.stop();
      table.close();
    },
  };
}

// An IPv4 client of a server that listens on both families.
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
