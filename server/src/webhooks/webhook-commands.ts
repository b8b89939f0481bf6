import type { Db, Transact, Tx } from '../engine/transaction.ts';
import type { Caller, Identity, Verb } from '../identity/index.ts';
import { newId } from '../lib/id.ts';
import type { Json, Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { cloudEventOf } from './cdevent.ts';
import { cdeventOf } from './cdevent-of.ts';
import type { Installation } from './cdevent-of.ts';
import { changeDelivery, insertDeliveries, requireDelivery, waitingDeliveries } from './delivery-store.ts';
import { giveUpAfterMs, previousSecretMs } from './webhook.ts';
import type { Delivery, Webhook } from './webhook.ts';
import { webhookMessages as messages } from './webhook-messages.ts';
import { makeSecret } from './webhook-secret.ts';
import { changeWebhook, lockWebhook, removeWebhook } from './webhook-store.ts';

/** Which webhook, of which project. */
export interface Named {
  readonly project: string;
  readonly name: string;
}

export interface WebhookCommands {
  /** Gives it a new secret, which leaves only here. The one before signs along for a day. */
  rotate(caller: Caller, named: Named): Promise<{ message: Message; secret: string; previousSecretUntil: Date }>;
  /** Sends an event that is about nothing but the webhook itself. */
  test(caller: Caller, named: Named): Promise<{ message: Message; delivery: Delivery }>;
  /** Sends what was delivered or given up once more, or what waits at once. */
  redeliver(caller: Caller, named: Named, id: string): Promise<{ message: Message; delivery: Delivery }>;
  remove(caller: Caller, named: Named): Promise<Message>;
}

export function createWebhookCommands(
  parts: Installation & {
    readonly db: Db;
    readonly transact: Transact;
    readonly identity: Identity;
    readonly secretBox: SecretBox;
  },
): WebhookCommands {
  const { identity, transact, secretBox, publicUrl } = parts;

  async function change<T>(
    caller: Caller,
    verb: Verb,
    { project, name }: Named,
    act: (tx: Tx, webhook: Webhook) => Promise<T>,
  ): Promise<T> {
    await identity.authorize(caller, verb, { project });
    return transact(async (tx) => act(tx, await lockWebhook(tx.db, project, name)));
  }

  /** Somebody waits for this: the receiver gets its chance now, however often it has failed. */
  async function tryNow(tx: Tx, webhook: Webhook): Promise<void> {
    if (!webhook.spec.enabled) throw new Problem('Conflict', messages.webhook_disabled({ name: webhook.name }));
    await changeWebhook(tx.db, webhook.id, { pausedUntil: null });
    tx.wake('webhook', webhook.id);
  }

  return {
    rotate: (caller, named) =>
      change(caller, 'webhook.rotate', named, async (tx, webhook) => {
        const { plain, sealed } = makeSecret(secretBox, webhook);
        const previousSecretUntil = new Date(Date.now() + previousSecretMs);
        await changeWebhook(tx.db, webhook.id, {
          secret: sealed,
          previousSecret: webhook.secret,
          previousUntil: previousSecretUntil,
        });
        const until = previousSecretUntil.toISOString();
        tell(tx, caller, webhook, { type: 'webhook.rotated', data: { previousSecretUntil: until } });
        const message = messages.webhook_secret_rotated({ name: webhook.name, until });
        return { message, secret: plain, previousSecretUntil };
      }),

    test: (caller, named) =>
      change(caller, 'webhook.test', named, async (tx, webhook) => {
        await tryNow(tx, webhook);
        const id = newId('dlv');
        const now = new Date();
        const { type, ...told } = eventOf(caller, webhook, { type: 'webhook.tested', data: { delivery: id } });
        const cdevent = cdeventOf({ ...told, type, id, at: now }, {}, { publicUrl });
        await insertDeliveries(tx.db, [
          {
            id,
            webhookId: webhook.id,
            eventId: null,
            eventType: type,
            type: cdevent.context.type,
            body: JSON.stringify(cloudEventOf(cdevent)),
            dueAt: now,
            giveUpAt: new Date(now.getTime() + giveUpAfterMs),
          },
        ]);
        tell(tx, caller, webhook, { type: 'webhook.tested', data: { delivery: id } });
        const message = messages.webhook_test_sent({ name: webhook.name });
        return { message, delivery: await requireDelivery(tx.db, webhook, id) };
      }),

    redeliver: (caller, named, id) =>
      change(caller, 'webhook.redeliver', named, async (tx, webhook) => {
        const delivery = await requireDelivery(tx.db, webhook, id);
        await tryNow(tx, webhook);
        const now = new Date();
        await changeDelivery(tx.db, delivery.id, {
          state: 'pending',
          finishedAt: null,
          attempts: 0,
          dueAt: now,
          giveUpAt: new Date(now.getTime() + giveUpAfterMs),
        });
        const data = { delivery: id, event: delivery.eventId, eventType: delivery.eventType };
        tell(tx, caller, webhook, { type: 'webhook.redelivered', data });
        const message = messages.webhook_redelivering({ name: webhook.name, delivery: id });
        return { message, delivery: await requireDelivery(tx.db, webhook, id) };
      }),

    remove: (caller, named) =>
      change(caller, 'webhook.delete', named, async (tx, webhook) => {
        const waiting = await takeWebhookAway(tx, caller, webhook);
        return messages.webhook_deleted({ name: webhook.name, waiting });
      }),
  };
}

/** How many deliveries were waiting, which nobody gets any more. The caller has been authorized. */
export async function takeWebhookAway(tx: Tx, caller: Caller, webhook: Webhook): Promise<number> {
  const waiting = (await waitingDeliveries(tx.db, [webhook.id])).get(webhook.id)?.count ?? 0;
  await removeWebhook(tx.db, webhook.id);
  tell(tx, caller, webhook, { type: 'webhook.deleted', data: {} });
  return waiting;
}

interface Happened {
  readonly type: string;
  readonly data: Readonly<Record<string, Json>>;
}

function eventOf(caller: Caller, { project, name }: Webhook, { type, data }: Happened) {
  const { actor, door } = caller;
  return { type, project, subject: `webhook/${name}`, labels: { webhook: name }, actor, door, data };
}

function tell(tx: Tx, caller: Caller, webhook: Webhook, happened: Happened): void {
  tx.emit(eventOf(caller, webhook, happened));
}
