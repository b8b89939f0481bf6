import type { Claim } from '../engine/controller.ts';
import type { Tx } from '../engine/transaction.ts';
import type { Message } from '../lib/message.ts';
import type { SendRequest } from '../lib/outgoing/send-request.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { cloudEventContentType } from './cdevent.ts';
import { bringForward, changeDelivery } from './delivery-store.ts';
import { signedHeaders } from '../lib/outgoing/standard-webhooks.ts';
import { afterFailure, isBack } from './webhook.ts';
import type { Delivery, Webhook } from './webhook.ts';
import { webhookMessages as messages } from './webhook-messages.ts';
import { openSecrets } from './webhook-secret.ts';
import { changeWebhook, lockWebhookById } from './webhook-store.ts';

const timeoutMs = 10_000;
const maxAnswerBytes = 1024 * 1024;

export interface AttemptParts {
  readonly sendRequest: SendRequest;
  readonly secretBox: SecretBox;
  /** Called as `webhook/before-send`, `webhook/after-send`, `webhook/after-record`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}

interface Attempt {
  readonly received: boolean;
  readonly statusCode: number | null;
  readonly message: Message;
}

/**
 * Sends one delivery and records what came of it. A crash between the two sends it again, with the same `webhook-id`:
 * that is what receivers know a repetition by.
 */
export async function attemptDelivery(
  claim: Claim,
  webhook: Webhook,
  delivery: Delivery,
  parts: AttemptParts,
): Promise<void> {
  const { reached = () => {} } = parts;
  await reached('webhook/before-send');
  const attempt = await send(claim, webhook, delivery, parts);
  await reached('webhook/after-send');
  // A server that stops has hung up itself; the attempt says nothing about the receiver.
  if (!attempt.received && claim.signal.aborted) return;
  const now = new Date();
  const tried = {
    attempts: delivery.attempts + 1,
    attemptedAt: now,
    statusCode: attempt.statusCode,
    message: attempt.message,
  };
  await claim.transact(async (tx) => {
    const current = await lockWebhookById(tx.db, webhook.id);
    if (current === undefined) return;
    if (attempt.received) {
      await changeDelivery(tx.db, delivery.id, { ...tried, state: 'delivered', finishedAt: now });
      if (isBack(current)) await bringForward(tx.db, webhook.id, now);
      if (current.failures > 0) await changeWebhook(tx.db, webhook.id, { failures: 0, pausedUntil: null });
      return;
    }
    const { givenUp, dueAt, failures, pausedUntil } = afterFailure(delivery, current, now, Math.random());
    await changeDelivery(tx.db, delivery.id, {
      ...tried,
      ...(givenUp ? { state: 'failed' as const, finishedAt: now } : { dueAt }),
    });
    await changeWebhook(tx.db, webhook.id, { failures, pausedUntil });
    if (givenUp) tellAbandoned(tx, webhook, delivery, attempt.message);
  });
  await reached('webhook/after-record');
}

async function send(claim: Claim, webhook: Webhook, delivery: Delivery, parts: AttemptParts): Promise<Attempt> {
  const { url } = webhook.spec;
  try {
    const now = new Date();
    const { status } = await parts.sendRequest({
      url,
      method: 'POST',
      headers: {
        'content-type': cloudEventContentType,
        ...signedHeaders(delivery, openSecrets(parts.secretBox, webhook, now), now),
      },
      body: delivery.body,
      timeoutMs,
      maxBytes: maxAnswerBytes,
      signal: claim.signal,
    });
    if (status >= 200 && status < 300) {
      return { received: true, statusCode: status, message: messages.webhook_delivered({ status }) };
    }
    const { host } = new URL(url);
    return { received: false, statusCode: status, message: messages.webhook_refused({ host, status }) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { received: false, statusCode: null, message: error.detail };
  }
}

export function tellAbandoned(tx: Tx, webhook: Webhook, delivery: Delivery, message: Message): void {
  const { project, name } = webhook;
  tx.emit({
    type: 'webhook.abandoned',
    project,
    subject: `webhook/${name}`,
    labels: { webhook: name },
    actor: 'sluice',
    door: 'system',
    data: { delivery: delivery.id, event: delivery.eventId, eventType: delivery.eventType, message: { ...message } },
  });
}
