import { sql } from 'kysely';
import type { Db } from './transaction.ts';

/** The first key of every advisory lock of ours. The second is 0 for the event log, else an incarnation of a replica. */
export const lockSpace = 5467253;

export interface Replica {
  readonly id: string;
  /** For people: given by the operator, else made of the host and the process. */
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  /** Where the other replicas reach this one, if anywhere. */
  readonly url: string | undefined;
  readonly startedAt: Date;
  /** Renewed every two seconds. A hung replica still holds its lock, but falls silent here. */
  readonly seenAt: Date;
}

/** SQL for the incarnations whose lock is held at this moment. */
export const livingIncarnations = `
  select objid::bigint::integer as incarnation from pg_locks
  where locktype = 'advisory' and granted and classid = ${lockSpace} and objsubid = 2 and objid <> 0
    and database = (select oid from pg_database where datname = current_database())`;

/** Replicas that live: the connection with their lock is open. Dead ones are gone from here within milliseconds. */
export async function liveReplicas(db: Db): Promise<readonly Replica[]> {
  const { rows } = await sql<Omit<Replica, 'url'> & { readonly url: string | null }>`
    select id, name, host, pid, version, url, started_at as "startedAt", seen_at as "seenAt"
    from replicas where incarnation in (${sql.raw(livingIncarnations)}) order by started_at, id`.execute(db);
  return rows.map((row) => ({ ...row, url: row.url ?? undefined }));
}

export async function markSeen(db: Db, replicaId: string): Promise<void> {
  await sql`update replicas set seen_at = now() where id = ${replicaId}`.execute(db);
}

export async function removeReplica(db: Db, replicaId: string): Promise<void> {
  await sql`delete from replicas where id = ${replicaId}`.execute(db);
}
