import { RRuleTemporal } from 'rrule-temporal';
import { didYouMean } from '../lib/suggestion.ts';

/** Times that come back: each begins by a recurrence rule of RFC 5545 in a time zone and lasts equally long. */
export interface Calendar {
  readonly rrule: string;
  /** Milliseconds. */
  readonly for: number;
  readonly timeZone: string;
  /** The first time, as a local day or minute; without it the rule must not depend on where it begins. */
  readonly start?: string | undefined;
  readonly reason: string;
}

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export type CalendarFault =
  | { readonly fault: 'zone'; readonly zone: string; readonly suggestion: string | null }
  | { readonly fault: 'part'; readonly part: string; readonly known: readonly string[] }
  | { readonly fault: 'value'; readonly part: string; readonly value: string }
  | { readonly fault: 'too-often' }
  | { readonly fault: 'needs-start' }
  | { readonly fault: 'impossible' };

const whole = (least: number, most: number, signed = false) => {
  const pattern = signed ? /^[+-]?\d{1,4}$/ : /^\d{1,4}$/;
  return (text: string): boolean =>
    pattern.test(text) && Math.abs(Number(text)) >= least && Math.abs(Number(text)) <= most;
};
const weekday = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;

/** What a rule may say. The library passes over what it does not know, which would turn a slip into another calendar. */
const parts: Readonly<Record<string, (text: string) => boolean>> = {
  FREQ: (text) => ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(text),
  INTERVAL: whole(1, 1000),
  COUNT: whole(1, 1000),
  UNTIL: (text) => /^\d{8}(T\d{6}Z)?$/.test(text),
  BYMONTH: whole(1, 12),
  BYMONTHDAY: whole(1, 31, true),
  BYYEARDAY: whole(1, 366, true),
  BYWEEKNO: whole(1, 53, true),
  BYDAY: (text) => weekday.test(text),
  BYHOUR: whole(0, 23),
  BYMINUTE: whole(0, 59),
  BYSETPOS: whole(1, 366, true),
  WKST: (text) => weekday.test(text),
};
/** More times in a day than this are no calendar for people, and costly to look through. */
const mostTimesADay = 48;

const dayMs = 86_400_000;
/** How far before a moment the rule has to begin so that every time that may still last is found. */
const periodMs: Readonly<Record<string, number>> = {
  DAILY: 2 * dayMs,
  WEEKLY: 15 * dayMs,
  MONTHLY: 62 * dayMs,
  YEARLY: 732 * dayMs,
};

/** What is wrong with a calendar, if anything is. Bounded in time, whatever the rule is. */
export function calendarFault(calendar: Calendar): CalendarFault | undefined {
  const { rrule, timeZone, start } = calendar;
  if (!isTimeZone(timeZone)) return { fault: 'zone', zone: timeZone, suggestion: nearestZone(timeZone) };
  const values = partsOf(rrule);
  for (const [part, value] of values) {
    const check = parts[part];
    if (check === undefined) return { fault: 'part', part, known: Object.keys(parts) };
    const texts = value.split(',');
    if (texts.length > 62 || !texts.every((text) => check(text))) return { fault: 'value', part, value };
  }
  const frequency = values.get('FREQ');
  if (frequency === undefined) return { fault: 'value', part: 'FREQ', value: '' };
  const listed = (part: string): number => values.get(part)?.split(',').length ?? 1;
  if (listed('BYHOUR') * listed('BYMINUTE') > mostTimesADay) return { fault: 'too-often' };
  if (start === undefined && dependsOnStart(values)) return { fault: 'needs-start' };
  if (values.has('UNTIL')) return undefined;
  const anchor = start === undefined ? new Date() : startOf(calendar);
  return nextTime(calendar, new Date(anchor.getTime() - 1)) === undefined ? { fault: 'impossible' } : undefined;
}

/** The time that the moment falls into. */
export function covering(calendar: Calendar, at: Date): Span | undefined {
  const from = ruleAt(calendar, at).previous(at, true);
  if (from === null || from === undefined) return undefined;
  const to = from.epochMilliseconds + calendar.for;
  return at.getTime() < to ? { from: new Date(from.epochMilliseconds), to: new Date(to) } : undefined;
}

/** When the next time after the moment begins; undefined when there is none any more. */
export function nextTime(calendar: Calendar, at: Date): Date | undefined {
  try {
    const next = ruleAt(calendar, at).next(at, false);
    return next === null || next === undefined ? undefined : new Date(next.epochMilliseconds);
  } catch (error) {
    // The library gives up after so many empty years: then there is none, like on the thirtieth of February.
    if (error instanceof Error && error.message.startsWith('Maximum')) return undefined;
    throw error;
  }
}

function ruleAt(calendar: Calendar, at: Date): RRuleTemporal {
  const { rrule, timeZone, start } = calendar;
  const begin = start ?? beginBefore(calendar, at);
  const local = `${begin.replaceAll(/[-:]/g, '')}${begin.includes('T') ? '00' : 'T000000'}`;
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=${timeZone}:${local}\nRRULE:${rrule}` });
}

/** A local day long enough before, and the first of its month or year where the rule counts in those. */
function beginBefore({ rrule, timeZone, for: lasts }: Calendar, at: Date): string {
  const frequency = partsOf(rrule).get('FREQ') ?? 'YEARLY';
  const day = localDay(new Date(at.getTime() - lasts - (periodMs[frequency] ?? 0)), timeZone);
  if (frequency === 'YEARLY') return `${day.slice(0, 4)}-01-01`;
  return frequency === 'MONTHLY' ? `${day.slice(0, 7)}-01` : day;
}

function localDay(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return format.format(at);
}

function startOf(calendar: Calendar): Date {
  const first = ruleAt(calendar, new Date(0)).options().dtstart;
  return new Date(first.epochMilliseconds);
}

/** Without these parts the day on which a rule begins decides which days it means. */
function dependsOnStart(values: ReadonlyMap<string, string>): boolean {
  if (values.has('COUNT') || (values.get('INTERVAL') ?? '1') !== '1') return true;
  const has = (...names: readonly string[]): boolean => names.some((name) => values.has(name));
  switch (values.get('FREQ')) {
    case 'WEEKLY':
      return !has('BYDAY');
    case 'MONTHLY':
      return !has('BYDAY', 'BYMONTHDAY');
    case 'YEARLY':
      return !(has('BYYEARDAY') || (has('BYMONTH', 'BYWEEKNO') && has('BYDAY', 'BYMONTHDAY')));
    default:
      return false;
  }
}

function partsOf(rrule: string): Map<string, string> {
  return new Map(
    rrule
      .toUpperCase()
      .replace(/^RRULE:/, '')
      .split(';')
      .filter((text) => text !== '')
      .map((text) => {
        const [name = '', ...rest] = text.split('=');
        return [name.trim(), rest.join('=').trim()];
      }),
  );
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // It throws for what it does not know, and for nothing else.
    return false;
  }
}

function nearestZone(name: string): string | null {
  const nearest = didYouMean(name, [...Intl.supportedValuesOf('timeZone'), 'UTC']) ?? null;
  // The runtime lists Kyiv by the name it had before.
  return nearest === 'Europe/Kiev' ? 'Europe/Kyiv' : nearest;
}
