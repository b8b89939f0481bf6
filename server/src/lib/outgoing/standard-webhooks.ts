import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// Standard Webhooks (https://www.standardwebhooks.com), so that the other side verifies with a library that it has already.

/** How far the clocks of two sides may be apart, and how long a signed request may be kept before it is used. */
export const replayWindowMs = 5 * 60_000;
const prefix = 'whsec_';

export function newSigningSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** What is sent under one `webhook-id`, however often. */
export interface Signable {
  readonly id: string;
  readonly body: string;
}

export interface Signed extends Signable {
  /** Seconds since 1970. */
  readonly timestamp: string;
}

/** The headers of one attempt. With two secrets there are two signatures, and the other side needs to know one of them. */
export function signedHeaders(
  { id, body }: Signable,
  secrets: readonly string[],
  at: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => signatureOf(secret, { id, timestamp, body }));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
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

function signatureOf(secret: string, { id, timestamp, body }: Signed): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
