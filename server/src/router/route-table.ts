import { Agent } from 'node:http';
import { hostOf } from './host.ts';
import type { HostName } from './host.ts';
import type { Route } from './route.ts';

/** One upstream as this replica uses it. */
export interface LiveUpstream {
  readonly route: Route;
  readonly agent: Agent;
  /** Requests and upgraded connections that have not ended. */
  inFlight: number;
}

export type Found =
  | { readonly kind: 'upstream'; readonly upstream: LiveUpstream }
  | { readonly kind: 'several'; readonly routes: readonly Route[] }
  | { readonly kind: 'none'; readonly others: readonly Route[] };

export interface RouteTable {
  /** Takes over what the rows say. */
  load(routes: readonly Route[]): void;
  find(name: HostName): Found;
  current(targetId: string): LiveUpstream | undefined;
  /** What may be acknowledged: loaded generations, and up to where nothing is in flight on earlier upstreams. */
  progress(): { targetId: string; generation: number; drainedGeneration: number }[];
  begin(upstream: LiveUpstream): void;
  /** True when this was the last request on an upstream that is out of traffic. */
  end(upstream: LiveUpstream): boolean;
  /** Resolves with the upstream that replaced this one, or with undefined after `timeoutMs`. */
  successor(upstream: LiveUpstream, timeoutMs: number): Promise<LiveUpstream | undefined>;
  figures(): RouterFigures;
  close(): void;
}

export interface RouterFigures {
  /** Targets that this replica sends requests to. */
  readonly routes: number;
  /** Requests and upgraded connections that have not ended. */
  readonly underWay: number;
  /** Upstreams out of traffic that still have some. */
  readonly draining: number;
}

/** The routes as this replica knows them, and the requests it has under way on each upstream, old ones included. */
export function createRouteTable(): RouteTable {
  const current = new Map<string, LiveUpstream>();
  const byName = new Map<string, LiveUpstream[]>();
  /** Out of traffic, with requests that have not ended. */
  const retired = new Set<LiveUpstream>();
  const waiting = new Set<() => void>();

  const retire = (upstream: LiveUpstream): void => {
    // Idle connections are closed now; those in use close when their request ends, because the agent keeps none more.
    upstream.agent.maxFreeSockets = 0;
    for (const sockets of Object.values(upstream.agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
    if (upstream.inFlight > 0) retired.add(upstream);
  };

  const nameOf = (route: HostName): string =>
    hostOf({ project: route.project, app: route.app, environment: route.environment }, '');

  return {
    load(routes) {
      const seen = new Set<string>();
      for (const route of routes) {
        seen.add(route.targetId);
        const known = current.get(route.targetId);
        if (known?.route.generation === route.generation) continue;
        current.set(route.targetId, { route, agent: createAgent(), inFlight: 0 });
        if (known !== undefined) retire(known);
      }
      for (const [targetId, upstream] of current) {
        if (seen.has(targetId)) continue;
        current.delete(targetId);
        retire(upstream);
      }
      byName.clear();
      for (const upstream of current.values()) {
        const name = nameOf(upstream.route);
        byName.set(name, [...(byName.get(name) ?? []), upstream]);
      }
      for (const look of waiting) look();
    },
    find(name) {
      const there = byName.get(nameOf(name)) ?? [];
      const found = name.target === undefined ? there : there.filter(({ route }) => route.target === name.target);
      const [first] = found;
      if (first === undefined) {
        const others = [...current.values()]
          .map(({ route }) => route)
          .filter((route) => route.project === name.project && route.app === name.app);
        return { kind: 'none', others };
      }
      if (found.length > 1) return { kind: 'several', routes: found.map(({ route }) => route) };
      return { kind: 'upstream', upstream: first };
    },
    current: (targetId) => current.get(targetId),
    progress() {
      return [...current.values()].map(({ route }) => {
        const old = [...retired].filter((upstream) => upstream.route.targetId === route.targetId);
        const drainedGeneration = Math.min(route.generation, ...old.map((upstream) => upstream.route.generation));
        return { targetId: route.targetId, generation: route.generation, drainedGeneration };
      });
    },
    begin(upstream) {
      upstream.inFlight += 1;
    },
    end(upstream) {
      upstream.inFlight -= 1;
      return upstream.inFlight === 0 && retired.delete(upstream);
    },
    successor(upstream, timeoutMs) {
      return new Promise((resolve) => {
        const finish = (found: LiveUpstream | undefined): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const look = (): void => {
          const now = current.get(upstream.route.targetId);
          if (now !== undefined && now !== upstream && now.route.port !== null) finish(now);
        };
        const timer = setTimeout(() => finish(undefined), timeoutMs);
        waiting.add(look);
        look();
      });
    },
    figures() {
      const underWay = [...current.values(), ...retired].reduce((sum, upstream) => sum + upstream.inFlight, 0);
      return { routes: current.size, underWay, draining: retired.size };
    },
    close() {
      for (const upstream of current.values()) upstream.agent.destroy();
    },
  };
}

// The newest idle connection is the least likely to be closed by the other side a moment later.
function createAgent(): Agent {
  return new Agent({ keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo' });
}
