import type { Db } from '../engine/transaction.ts';
import { holdingLock, isSameScope } from './lock.ts';
import type { Lock, LockPlace, LockScope } from './lock.ts';

interface LockTable {
  id: string;
  project: string;
  app: string | null;
  environment: string | null;
  target: string | null;
  reason: string;
  actor: string;
  actor_id: string;
  door: string;
  created_at: Date;
  expires_at: Date | null;
  lifted_at: Date | null;
  lifted_by: string | null;
}

const tables = (db: Db) => db.withTables<{ locks: LockTable }>();

/** The locks of a project that stand now, oldest first. */
export async function listStandingLocks(db: Db, project: string, at: Date): Promise<Lock[]> {
  const rows = await tables(db)
    .selectFrom('locks')
    .selectAll()
    .where('project', '=', project)
    .where('lifted_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]))
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** The lock that holds the place longest, if one does. */
export async function findLockOn(db: Db, place: LockPlace, at: Date): Promise<Lock | undefined> {
  return holdingLock(await listStandingLocks(db, place.project, at), place);
}

export async function findStandingLock(db: Db, scope: LockScope, at: Date): Promise<Lock | undefined> {
  return (await listStandingLocks(db, scope.project, at)).find((lock) => isSameScope(lock, scope));
}

/** Every lock there ever was in a project, or only those that stand, newest first, a page at a time. */
export async function pageLocks(
  db: Db,
  query: {
    readonly project: string;
    readonly standingAt?: Date | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<Lock[]> {
  let select = tables(db).selectFrom('locks').selectAll().where('project', '=', query.project);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  const { standingAt } = query;
  if (standingAt !== undefined) {
    select = select
      .where('lifted_at', 'is', null)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', standingAt)]));
  }
  return (await select.orderBy('id', 'desc').limit(query.limit).execute()).map(fromRow);
}

export async function insertLock(db: Db, lock: Lock): Promise<void> {
  await tables(db)
    .insertInto('locks')
    .values({
      id: lock.id,
      project: lock.project,
      app: lock.app,
      environment: lock.environment,
      target: lock.target,
      reason: lock.reason,
      actor: lock.actor,
      actor_id: lock.actorId,
      door: lock.door,
      created_at: lock.createdAt,
      expires_at: lock.expiresAt,
      lifted_at: lock.liftedAt,
      lifted_by: lock.liftedBy,
    })
    .execute();
}

export async function liftLock(db: Db, id: string, lifted: { readonly by: string; readonly at: Date }): Promise<void> {
  await tables(db)
    .updateTable('locks')
    .set({ lifted_at: lifted.at, lifted_by: lifted.by })
    .where('id', '=', id)
    .execute();
}

function fromRow(row: LockTable): Lock {
  return {
    id: row.id,
    project: row.project,
    app: row.app,
    environment: row.environment,
    target: row.target,
    reason: row.reason,
    actor: row.actor,
    actorId: row.actor_id,
    door: row.door,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    liftedAt: row.lifted_at,
    liftedBy: row.lifted_by,
  };
}
