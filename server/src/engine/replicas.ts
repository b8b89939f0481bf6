import { sql } from 'kysely';
import type { Db } from './transaction.ts';

/** The first key of every advisory lock of ours. The second is 0 for the event log, else an incarnation of a replica. */
const lockSpace = 5467253;

export interface ReplicaIdentity {
  readonly id: string;
  /** For people: given by the operator, else made of the host and the process. */
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  /** Where the other replicas reach this one, if anywhere. */
  readonly url: string | undefined;
}

export interface Replica extends ReplicaIdentity {
  readonly startedAt: Date;
  /** Renewed every two seconds. A hung replica still holds its lock, but falls silent here. */
  readonly seenAt: Date;
}

/** The incarnations whose lock is held at this moment, as a select of one column. */
export const livingIncarnations = sql<number>`
  select objid::bigint::integer as incarnation from pg_locks
  where locktype = 'advisory' and granted and classid = ${sql.lit(lockSpace)} and objsubid = 2 and objid <> 0
    and database = (select oid from pg_database where datname = current_database())`;

/** Makes this connection a new incarnation of the replica: takes its lock and writes it down. Returns its number. */
export async function appear(db: Db, replica: ReplicaIdentity): Promise<number> {
  const { rows } = await sql<{ incarnation: number }>`
    select nextval('replica_incarnation')::integer as incarnation`.execute(db);
  const incarnation = rows[0]?.incarnation;
  if (incarnation === undefined) throw new Error('a sequence gave no number');
  await sql`select pg_advisory_lock(${sql.lit(lockSpace)}, ${incarnation})`.execute(db);
  await sql`
    insert into replicas (id, incarnation, name, host, pid, version, url)
    values (${replica.id}, ${incarnation}, ${replica.name}, ${replica.host}, ${replica.pid}, ${replica.version},
      ${replica.url ?? null})
    on conflict (id) do update set incarnation = excluded.incarnation, seen_at = now()`.execute(db);
  return incarnation;
}

/** Replicas that live: the connection with their lock is open. Dead ones are gone from here within milliseconds. */
export async function liveReplicas(db: Db): Promise<readonly Replica[]> {
  const { rows } = await sql<Omit<Replica, 'url'> & { readonly url: string | null }>`
    select id, name, host, pid, version, url, started_at as "startedAt", seen_at as "seenAt"
    from replicas where incarnation in (${livingIncarnations}) order by started_at, id`.execute(db);
  return rows.map((row) => ({ ...row, url: row.url ?? undefined }));
}

/** Says that the replica is not hung, and forgets those that died long ago without signing off. */
export async function markSeen(db: Db, replicaId: string): Promise<void> {
  await sql`update replicas set seen_at = now() where id = ${replicaId}`.execute(db);
  await sql`
    delete from replicas
    where seen_at < now() - interval '1 day' and incarnation not in (${livingIncarnations})`.execute(db);
}

export async function removeReplica(db: Db, replicaId: string): Promise<void> {
  await sql`delete from replicas where id = ${replicaId}`.execute(db);
}
