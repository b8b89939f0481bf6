import { createHmac, timingSafeEqual } from 'node:crypto';

// The scheme of Standard Webhooks, for which there are libraries in most languages.

/** How far the clocks of two sides may be apart, and how long a signed request may be kept before it is used. */
export const replayWindowMs = 5 * 60_000;
const prefix = 'whsec_';

export function secretOf(key: Buffer): string {
  return prefix + key.toString('base64');
}

export interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly body: string;
}

function signatureOf(secret: string, { id, timestamp, body }: Signed): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

export function signedHeaders(secret: string, id: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = signatureOf(secret, { id, timestamp, body });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

/** Whether one of the signatures, of which there may be several, is that of the secret. Takes the same time for all. */
export function isSigned(secret: string, signed: Signed, signatures: string): boolean {
  const wanted = Buffer.from(signatureOf(secret, signed));
  return signatures
    .split(' ')
    .slice(0, 10)
    .map((one) => Buffer.from(one))
    .some((given) => given.length === wanted.length && timingSafeEqual(given, wanted));
}

export function isFresh(timestamp: string, now: Date): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp) * 1000) <= replayWindowMs;
}
