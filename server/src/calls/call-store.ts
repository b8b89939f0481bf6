import { sql } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { Call } from './call.ts';

interface CallTable {
  promotion_id: string;
  id: string;
  project: string;
  app: string;
  environment: string;
  url: string;
  body: string;
  state: Call['state'];
  attempts: number;
  message: Message | null;
  due_at: Date;
  give_up_at: Date;
}

const tables = (db: Db) => db.withTables<{ calls: CallTable }>();

export async function insertCall(db: Db, call: Omit<Call, 'state' | 'attempts' | 'message'>): Promise<void> {
  const { promotionId, dueAt, giveUpAt, ...rest } = call;
  await tables(db)
    .insertInto('calls')
    .values({
      ...rest,
      promotion_id: promotionId,
      due_at: dueAt,
      give_up_at: giveUpAt,
      state: 'pending',
      attempts: 0,
      message: null,
    })
    .execute();
}

export async function listCalls(db: Db, promotionIds: readonly string[]): Promise<Map<string, Call>> {
  if (promotionIds.length === 0) return new Map();
  const rows = await tables(db).selectFrom('calls').selectAll().where('promotion_id', 'in', promotionIds).execute();
  return new Map(rows.map((row) => [row.promotion_id, fromRow(row)]));
}

export async function listPendingCallIds(db: Db): Promise<string[]> {
  const rows = await tables(db).selectFrom('calls').select('promotion_id').where('state', '=', 'pending').execute();
  return rows.map((row) => row.promotion_id);
}

export async function noteAttempt(
  db: Db,
  promotionId: string,
  { state, message, dueAt }: Pick<Call, 'state' | 'message' | 'dueAt'>,
): Promise<void> {
  await tables(db)
    .updateTable('calls')
    .set({ state, message: message && json(message), due_at: dueAt, attempts: sql<number>`attempts + 1` })
    .where('promotion_id', '=', promotionId)
    .execute();
}

function fromRow({ promotion_id: promotionId, due_at: dueAt, give_up_at: giveUpAt, ...rest }: CallTable): Call {
  return { ...rest, promotionId, dueAt, giveUpAt };
}
