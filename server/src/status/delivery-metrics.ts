import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { countBuilds } from '../artifacts/index.ts';
import type { Engine } from '../engine/index.ts';
import { countPromotions } from '../promotions/index.ts';
import { countReleases } from '../releases/index.ts';
import type { RouterFigures } from '../router/index.ts';

/**
 * Figures about delivery for Prometheus. Those read from the database are about the whole installation and the same from
 * every replica: take their `max`, not their `sum`. Those of the engine's own looks, followers and the router are of one
 * replica. Everything is read when it is scraped; a database that is away leaves its figures out.
 */
export function registerDeliveryMetrics(
  registry: Registry,
  deps: {
    readonly engine: Pick<Engine, 'db' | 'metrics'>;
    readonly router?: { figures(): RouterFigures };
  },
): void {
  const { engine, router } = deps;
  const { db } = engine;
  // All figures of one scrape are read at the same time, so they share one answer of the engine.
  let asked: ReturnType<Engine['metrics']> | undefined;
  const metrics = (): ReturnType<Engine['metrics']> => {
    asked ??= engine.metrics().finally(() => (asked = undefined));
    return asked;
  };
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    read: () => Promise<readonly (readonly [Readonly<Record<L, string>>, number])[]>,
  ): void => {
    const figure = new Gauge<L>({
      name,
      help,
      labelNames,
      registers: [],
      async collect() {
        this.reset();
        // A gauge without labels is reset to zero; zero would be a claim.
        if (labelNames.length === 0) this.remove({});
        // What cannot be read is absent, which an alert can tell from zero.
        for (const [labels, value] of await read().catch(() => [])) this.set({ ...labels }, value);
      },
    });
    registry.registerMetric(figure);
  };

  gauge('sluice_work', 'Keys of the work queue, by kind and state.', ['kind', 'state'], async () =>
    (await metrics()).work.flatMap(({ kind, due, waiting, running, parked }) => [
      [{ kind, state: 'due' }, due],
      [{ kind, state: 'waiting' }, waiting],
      [{ kind, state: 'running' }, running],
      [{ kind, state: 'parked' }, parked],
    ]),
  );
  gauge('sluice_work_oldest_due_seconds', 'How long the oldest due key has waited for a place.', ['kind'], async () =>
    (await metrics()).work.map(({ kind, oldestDueMs }) => [{ kind }, oldestDueMs / 1000]),
  );
  gauge('sluice_work_running_here', 'Looks that this replica is busy with.', [], async () => [
    [{}, (await metrics()).runningHere],
  ]);
  gauge('sluice_event_followers', 'Followers of events on this replica.', [], async () => [
    [{}, (await metrics()).followers],
  ]);
  gauge('sluice_engine_connected', 'Whether the other replicas can see this one.', [], async () => [
    [{}, (await metrics()).connected ? 1 : 0],
  ]);
  gauge('sluice_promotions', 'Promotions by state and result.', ['project', 'state', 'result'], async () =>
    (await countPromotions(db)).map(({ project, state, result, count }) => [
      { project, state, result: result ?? '' },
      count,
    ]),
  );
  gauge('sluice_releases', 'Releases by result; none while on their way.', ['result'], async () =>
    (await countReleases(db)).map(({ result, count }) => [{ result: result ?? '' }, count]),
  );
  gauge('sluice_builds', 'Builds by state and result.', ['state', 'result'], async () =>
    (await countBuilds(db)).map(({ state, result, count }) => [{ state, result: result ?? '' }, count]),
  );
  if (router === undefined) return;
  gauge('sluice_router_routes', 'Targets that this replica sends requests to.', [], async () => [
    [{}, router.figures().routes],
  ]);
  gauge('sluice_router_requests', 'Requests and connections that the router has under way.', [], async () => [
    [{}, router.figures().underWay],
  ]);
  gauge('sluice_router_draining', 'Upstreams out of traffic that still have requests.', [], async () => [
    [{}, router.figures().draining],
  ]);
}
