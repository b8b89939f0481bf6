import type { Generated, Selectable } from 'kysely';
import { json } from '../db/database.ts';
import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { Webhook } from './webhook.ts';
import { webhookMessages as messages } from './webhook-messages.ts';
import type { WebhookSpec } from './webhook-schema.ts';

interface WebhookTable {
  id: string;
  project: string;
  name: string;
  generation: number;
  spec: WebhookSpec;
  secret: string;
  previous_secret: string | null;
  previous_until: Date | null;
  cursor: string;
  failures: Generated<number>;
  paused_until: Date | null;
  created_at: Date;
  updated_at: Date;
}

const tables = (db: Db) => db.withTables<{ webhooks: WebhookTable }>();

export async function findWebhook(db: Db, project: string, name: string): Promise<Webhook | undefined> {
  const row = await tables(db)
    .selectFrom('webhooks')
    .selectAll()
    .where('project', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** @throws Problem NotFound with the name that was probably meant. */
export async function requireWebhook(db: Db, project: string, name: string): Promise<Webhook> {
  const webhook = await findWebhook(db, project, name);
  if (webhook !== undefined) return webhook;
  const rows = await tables(db).selectFrom('webhooks').select('name').where('project', '=', project).execute();
  const known = rows.map((row) => row.name);
  throw new Problem('NotFound', messages.webhook_not_found({ name, suggestion: didYouMean(name, known) ?? null }));
}

/** The same, held against others who change it, until the end of the transaction. */
export async function lockWebhook(db: Db, project: string, name: string): Promise<Webhook> {
  const row = await tables(db)
    .selectFrom('webhooks')
    .selectAll()
    .where('project', '=', project)
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? requireWebhook(db, project, name) : fromRow(row);
}

/** For the webhook's own controller. Undefined when it has been deleted. */
export async function lockWebhookById(db: Db, id: string): Promise<Webhook | undefined> {
  const row = await tables(db).selectFrom('webhooks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && fromRow(row);
}

export async function findWebhookById(db: Db, id: string): Promise<Webhook | undefined> {
  const row = await tables(db).selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/** Of a project, by name, a page at a time. */
export async function pageWebhooks(
  db: Db,
  query: { readonly project: string; readonly after?: string | undefined; readonly limit: number },
): Promise<Webhook[]> {
  let select = tables(db).selectFrom('webhooks').selectAll().where('project', '=', query.project);
  if (query.after !== undefined) select = select.where('name', '>', query.after);
  return (await select.orderBy('name').limit(query.limit).execute()).map(fromRow);
}

/** Of all projects, or of these. */
export async function listWebhookIds(db: Db, projects?: readonly string[]): Promise<string[]> {
  let select = tables(db).selectFrom('webhooks').select('id');
  if (projects !== undefined) select = select.where('project', 'in', projects);
  return (await select.execute()).map((row) => row.id);
}

export async function insertWebhook(
  db: Db,
  webhook: Pick<Webhook, 'id' | 'project' | 'name' | 'generation' | 'spec' | 'secret' | 'cursor'>,
): Promise<void> {
  const now = new Date();
  await tables(db)
    .insertInto('webhooks')
    .values({ ...webhook, spec: json(webhook.spec), created_at: now, updated_at: now })
    .execute();
}

export async function changeWebhook(
  db: Db,
  id: string,
  change: Partial<
    Pick<
      Webhook,
      'generation' | 'spec' | 'secret' | 'previousSecret' | 'previousUntil' | 'cursor' | 'failures' | 'pausedUntil'
    >
  >,
): Promise<void> {
  await tables(db)
    .updateTable('webhooks')
    .set({
      ...(change.generation === undefined ? {} : { generation: change.generation, updated_at: new Date() }),
      ...(change.spec === undefined ? {} : { spec: json(change.spec) }),
      ...(change.secret === undefined ? {} : { secret: change.secret }),
      ...(change.previousSecret === undefined ? {} : { previous_secret: change.previousSecret }),
      ...(change.previousUntil === undefined ? {} : { previous_until: change.previousUntil }),
      ...(change.cursor === undefined ? {} : { cursor: change.cursor }),
      ...(change.failures === undefined ? {} : { failures: change.failures }),
      ...(change.pausedUntil === undefined ? {} : { paused_until: change.pausedUntil }),
    })
    .where('id', '=', id)
    .execute();
}

/** With the record of its deliveries. */
export async function removeWebhook(db: Db, id: string): Promise<void> {
  await tables(db).deleteFrom('webhooks').where('id', '=', id).execute();
}

function fromRow(row: Selectable<WebhookTable>): Webhook {
  return {
    id: row.id,
    project: row.project,
    name: row.name,
    generation: row.generation,
    spec: row.spec,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousUntil: row.previous_until,
    cursor: row.cursor,
    failures: row.failures,
    pausedUntil: row.paused_until,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
