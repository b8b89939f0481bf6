import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { soakGate } from './soak-gate.ts';
import type { Served, SoakFacts } from './soak-gate.ts';

const minute = 60_000;
const at = (minutes: number): Date => new Date(minutes * minute);
const served = (target: string, began: number, ended: number | null = null): Served => ({
  target,
  beganAt: at(began),
  endedAt: ended === null ? null : at(ended),
});
const facts = (now: number, ...times: readonly Served[]): SoakFacts => ({
  soakMs: 30 * minute,
  now: at(now),
  before: [{ environment: 'staging', served: times }],
  app: 'shop',
  version: '1.4.0',
});

describe('the soak gate', () => {
  test('waits until it was healthy for long enough, and knows when that will be', () => {
    const waiting = soakGate(facts(20, served('local', 0)));
    expect(waiting).toMatchObject({ status: 'waiting', changesAt: at(30), opensBy: null });
    expect(waiting.message.text).toBe(
      'has to be healthy in staging for 30 min, which is until 1970-01-01T00:30:00.000Z',
    );
    expect(soakGate(facts(30, served('local', 0)))).toMatchObject({ status: 'open', since: at(30) });
  });

  test('counts every time it served there, and says what to do when it serves there no more', () => {
    expect(soakGate(facts(200, served('local', 0, 20), served('local', 100)))).toMatchObject({
      status: 'open',
      since: at(110),
    });
    expect(soakGate(facts(200, served('local', 0, 20)))).toMatchObject({
      status: 'waiting',
      changesAt: null,
      opensBy: 'sluice promote shop@1.4.0 staging',
    });
    expect(soakGate(facts(200, served('local', 0, 40)))).toMatchObject({ status: 'open' });
  });

  test('waits for the last of several targets', () => {
    expect(soakGate(facts(35, served('eu', 0), served('us', 10)))).toMatchObject({
      status: 'waiting',
      changesAt: at(40),
    });
  });

  test('is open exactly from the moment on that it named, whatever happened before', () => {
    const time = fc
      .record({ target: fc.constantFrom('eu', 'us'), began: fc.nat(100), lasted: fc.option(fc.nat(60)) })
      .map(({ target, began, lasted }) => served(target, began, lasted === null ? null : began + lasted));
    fc.assert(
      fc.property(fc.array(time, { maxLength: 6 }), fc.nat(300), (times, now) => {
        const gate = soakGate(facts(now, ...times));
        if (gate.changesAt === null) return;
        const then = gate.changesAt.getTime() / minute;
        expect(then).toBeGreaterThan(now);
        expect(soakGate(facts(then, ...times)).status).toBe('open');
        expect(soakGate(facts(then - 1, ...times)).status).toBe('waiting');
      }),
      { numRuns: 500 },
    );
  });
});
