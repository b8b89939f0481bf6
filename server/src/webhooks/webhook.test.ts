import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../engine/index.ts';
import { afterFailure, covers, isBack, isWanted } from './webhook.ts';
import type { WebhookSpec } from './webhook-schema.ts';

test.each([
  ['*', 'lock.set', true],
  ['lock.*', 'lock.set', true],
  ['lock.set', 'lock.set', true],
  ['lock.*', 'locks.set', false],
  ['lock.set', 'lock.settled', false],
  ['lock.stolen', 'lock.set', false],
])('%s covers %s: %s', (pattern, type, expected) => {
  expect(covers(pattern, type)).toBe(expected);
});

describe('an event is wanted', () => {
  const event = (labels: Record<string, string>, type = 'promotion.finished'): Event => ({
    id: '1',
    at: new Date(0),
    type,
    project: 'default',
    subject: 'promotion/prm_1',
    labels,
    actor: 'ada',
    door: 'cli',
    data: {},
  });
  const wanted = (spec: Partial<WebhookSpec>, one: Event, isStandard = true): boolean =>
    isWanted({ name: 'ci', spec: { url: 'https://example.com', enabled: true, ...spec } }, one, isStandard);

  test('when CDEvents has a word for it, unless other events are named', () => {
    expect(wanted({}, event({}), true)).toBe(true);
    expect(wanted({}, event({}), false)).toBe(false);
    expect(wanted({ events: ['promotion.*'] }, event({}), false)).toBe(true);
    expect(wanted({ events: ['lock.*'] }, event({}), true)).toBe(false);
  });

  test('when it is about what the webhook names; what is about nothing is not', () => {
    const here = { app: 'shop', environment: 'qa' };
    expect(wanted({ apps: ['shop'], environments: ['qa', 'prod'] }, event(here))).toBe(true);
    expect(wanted({ apps: ['books'] }, event(here))).toBe(false);
    expect(wanted({ environments: ['prod'] }, event(here))).toBe(false);
    expect(wanted({ environments: ['qa'] }, event({ app: 'shop' }))).toBe(false);
  });

  test('but not when it tells of the failure of this very webhook', () => {
    expect(wanted({ events: ['*'] }, event({ webhook: 'ci' }, 'webhook.abandoned'))).toBe(false);
    expect(wanted({ events: ['*'] }, event({ webhook: 'other' }, 'webhook.abandoned'))).toBe(true);
  });
});

test('an event waits longer after every failure, at most an hour; its receiver at most a minute', () => {
  const now = new Date(1_000_000);
  const giveUpAt = new Date(now.getTime() + 86_400_000);
  fc.assert(
    fc.property(
      fc.nat(500),
      fc.nat(500),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, failures, random) => {
        const next = afterFailure({ attempts, giveUpAt }, { failures }, now, random);
        const wait = next.dueAt.getTime() - now.getTime();
        const pause = next.pausedUntil.getTime() - now.getTime();
        expect(next.failures).toBe(failures + 1);
        expect(next.givenUp).toBe(false);
        expect(wait).toBeGreaterThanOrEqual(Math.min(1000 * 2 ** attempts, 1_800_000));
        expect(wait).toBeLessThanOrEqual(3_600_000);
        expect(pause).toBeGreaterThanOrEqual(Math.min(500 * 2 ** failures, 30_000));
        expect(pause).toBeLessThanOrEqual(60_000);
      },
    ),
  );
  const last = { attempts: 20, giveUpAt: new Date(now.getTime() + 1000) };
  expect(afterFailure(last, { failures: 0 }, now, 0).givenUp).toBe(true);
});

test('one event that is refused does not make its receiver one that was down', () => {
  expect(isBack({ failures: 1 })).toBe(false);
  expect(isBack({ failures: 3 })).toBe(true);
});
