import type { FastifyReply, FastifyRequest } from 'fastify';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Routes } from './route.ts';

export interface Metrics {
  /** Other parts register their collectors here at start. */
  readonly registry: Registry;
  /** To be called when a request has been answered. */
  observe(request: FastifyRequest, reply: FastifyReply): void;
}

/** A registry of its own: two servers in one process (as in tests) do not mix their figures. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'sluice_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    observe: (request, reply) => {
      // The pattern, never the path: paths are chosen by callers and would grow the registry without bound.
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    },
  };
}

/** `/metrics` in Prometheus' text format. `allow` throws for callers who may not see it. */
export function metricsRoutes(metrics: Metrics, allow: (request: FastifyRequest) => Promise<void>): Routes {
  return (app) => {
    app.get(
      '/metrics',
      { config: { verb: 'metrics.view' }, schema: { tags: ['system'], summary: 'Figures for Prometheus.' } },
      async (request, reply) => {
        await allow(request);
        return reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics());
      },
    );
  };
}
