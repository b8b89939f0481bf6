import { sql } from 'kysely';
import type { Generated, Selectable } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import type { Delivery } from './webhook.ts';
import { webhookMessages as messages } from './webhook-messages.ts';
import type { DeliveryState } from './webhook-schema.ts';

interface DeliveryTable {
  id: string;
  seq: Generated<number>;
  webhook_id: string;
  event_id: string | null;
  event_type: string;
  type: string;
  body: string;
  state: DeliveryState;
  attempts: Generated<number>;
  due_at: Date;
  give_up_at: Date;
  status_code: number | null;
  message: Message | null;
  attempted_at: Date | null;
  finished_at: Date | null;
  created_at: Date;
}

const tables = (db: Db) => db.withTables<{ webhook_deliveries: DeliveryTable }>();

export type NewDelivery = Pick<
  Delivery,
  'id' | 'webhookId' | 'eventId' | 'eventType' | 'type' | 'body' | 'dueAt' | 'giveUpAt'
>;

/** An event is written down for a webhook once, however often it is read. */
export async function insertDeliveries(db: Db, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await tables(db)
    .insertInto('webhook_deliveries')
    .values(
      deliveries.map((delivery) => ({
        id: delivery.id,
        webhook_id: delivery.webhookId,
        event_id: delivery.eventId,
        event_type: delivery.eventType,
        type: delivery.type,
        body: delivery.body,
        state: 'pending' as const,
        due_at: delivery.dueAt,
        give_up_at: delivery.giveUpAt,
        created_at: new Date(),
      })),
    )
    .onConflict((conflict) => conflict.columns(['webhook_id', 'event_id']).doNothing())
    .execute();
}

async function findDelivery(db: Db, webhookId: string, id: string): Promise<Delivery | undefined> {
  const row = await tables(db)
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** @throws Problem NotFound */
export async function requireDelivery(
  db: Db,
  webhook: { readonly id: string; readonly name: string },
  id: string,
): Promise<Delivery> {
  const delivery = await findDelivery(db, webhook.id, id);
  if (delivery !== undefined) return delivery;
  throw new Problem('NotFound', messages.webhook_delivery_not_found({ name: webhook.name, delivery: id }));
}

/** Newest first, a page at a time. */
export async function pageDeliveries(
  db: Db,
  query: {
    readonly webhookId: string;
    readonly state?: DeliveryState | undefined;
    /** The id of the last one of the page before. */
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<Delivery[]> {
  let select = tables(db).selectFrom('webhook_deliveries').selectAll().where('webhook_id', '=', query.webhookId);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  const { before } = query;
  if (before !== undefined) {
    select = select.where('seq', '<', (eb) =>
      eb.selectFrom('webhook_deliveries as last').select('last.seq').where('last.id', '=', before),
    );
  }
  return (await select.orderBy('seq', 'desc').limit(query.limit).execute()).map(fromRow);
}

/** The one to try next: a test, for which somebody is waiting, else the oldest event whose time has come. */
export async function nextDueDelivery(db: Db, webhookId: string, at: Date): Promise<Delivery | undefined> {
  const row = await tables(db)
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'pending')
    .where('due_at', '<=', at)
    .orderBy((eb) => eb('event_id', 'is not', null))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** How many are waiting, and when the first of them is due. */
export async function waitingDeliveries(
  db: Db,
  webhookIds: readonly string[],
): Promise<Map<string, { readonly count: number; readonly dueAt: Date }>> {
  if (webhookIds.length === 0) return new Map();
  const rows = await tables(db)
    .selectFrom('webhook_deliveries')
    .select((eb) => ['webhook_id', eb.fn.countAll<number>().as('count'), eb.fn.min('due_at').as('due_at')])
    .where('webhook_id', 'in', webhookIds)
    .where('state', '=', 'pending')
    .groupBy('webhook_id')
    .execute();
  return new Map(rows.map((row) => [row.webhook_id, { count: row.count, dueAt: row.due_at }]));
}

export async function changeDelivery(
  db: Db,
  id: string,
  change: Partial<
    Pick<
      Delivery,
      'state' | 'attempts' | 'dueAt' | 'giveUpAt' | 'statusCode' | 'message' | 'attemptedAt' | 'finishedAt'
    >
  >,
): Promise<void> {
  await tables(db)
    .updateTable('webhook_deliveries')
    .set({
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
      ...(change.dueAt === undefined ? {} : { due_at: change.dueAt }),
      ...(change.giveUpAt === undefined ? {} : { give_up_at: change.giveUpAt }),
      ...(change.statusCode === undefined ? {} : { status_code: change.statusCode }),
      ...(change.message === undefined ? {} : { message: change.message === null ? null : json(change.message) }),
      ...(change.attemptedAt === undefined ? {} : { attempted_at: change.attemptedAt }),
      ...(change.finishedAt === undefined ? {} : { finished_at: change.finishedAt }),
    })
    .where('id', '=', id)
    .execute();
}

/** Everything that waits is tried now. */
export async function bringForward(db: Db, webhookId: string, at: Date): Promise<void> {
  await tables(db)
    .updateTable('webhook_deliveries')
    .set({ due_at: at })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'pending')
    .where('due_at', '>', at)
    .execute();
}

/** Gives up what has been tried for long enough, at most so many at once, and answers with it. */
export async function giveUpDeliveries(
  db: Db,
  webhookId: string,
  at: Date,
  options: { readonly message: Message; readonly limit: number },
): Promise<Delivery[]> {
  const rows = await tables(db)
    .updateTable('webhook_deliveries')
    .set((eb) => ({
      state: 'failed' as const,
      finished_at: at,
      message: eb.fn.coalesce('message', sql<Message>`${json(options.message)}`),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('webhook_id', '=', webhookId)
        .where('state', '=', 'pending')
        .where('give_up_at', '<=', at)
        .orderBy('seq')
        .limit(options.limit),
    )
    .returningAll()
    .execute();
  return rows.map(fromRow).toSorted((one, other) => one.seq - other.seq);
}

/** Forgets what was over before. */
export async function forgetDeliveries(db: Db, webhookId: string, before: Date): Promise<void> {
  await tables(db)
    .deleteFrom('webhook_deliveries')
    .where('webhook_id', '=', webhookId)
    .where('state', '!=', 'pending')
    .where('finished_at', '<', before)
    .execute();
}

function fromRow(row: Selectable<DeliveryTable>): Delivery {
  return {
    id: row.id,
    seq: row.seq,
    webhookId: row.webhook_id,
    eventId: row.event_id,
    eventType: row.event_type,
    type: row.type,
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    giveUpAt: row.give_up_at,
    statusCode: row.status_code,
    message: row.message,
    attemptedAt: row.attempted_at,
    finishedAt: row.finished_at,
    createdAt: row.created_at,
  };
}
