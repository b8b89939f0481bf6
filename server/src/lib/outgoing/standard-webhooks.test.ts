import { expect, test } from 'vitest';
import { isFresh, isSigned, newSigningSecret, replayWindowMs, signedHeaders } from './standard-webhooks.ts';

test('a signature is that of Standard Webhooks', () => {
  // The example of the specification.
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
  const headers = signedHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], new Date(1_614_265_330_000));
  expect(headers).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('an answer is signed by whoever knows the secret, and by nobody who has changed a letter of it', () => {
  const [secret, other] = [newSigningSecret(), newSigningSecret()];
  const at = new Date(1_614_265_330_000);
  const message = { id: 'ntc_1', body: '{"result":"success"}' };
  const signature = signedHeaders(message, [other, secret], at)['webhook-signature'] ?? '';
  const signed = { ...message, timestamp: '1614265330' };
  expect(isSigned(secret, signed, signature)).toBe(true);
  expect(isSigned(newSigningSecret(), signed, signature)).toBe(false);
  for (const changed of [{ id: 'ntc_2' }, { body: '{"result":"failure"}' }, { timestamp: '1614265331' }]) {
    expect(isSigned(secret, { ...signed, ...changed }, signature)).toBe(false);
  }
});

test('what was signed too long ago, or is still to come, is not fresh', () => {
  const now = new Date(1_614_265_330_000);
  const shifted = (ms: number): string => String(1_614_265_330 + ms / 1000);
  expect([isFresh(shifted(0), now), isFresh(shifted(-replayWindowMs), now)]).toEqual([true, true]);
  expect([isFresh(shifted(-replayWindowMs - 1000), now), isFresh(shifted(replayWindowMs + 1000), now)]).toEqual([
    false,
    false,
  ]);
  expect([isFresh('', now), isFresh('1e9', now), isFresh('-1', now)]).toEqual([false, false, false]);
});
