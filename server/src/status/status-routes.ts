import { countApps } from '../apps/index.ts';
import { liveReplicas } from '../engine/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Routes } from '../http/index.ts';
import { mayDo } from '../identity/index.ts';
import type { Identity } from '../identity/index.ts';
import { countUnfinished } from '../promotions/index.ts';
import { statusSchema } from './status-schema.ts';
import { readDatabaseVersion } from './status-store.ts';

export interface Installation {
  readonly version: string;
  readonly url: string;
  readonly databaseKind: 'embedded' | 'external';
  readonly dataDirectory: string;
}

/** `sluice status`: how the installation itself is. Open to everybody with any role; numbers are of what one may see. */
export function statusRoutes(deps: {
  readonly identity: Identity;
  readonly engine: Pick<Engine, 'db' | 'replicaId' | 'metrics'>;
  readonly installation: Installation;
}): Routes {
  const { identity, engine, installation } = deps;
  const { db } = engine;
  return (app) => {
    app.get(
      '/v1/status',
      {
        config: { verb: 'app.view' },
        schema: {
          operationId: 'statusView',
          tags: ['system'],
          summary: 'How this installation is: its replicas, its database, its work.',
          response: { 200: statusSchema },
        },
      },
      async (request) => {
        const visible = identity.visibleProjects(request.caller);
        const project = visible === 'all' ? '*' : (visible[0] ?? 'default');
        await identity.authorize(request.caller, 'app.view', { project });
        const [replicas, { work }, version, apps, promotions] = await Promise.all([
          liveReplicas(db),
          engine.metrics(),
          readDatabaseVersion(db),
          countApps(db),
          countUnfinished(db),
        ]);
        const sum = (counts: ReadonlyMap<string, number>): number =>
          [...counts]
            .filter(([name]) => visible === 'all' || visible.includes(name))
            .reduce((total, [, count]) => total + count, 0);
        const isOperator = mayDo(request.caller.bindings, 'metrics.view', { project: '*' });
        return {
          version: installation.version,
          url: installation.url,
          database: { kind: installation.databaseKind, version },
          dataDirectory: isOperator ? installation.dataDirectory : null,
          replicas: replicas.map(({ id, name, host, pid, version: running, startedAt, seenAt }) => ({
            id,
            name,
            host,
            pid,
            version: running,
            startedAt: startedAt.toISOString(),
            seenAt: seenAt.toISOString(),
            me: id === engine.replicaId,
          })),
          work: work.map(({ kind, due, waiting, running, parked }) => ({ kind, due, waiting, running, parked })),
          apps: sum(apps),
          promotionsUnderWay: sum(promotions),
        };
      },
    );
  };
}
