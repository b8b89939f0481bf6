import type { Event } from '../engine/index.ts';
import type { DeliveryState, WebhookSpec } from './webhook-schema.ts';
import type { Message } from '../lib/message.ts';

export interface Webhook {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly generation: number;
  readonly spec: WebhookSpec;
  /** Sealed. */
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousUntil: Date | null;
  /** The position in the event log up to which deliveries have been written down. */
  readonly cursor: string;
  readonly failures: number;
  readonly pausedUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One event on its way to one webhook. */
export interface Delivery {
  readonly id: string;
  /** Grows in the order of the events. */
  readonly seq: number;
  readonly webhookId: string;
  readonly eventId: string | null;
  readonly eventType: string;
  readonly type: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly giveUpAt: Date;
  readonly statusCode: number | null;
  readonly message: Message | null;
  readonly attemptedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly createdAt: Date;
}

/** Whether the pattern, of a webhook's `events`, covers the type. */
export function covers(pattern: string, type: string): boolean {
  return pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
}

/**
 * Whether the event is for the webhook. `isStandard`: CDEvents has a word for it. What a webhook tells about its own
 * failures is not sent to itself, or it would never end.
 */
export function isWanted(webhook: Pick<Webhook, 'name' | 'spec'>, event: Event, isStandard: boolean): boolean {
  const { events, apps, environments } = webhook.spec;
  if (event.type === 'webhook.abandoned' && event.labels['webhook'] === webhook.name) return false;
  const among = (names: readonly string[] | undefined, name: string | undefined): boolean =>
    names === undefined || (name !== undefined && names.includes(name));
  return (
    (events === undefined ? isStandard : events.some((pattern) => covers(pattern, event.type))) &&
    among(apps, event.labels['app']) &&
    among(environments, event.labels['environment'])
  );
}

/** For how long an event is tried, and the old secret signs along. */
export const giveUpAfterMs = 3 * 86_400_000;
export const previousSecretMs = 86_400_000;

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** One event waits longer and longer, for as long as an hour. */
const eventBackoff: Backoff = { firstMs: 2000, maxMs: 3_600_000 };
/** Its receiver, whatever the event, is left in peace for at most a minute. */
const receiverBackoff: Backoff = { firstMs: 1000, maxMs: 60_000 };
/** So many failures in a row mean that the receiver is down, and not that it dislikes one event. */
const downAfter = 3;

/** What becomes of a delivery and its webhook after an attempt. `random` in [0, 1). */
export function afterFailure(
  delivery: Pick<Delivery, 'attempts' | 'giveUpAt'>,
  webhook: Pick<Webhook, 'failures'>,
  now: Date,
  random: number,
): { readonly givenUp: boolean; readonly dueAt: Date; readonly failures: number; readonly pausedUntil: Date } {
  const dueAt = later(now, delivery.attempts, eventBackoff, random);
  return {
    givenUp: dueAt > delivery.giveUpAt,
    dueAt,
    failures: webhook.failures + 1,
    pausedUntil: later(now, webhook.failures, receiverBackoff, random),
  };
}

/** Whether the success just now means that the receiver is back: then everything that waits is tried at once. */
export function isBack(webhook: Pick<Webhook, 'failures'>): boolean {
  return webhook.failures >= downAfter;
}

/** Doubles with every attempt; the upper half is random, so that many do not return at once. */
function later(now: Date, attempts: number, { firstMs, maxMs }: Backoff, random: number): Date {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempts, 30));
  return new Date(now.getTime() + Math.round(full * (0.5 + random / 2)));
}
