import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarFault, covering, nextTime } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { freezeGate, nextOpening } from './freeze-gate.ts';

const hour = 3_600_000;
const calendar = (rrule: string, hours: number, changes: Partial<Calendar> = {}): Calendar => ({
  rrule,
  for: hours * hour,
  timeZone: 'UTC',
  reason: 'no Friday evening deploys',
  ...changes,
});
const fridays = calendar('FREQ=WEEKLY;BYDAY=FR;BYHOUR=15;BYMINUTE=0', 66, { timeZone: 'Europe/Kyiv' });
const officeHours = calendar('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9', 8, { reason: 'office hours' });

describe('a calendar', () => {
  test('knows the time that a moment falls into, in its own time zone', () => {
    // Friday 15:00 in Kyiv, in winter and in summer, until Monday 09:00.
    expect(covering(fridays, new Date('2026-11-27T13:00:00Z'))).toEqual({
      from: new Date('2026-11-27T13:00:00Z'),
      to: new Date('2026-11-30T07:00:00Z'),
    });
    expect(covering(fridays, new Date('2026-11-27T12:59:59Z'))).toBeUndefined();
    expect(covering(fridays, new Date('2026-11-30T07:00:00Z'))).toBeUndefined();
    expect(covering(fridays, new Date('2026-07-03T12:00:00Z'))?.from).toEqual(new Date('2026-07-03T12:00:00Z'));
    expect(nextTime(fridays, new Date('2026-11-27T13:00:00Z'))).toEqual(new Date('2026-12-04T13:00:00Z'));
  });

  test('that counts from its start counts from there', () => {
    const everyOther = calendar('FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', 24, { start: '2026-11-27' });
    expect(calendarFault(everyOther)).toBeUndefined();
    expect(covering(everyOther, new Date('2026-11-27T12:00:00Z'))).toBeDefined();
    expect(covering(everyOther, new Date('2026-12-04T12:00:00Z'))).toBeUndefined();
    expect(covering(everyOther, new Date('2026-12-11T12:00:00Z'))).toBeDefined();
    const once = calendar('FREQ=DAILY;COUNT=1', 48, { start: '2026-12-24T18:00' });
    expect(covering(once, new Date('2026-12-26T17:59:00Z'))).toBeDefined();
    expect(nextTime(once, new Date('2026-12-27T00:00:00Z'))).toBeUndefined();
  });

  test.each([
    [{ timeZone: 'Europe/Kiew' }, { fault: 'zone', suggestion: 'Europe/Kyiv' }],
    [{ rrule: 'FREQ=WEEKLY;BYDAYS=FR' }, { fault: 'part', part: 'BYDAYS' }],
    [{ rrule: 'FREQ=WEEKLY;BYDAY=FRI' }, { fault: 'value', part: 'BYDAY', value: 'FRI' }],
    [{ rrule: 'FREQ=DAILY;BYHOUR=25' }, { fault: 'value', part: 'BYHOUR', value: '25' }],
    [{ rrule: 'FREQ=SECONDLY' }, { fault: 'value', part: 'FREQ', value: 'SECONDLY' }],
    [{ rrule: 'every Friday' }, { fault: 'part', part: 'EVERY FRIDAY' }],
    [{ rrule: '' }, { fault: 'value', part: 'FREQ' }],
    [{ rrule: `FREQ=DAILY;BYMINUTE=${Array.from({ length: 60 }, (_, n) => n).join(',')}` }, { fault: 'too-often' }],
    [{ rrule: 'FREQ=WEEKLY' }, { fault: 'needs-start' }],
    [{ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR' }, { fault: 'needs-start' }],
    [{ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, { fault: 'impossible' }],
  ])('with %o is refused with what is wrong', (changes, fault) => {
    expect(calendarFault({ ...fridays, ...changes })).toMatchObject(fault);
  });

  test('of any text is judged without an exception', () => {
    const part = fc.tuple(
      fc.constantFrom('FREQ', 'BYDAY', 'COUNT', 'UNTIL', 'BYSETPOS', 'X'),
      fc.string({ maxLength: 8 }),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.map((pair) => pair.join('=')).join(';')),
    );
    fc.assert(
      fc.property(text, (rrule) => {
        expect(() => calendarFault({ ...fridays, rrule })).not.toThrow();
      }),
    );
  });
});

describe('the freeze gate', () => {
  test('says why, since when and until when nothing gets in', () => {
    const gate = freezeGate({ now: new Date('2026-11-28T10:00:00Z'), freezes: [fridays], windows: [] });
    expect(gate).toMatchObject({
      status: 'waiting',
      since: new Date('2026-11-27T13:00:00Z'),
      changesAt: new Date('2026-11-30T07:00:00Z'),
    });
    expect(gate?.message.text).toBe('no Friday evening deploys, until 2026-11-30T07:00:00.000Z');
    expect(freezeGate({ now: new Date('2026-11-25T10:00:00Z'), freezes: [fridays], windows: [] })?.status).toBe('open');
    expect(freezeGate({ now: new Date(), freezes: [], windows: [] })).toBeNull();
  });

  test('with windows is open inside them alone, and knows the next', () => {
    const night = freezeGate({ now: new Date('2026-11-25T20:00:00Z'), freezes: [], windows: [officeHours] });
    expect(night).toMatchObject({ status: 'waiting', changesAt: new Date('2026-11-26T09:00:00Z') });
    // Friday evening: the freeze ends on Monday at 07:00, the window opens at 09:00.
    const both = freezeGate({ now: new Date('2026-11-27T16:00:00Z'), freezes: [fridays], windows: [officeHours] });
    expect(both?.changesAt).toEqual(new Date('2026-11-30T09:00:00Z'));
  });

  test('knows when nothing will ever open it', () => {
    const always = calendar('FREQ=DAILY', 24);
    expect(nextOpening({ now: new Date(), freezes: [always], windows: [] })).toBeNull();
    const evenings = calendar('FREQ=DAILY;BYHOUR=9', 8);
    expect(nextOpening({ now: new Date(), freezes: [evenings], windows: [officeHours] })).toBeNull();
  });

  test('opens at the moment that it names, and not before', () => {
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.subarray([fridays]), fc.subarray([officeHours]), (now, freezes, windows) => {
        const opening = nextOpening({ now, freezes, windows });
        expect(opening).not.toBeNull();
        if (opening === null) return;
        expect(nextOpening({ now: opening, freezes, windows })).toEqual(opening);
        if (opening > now) {
          const before = new Date(opening.getTime() - 1);
          expect(nextOpening({ now: before, freezes, windows })).toEqual(opening);
        }
      }),
      { numRuns: 60 },
    );
  });
});
