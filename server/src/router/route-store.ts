import type { Generated, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db } from '../engine/transaction.ts';
import type { Acknowledgement, Route, RouteTarget, Upstream } from './route.ts';

interface RouteTable {
  target_id: string;
  project: string;
  app: string;
  environment: string;
  target: string;
  generation: Generated<number>;
  upstream_id: string;
  host: string;
  port: number | null;
  release_id: string;
  version: string;
}

interface AcknowledgementTable {
  target_id: string;
  replica_id: string;
  generation: number;
  drained_generation: number;
}

type Tables = {
  routes: RouteTable;
  route_acknowledgements: AcknowledgementTable;
};

/** The routers' channel of NOTIFY, told by a trigger on the table. */
export const routesChannel = 'sluice_routes';

/** Points a target's requests at another upstream and returns the generation that does. */
export async function publishRoute(db: Db, target: RouteTarget, upstream: Upstream): Promise<number> {
  const where = {
    project: target.project,
    app: target.app,
    environment: target.environment,
    target: target.target,
    upstream_id: upstream.upstreamId,
    host: upstream.host,
    port: upstream.port,
    release_id: upstream.releaseId,
    version: upstream.version,
  };
  const row = await db
    .withTables<Tables>()
    .insertInto('routes')
    .values({ target_id: target.targetId, ...where })
    .onConflict((conflict) =>
      conflict.column('target_id').doUpdateSet({ ...where, generation: sql`nextval('route_generation')::integer` }),
    )
    .returning('generation')
    .executeTakeFirstOrThrow();
  return row.generation;
}

/** The upstream has ended and another will follow: requests wait for it. Does nothing to a route to something else. */
export async function pauseRoute(db: Db, targetId: string, upstreamId: string): Promise<void> {
  await db
    .withTables<Tables>()
    .updateTable('routes')
    .set({ port: null, generation: sql`nextval('route_generation')::integer` })
    .where('target_id', '=', targetId)
    .where('upstream_id', '=', upstreamId)
    .where('port', 'is not', null)
    .execute();
}

/** From now on the target's hosts answer that nothing runs there. Safe to repeat. */
export async function withdrawRoute(db: Db, targetId: string): Promise<void> {
  await db.withTables<Tables>().deleteFrom('routes').where('target_id', '=', targetId).execute();
}

export async function readRoute(db: Db, targetId: string): Promise<Route | undefined> {
  const row = await db
    .withTables<Tables>()
    .selectFrom('routes')
    .selectAll()
    .where('target_id', '=', targetId)
    .executeTakeFirst();
  return row === undefined ? undefined : toRoute(row);
}

export async function readRoutes(db: Db): Promise<Route[]> {
  const rows = await db.withTables<Tables>().selectFrom('routes').selectAll().execute();
  return rows.map(toRoute);
}

export async function readAcknowledgements(db: Db, targetId: string): Promise<Acknowledgement[]> {
  const rows = await db
    .withTables<Tables>()
    .selectFrom('route_acknowledgements')
    .selectAll()
    .where('target_id', '=', targetId)
    .execute();
  return rows.map((row) => ({
    replicaId: row.replica_id,
    generation: row.generation,
    drainedGeneration: row.drained_generation,
  }));
}

/** Records what a replica's router has loaded. A route that was withdrawn in the meantime is skipped. */
export async function acknowledgeRoutes(
  db: Db,
  replicaId: string,
  routes: readonly { targetId: string; generation: number; drainedGeneration: number }[],
): Promise<void> {
  for (const route of routes) {
    await sql`
      insert into route_acknowledgements (target_id, replica_id, generation, drained_generation)
      select target_id, ${replicaId}, ${route.generation}, ${route.drainedGeneration}
        from routes where target_id = ${route.targetId} for key share
      on conflict (target_id, replica_id)
      do update set generation = excluded.generation, drained_generation = excluded.drained_generation
    `.execute(db);
  }
}

/** Forgets what replicas said that no longer exist. */
export async function forgetReplicas(db: Db, targetId: string, liveReplicaIds: readonly string[]): Promise<void> {
  if (liveReplicaIds.length === 0) return;
  await db
    .withTables<Tables>()
    .deleteFrom('route_acknowledgements')
    .where('target_id', '=', targetId)
    .where('replica_id', 'not in', liveReplicaIds)
    .execute();
}

function toRoute(row: Selectable<RouteTable>): Route {
  return {
    targetId: row.target_id,
    project: row.project,
    app: row.app,
    environment: row.environment,
    target: row.target,
    generation: row.generation,
    upstreamId: row.upstream_id,
    host: row.host,
    port: row.port,
    releaseId: row.release_id,
    version: row.version,
  };
}
