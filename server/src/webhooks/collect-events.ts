import type { Claim } from '../engine/controller.ts';
import type { EngineEvents, Event } from '../engine/index.ts';
import { newId } from '../lib/id.ts';
import { cloudEventOf, isStandardType } from './cdevent.ts';
import { cdeventOf } from './cdevent-of.ts';
import type { Installation } from './cdevent-of.ts';
import { insertDeliveries } from './delivery-store.ts';
import type { NewDelivery } from './delivery-store.ts';
import { factsOf } from './event-facts.ts';
import { giveUpAfterMs, isWanted } from './webhook.ts';
import type { Webhook } from './webhook.ts';
import { changeWebhook, lockWebhookById } from './webhook-store.ts';

export interface CollectParts extends Installation {
  readonly events: Pick<EngineEvents, 'read'>;
}

const pageSize = 200;

/** Writes down the events after the webhook's cursor that are for it, and moves the cursor, a page in one transaction. */
export async function collectEvents(claim: Claim, webhook: Webhook, parts: CollectParts): Promise<void> {
  const filter = { projects: [webhook.project] };
  for (let cursor: string | undefined = webhook.cursor; !claim.signal.aborted;) {
    const page = await parts.events.read({
      ...(cursor === undefined ? {} : { after: cursor }),
      limit: pageSize,
      filter,
    });
    if (page.reset) {
      // The log does not reach back that far any more: what is left of it is sent.
      cursor = undefined;
      continue;
    }
    const deliveries: NewDelivery[] = [];
    for (const event of page.events) deliveries.push(...(await deliveryOf(claim, webhook, event, parts)));
    if (deliveries.length > 0 || page.position !== cursor) {
      const from = cursor ?? webhook.cursor;
      const isCurrent = await claim.transact(async (tx) => {
        const current = await lockWebhookById(tx.db, webhook.id);
        if (current?.cursor !== from) return false;
        await insertDeliveries(tx.db, deliveries);
        await changeWebhook(tx.db, webhook.id, { cursor: page.position });
        return true;
      });
      // Deleted, or switched on again and told to begin elsewhere: whoever did it has asked for another look.
      if (!isCurrent) return;
    }
    cursor = page.position;
    if (page.events.length < pageSize) return;
  }
}

async function deliveryOf(
  claim: Claim,
  webhook: Webhook,
  event: Event,
  installation: Installation,
): Promise<NewDelivery[]> {
  // Whether CDEvents has a word for it is known only with the facts, which cost a look into the database.
  if (!isWanted(webhook, event, true)) return [];
  const cdevent = cdeventOf(event, await factsOf(claim.db, event), installation);
  if (!isWanted(webhook, event, isStandardType(cdevent.context.type))) return [];
  const now = Date.now();
  return [
    {
      id: newId('dlv'),
      webhookId: webhook.id,
      eventId: event.id,
      eventType: event.type,
      type: cdevent.context.type,
      body: JSON.stringify(cloudEventOf(cdevent)),
      dueAt: new Date(now),
      giveUpAt: new Date(now + giveUpAfterMs),
    },
  ];
}
