import type { Db } from '../engine/transaction.ts';
import type { Change } from './change.ts';

interface ChangeTable {
  id: string;
  project: string;
  app: string;
  number: number;
  promotion_id: string;
  title: string;
  branch: string;
  base_revision: string | null;
  source_revision: string;
  head_revision: string;
  state: Change['state'];
  actor: string;
  created_at: Date;
  closed_at: Date | null;
}

const tables = (db: Db) => db.withTables<{ changes: ChangeTable }>();

export async function findChange(db: Db, id: string): Promise<Change | undefined> {
  const row = await tables(db).selectFrom('changes').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

export async function findChangeOfPromotion(db: Db, promotionId: string): Promise<Change | undefined> {
  const row = await tables(db)
    .selectFrom('changes')
    .selectAll()
    .where('promotion_id', '=', promotionId)
    .executeTakeFirst();
  return row && fromRow(row);
}

export async function listChangesOfPromotions(db: Db, promotionIds: readonly string[]): Promise<Map<string, Change>> {
  if (promotionIds.length === 0) return new Map();
  const rows = await tables(db).selectFrom('changes').selectAll().where('promotion_id', 'in', promotionIds).execute();
  return new Map(rows.map((row) => [row.promotion_id, fromRow(row)]));
}

export async function listChanges(
  db: Db,
  query: {
    readonly project: string;
    readonly app?: string | undefined;
    readonly state?: Change['state'] | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<Change[]> {
  let select = tables(db).selectFrom('changes').selectAll().where('project', '=', query.project);
  if (query.app !== undefined) select = select.where('app', '=', query.app);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  return (await select.orderBy('id', 'desc').limit(query.limit).execute()).map(fromRow);
}

export async function insertChange(db: Db, change: Change): Promise<void> {
  await tables(db)
    .insertInto('changes')
    .values({
      id: change.id,
      project: change.project,
      app: change.app,
      number: change.number,
      promotion_id: change.promotionId,
      title: change.title,
      branch: change.branch,
      base_revision: change.baseRevision,
      source_revision: change.sourceRevision,
      head_revision: change.headRevision,
      state: change.state,
      actor: change.actor,
      created_at: change.createdAt,
      closed_at: change.closedAt,
    })
    .execute();
}

export async function changeChange(
  db: Db,
  id: string,
  change: Partial<Pick<Change, 'state' | 'baseRevision' | 'headRevision' | 'closedAt'>>,
): Promise<void> {
  await tables(db)
    .updateTable('changes')
    .set({
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.baseRevision === undefined ? {} : { base_revision: change.baseRevision }),
      ...(change.headRevision === undefined ? {} : { head_revision: change.headRevision }),
      ...(change.closedAt === undefined ? {} : { closed_at: change.closedAt }),
    })
    .where('id', '=', id)
    .execute();
}

function fromRow(row: ChangeTable): Change {
  return {
    id: row.id,
    project: row.project,
    app: row.app,
    number: row.number,
    promotionId: row.promotion_id,
    title: row.title,
    branch: row.branch,
    baseRevision: row.base_revision,
    sourceRevision: row.source_revision,
    headRevision: row.head_revision,
    state: row.state,
    actor: row.actor,
    createdAt: row.created_at,
    closedAt: row.closed_at,
  };
}
