import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defineMessages } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { backoffMs, ClaimLost, outcomeOf, outcomeOfThrown } from './outcome.ts';

const messages = defineMessages({ away: { en: () => 'The forge is away.', uk: () => 'Сервер Git недоступний.' } });
const policy = { firstDelayMs: 500, maxDelayMs: 60_000, maxFaults: 8 };
const clean = { attempts: 0, faults: 0 };

test('an answer is taken as it is', () => {
  const at = new Date(5);
  expect(outcomeOf({ done: true })).toEqual({ kind: 'done' });
  expect(outcomeOf({ again: at, reason: messages.away() })).toEqual({ kind: 'again', at, reason: messages.away() });
});

test('what is unavailable is tried again however often it has failed, and says why in its own words', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => {
      const thrown = new Problem('Unavailable', messages.away());
      const outcome = outcomeOfThrown(thrown, { attempts, faults: 7 }, policy, random);
      expect(outcome).toMatchObject({ kind: 'retry', fault: false, error: messages.away() });
    }),
  );
});

test('a database that is away is no fault of the look', () => {
  const thrown = Object.assign(new Error('terminating connection'), { code: '57P01' });
  expect(outcomeOfThrown(thrown, { attempts: 99, faults: 7 }, policy, 0)).toMatchObject({
    kind: 'retry',
    fault: false,
  });
  const wrapped = new Error('cannot read', { cause: new Error('Connection terminated unexpectedly') });
  expect(outcomeOfThrown(wrapped, clean, policy, 0)).toMatchObject({ kind: 'retry', fault: false });
});

test('only unexpected exceptions in a row park a key', () => {
  const thrown = new TypeError('x is not a function');
  expect(outcomeOfThrown(thrown, { attempts: 100, faults: 6 }, policy, 0)).toMatchObject({
    kind: 'retry',
    fault: true,
  });
  expect(outcomeOfThrown(thrown, { attempts: 7, faults: 7 }, policy, 0)).toMatchObject({ kind: 'parked' });
  expect(outcomeOfThrown('thrown text', { attempts: 7, faults: 7 }, policy, 0)).toMatchObject({
    kind: 'parked',
    error: { params: { error: 'thrown text', attempts: 8 } },
  });
});

test('a lost claim is left to its new owner', () => {
  expect(outcomeOfThrown(new ClaimLost('a', 'b'), clean, policy, 0)).toEqual({ kind: 'lost' });
});

test('the backoff doubles from the first delay to the maximum, less at most half', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => {
      const full = Math.min(60_000, 500 * 2 ** Math.min(attempts, 10));
      const delay = backoffMs(attempts, policy, random);
      expect(delay).toBeGreaterThanOrEqual(full / 2);
      expect(delay).toBeLessThanOrEqual(full);
    }),
  );
});
