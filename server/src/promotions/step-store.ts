import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { StepKey, StepRecord } from './promotion.ts';
import type { Result } from './promotion-schema.ts';

interface StepTable {
  promotion_id: string;
  position: number;
  key: StepKey;
  state: StepRecord['state'];
  result: Result | null;
  attempt: number;
  message: Message | null;
  output: Record<string, string>;
  link: string | null;
  started_at: Date | null;
  finished_at: Date | null;
}

const tables = (db: Db) => db.withTables<{ promotion_steps: StepTable }>();

export async function insertSteps(db: Db, promotionId: string, keys: readonly StepKey[]): Promise<void> {
  await tables(db)
    .insertInto('promotion_steps')
    .values(
      keys.map((key, position) => ({
        promotion_id: promotionId,
        position,
        key,
        state: 'pending' as const,
        result: null,
        attempt: 0,
        message: null,
        output: json({}),
        link: null,
        started_at: null,
        finished_at: null,
      })),
    )
    .execute();
}

/** The steps of each promotion, in order. */
export async function listSteps(db: Db, promotionIds: readonly string[]): Promise<Map<string, StepRecord[]>> {
  const steps = new Map<string, StepRecord[]>(promotionIds.map((id) => [id, []]));
  if (promotionIds.length === 0) return steps;
  const rows = await tables(db)
    .selectFrom('promotion_steps')
    .selectAll()
    .where('promotion_id', 'in', promotionIds)
    .orderBy('position')
    .execute();
  for (const row of rows) {
    steps.get(row.promotion_id)?.push({
      key: row.key,
      position: row.position,
      state: row.state,
      result: row.result,
      attempt: row.attempt,
      message: row.message,
      output: row.output,
      link: row.link,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
    });
  }
  return steps;
}

export interface StepChange {
  readonly state?: StepRecord['state'];
  readonly result?: Result | null;
  readonly message?: Message | null;
  readonly output?: Readonly<Record<string, string>>;
  readonly link?: string | null;
  readonly attempt?: number;
  readonly startedAt?: Date | null;
  readonly finishedAt?: Date | null;
}

export async function changeStep(db: Db, promotionId: string, key: StepKey, change: StepChange): Promise<void> {
  await tables(db)
    .updateTable('promotion_steps')
    .set({
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.result === undefined ? {} : { result: change.result }),
      ...(change.message === undefined ? {} : { message: change.message === null ? null : json(change.message) }),
      ...(change.output === undefined ? {} : { output: json({ ...change.output }) }),
      ...(change.link === undefined ? {} : { link: change.link }),
      ...(change.attempt === undefined ? {} : { attempt: change.attempt }),
      ...(change.startedAt === undefined ? {} : { started_at: change.startedAt }),
      ...(change.finishedAt === undefined ? {} : { finished_at: change.finishedAt }),
    })
    .where('promotion_id', '=', promotionId)
    .where('key', '=', key)
    .execute();
}
