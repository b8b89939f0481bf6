import { sql } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { Notice, NoticeAnswer } from './notice.ts';

interface NoticeTable {
  promotion_id: string;
  id: string;
  project: string;
  app: string;
  environment: string;
  url: string;
  body: string;
  attempts: number;
  problem: Message | null;
  told_at: Date | null;
  deadline_at: Date;
  expired_at: Date | null;
  answered_at: Date | null;
  result: NoticeAnswer['result'] | null;
  message: string | null;
  link: string | null;
  created_at: Date;
}

interface SigningSecretTable {
  project: string;
  app: string;
  sealed: string;
  created_by: string;
  created_at: Date;
}

const tables = (db: Db) => db.withTables<{ notices: NoticeTable; signing_secrets: SigningSecretTable }>();

export async function findNotice(db: Db, promotionId: string): Promise<Notice | undefined> {
  const row = await tables(db)
    .selectFrom('notices')
    .selectAll()
    .where('promotion_id', '=', promotionId)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** Those that still have to be told. */
export async function listUntoldIds(db: Db): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('notices')
    .select('promotion_id')
    .where('told_at', 'is', null)
    .where('answered_at', 'is', null)
    .where('expired_at', 'is', null)
    .execute();
  return rows.map((row) => row.promotion_id);
}

/** Locked until the transaction ends, so that an answer and the end of the patience come one after the other. */
export async function lockNotice(db: Db, promotionId: string): Promise<Notice | undefined> {
  const row = await tables(db)
    .selectFrom('notices')
    .selectAll()
    .where('promotion_id', '=', promotionId)
    .forUpdate()
    .executeTakeFirst();
  return row && fromRow(row);
}

export async function insertNotice(
  db: Db,
  notice: Omit<Notice, 'attempts' | 'problem' | 'toldAt' | 'expiredAt' | 'answer'>,
): Promise<void> {
  const { promotionId, deadlineAt, ...rest } = notice;
  await tables(db)
    .insertInto('notices')
    .values({ ...rest, promotion_id: promotionId, deadline_at: deadlineAt, attempts: 0, created_at: new Date() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function noteTry(db: Db, promotionId: string, problem: Message | null): Promise<void> {
  await tables(db)
    .updateTable('notices')
    .set({
      attempts: sql<number>`attempts + 1`,
      problem: problem === null ? null : json(problem),
      ...(problem === null ? { told_at: new Date() } : {}),
    })
    .where('promotion_id', '=', promotionId)
    .execute();
}

export async function writeAnswer(db: Db, promotionId: string, answer: NoticeAnswer): Promise<void> {
  await tables(db)
    .updateTable('notices')
    .set({ ...answer, answered_at: new Date() })
    .where('promotion_id', '=', promotionId)
    .execute();
}

export async function expireNotice(db: Db, promotionId: string): Promise<void> {
  await tables(db)
    .updateTable('notices')
    .set({ expired_at: new Date() })
    .where('promotion_id', '=', promotionId)
    .where('answered_at', 'is', null)
    .execute();
}

/** What is told anew is another notice: the answer to this one is none any more. */
export async function removeNotice(db: Db, promotionId: string): Promise<void> {
  await tables(db).deleteFrom('notices').where('promotion_id', '=', promotionId).execute();
}

export async function findSealedSecret(db: Db, project: string, app: string): Promise<string | undefined> {
  const row = await tables(db)
    .selectFrom('signing_secrets')
    .select('sealed')
    .where('project', '=', project)
    .where('app', '=', app)
    .executeTakeFirst();
  return row?.sealed;
}

export async function writeSealedSecret(
  db: Db,
  secret: { readonly project: string; readonly app: string; readonly sealed: string; readonly by: string },
): Promise<void> {
  const { project, app, sealed, by } = secret;
  const values = { sealed, created_by: by, created_at: new Date() };
  await tables(db)
    .insertInto('signing_secrets')
    .values({ project, app, ...values })
    .onConflict((conflict) => conflict.columns(['project', 'app']).doUpdateSet(values))
    .execute();
}

function fromRow(row: NoticeTable): Notice {
  const { result, message, link } = row;
  return {
    promotionId: row.promotion_id,
    id: row.id,
    project: row.project,
    app: row.app,
    environment: row.environment,
    url: row.url,
    body: row.body,
    attempts: row.attempts,
    problem: row.problem,
    toldAt: row.told_at,
    deadlineAt: row.deadline_at,
    expiredAt: row.expired_at,
    answer: result === null ? null : { result, message, link },
  };
}
