import type { Claim, Controller } from '../engine/controller.ts';
import { attemptDelivery, tellAbandoned } from './attempt-delivery.ts';
import type { AttemptParts } from './attempt-delivery.ts';
import { collectEvents } from './collect-events.ts';
import type { CollectParts } from './collect-events.ts';
import { forgetDeliveries, giveUpDeliveries, nextDueDelivery, waitingDeliveries } from './delivery-store.ts';
import type { Webhook } from './webhook.ts';
import { webhookMessages as messages } from './webhook-messages.ts';
import { findWebhookById, lockWebhookById } from './webhook-store.ts';

/** Finds what a notification that got lost would have brought. */
const everyMs = 30_000;
/** A look ends after so long, so that a busy webhook does not keep its place from the others. */
const lookMs = 20_000;
const keepMs = 30 * 86_400_000;

/**
 * Kind `webhook`, key: the webhook's id. Writes down the events that are for it, then sends what is due, one after the
 * other in the order of the events. An event that fails is tried again by itself and lets the later ones go ahead.
 */
export function createWebhookController(parts: CollectParts & AttemptParts): Controller {
  return {
    kind: 'webhook',
    // A receiver that is silent takes one place for the time of one request; there are many, because waiting costs nothing.
    concurrency: 32,
    async look(claim) {
      const found = await findWebhookById(claim.db, claim.key);
      if (found === undefined || !found.spec.enabled) return { done: true };
      await collectEvents(claim, found, parts);
      await giveUp(claim, found);
      const until = Date.now() + lookMs;
      for (;;) {
        const now = new Date();
        const due = await nextDueDelivery(claim.db, claim.key, now);
        // Read after the delivery, so that a secret which was there before it signs it.
        const webhook = await findWebhookById(claim.db, claim.key);
        if (webhook === undefined || !webhook.spec.enabled) return { done: true };
        const isPaused = webhook.pausedUntil !== null && webhook.pausedUntil > now;
        const isOver = claim.signal.aborted || now.getTime() > until;
        if (due === undefined || isPaused || isOver) return rest(claim, webhook);
        await attemptDelivery(claim, webhook, due, parts);
      }
    },
  };
}

async function rest(claim: Claim, webhook: Webhook) {
  await claim.transact((tx) => forgetDeliveries(tx.db, webhook.id, new Date(Date.now() - keepMs)));
  const regular = new Date(Date.now() + everyMs);
  const waiting = (await waitingDeliveries(claim.db, [webhook.id])).get(webhook.id);
  if (waiting === undefined) return { again: regular, reason: messages.webhook_waits_for_events() };
  const { pausedUntil } = webhook;
  const next = pausedUntil !== null && pausedUntil > waiting.dueAt ? pausedUntil : waiting.dueAt;
  return {
    again: next < regular ? next : regular,
    reason: messages.webhook_waits_for_receiver({ name: webhook.name, waiting: waiting.count }),
  };
}

async function giveUp(claim: Claim, webhook: Webhook): Promise<void> {
  const limit = 100;
  for (let count = limit; count === limit;) {
    count = await claim.transact(async (tx) => {
      if ((await lockWebhookById(tx.db, webhook.id)) === undefined) return 0;
      const message = messages.webhook_never_reached();
      const given = await giveUpDeliveries(tx.db, webhook.id, new Date(), { message, limit });
      for (const delivery of given) tellAbandoned(tx, webhook, delivery, delivery.message ?? message);
      return given.length;
    });
  }
}
