import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { HttpAnswer } from '../gates/index.ts';
import type { Message } from '../lib/message.ts';

interface AnswerTable {
  promotion_id: string;
  question: string;
  state: 'open' | 'waiting';
  message: Message;
  since: Date;
  asked_at: Date;
  next_at: Date;
}

const tables = (db: Db) => db.withTables<{ http_answers: AnswerTable }>();

/** The last answer to each question of a promotion. */
export async function listAnswers(db: Db, promotionId: string): Promise<Map<string, HttpAnswer>> {
  const rows = await tables(db)
    .selectFrom('http_answers')
    .selectAll()
    .where('promotion_id', '=', promotionId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.question,
      { state: row.state, message: row.message, since: row.since, nextAt: row.next_at },
    ]),
  );
}

export async function writeAnswer(
  db: Db,
  promotionId: string,
  question: string,
  answer: HttpAnswer & { readonly askedAt: Date },
): Promise<void> {
  const values = {
    state: answer.state,
    message: json(answer.message),
    since: answer.since,
    asked_at: answer.askedAt,
    next_at: answer.nextAt,
  };
  await tables(db)
    .insertInto('http_answers')
    .values({ promotion_id: promotionId, question, ...values })
    .onConflict((conflict) => conflict.columns(['promotion_id', 'question']).doUpdateSet(values))
    .execute();
}

/** Forgets the answers of a promotion, except to these questions. */
export async function removeAnswers(db: Db, promotionId: string, except: readonly string[]): Promise<void> {
  let remove = tables(db).deleteFrom('http_answers').where('promotion_id', '=', promotionId);
  if (except.length > 0) remove = remove.where('question', 'not in', except);
  await remove.execute();
}
