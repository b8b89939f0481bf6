import fc from 'fast-check';
import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { say } from './say.ts';
import { size } from './size.ts';
import { table } from './table.ts';
import { cut, hang, padEnd, widthOf, wrap } from './text.ts';
import { age, duration, moment } from './time.ts';
import type { View } from './view.ts';

const view: View = {
  language: 'en',
  width: 30,
  colors: picocolors.createColors(false),
  now: new Date('2026-11-20T15:30:00Z'),
  timeZone: 'Europe/Kyiv',
};
const ukrainian: View = { ...view, language: 'uk' };
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('дати доставки', '配達日を表示', '👩‍👩‍👧 team', 'é́'),
);

describe('texts', () => {
  test('are measured as a terminal shows them', () => {
    expect(['abc', 'їжак', '配達', '●◐✖⧗✔', '\u001B[31mred\u001B[39m'].map((text) => widthOf(text))).toEqual([
      3, 4, 4, 5, 3,
    ]);
    expect(padEnd('配達', 6)).toBe('配達  ');
  });

  test('are cut to any width and never exceed it', () => {
    expect(cut('Show delivery dates', 10)).toBe('Show deli…');
    expect(cut('配達日を表示', 5)).toBe('配達…');
    fc.assert(
      fc.property(anyText, fc.nat(40), (text, width) => {
        expect(widthOf(cut(text, width))).toBeLessThanOrEqual(Math.max(width, 0));
      }),
    );
  });

  test('are broken between words, and what cannot be copied in halves stays whole', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('see http://qa.shop.localhost:7070 now', 10)).toEqual(['see', 'http://qa.shop.localhost:7070', 'now']);
    expect(hang('  ✔ order  ', 'healthy in development for 12 min', 32)).toEqual([
      '  ✔ order  healthy in',
      '           development for 12',
      '           min',
    ]);
    expect(wrap('keeps   its own   spacing', 30)).toEqual(['keeps   its own   spacing']);
  });
});

test('a table gives the room of its widest elastic column first, and leaves empty columns out', () => {
  const rows = [{ id: 'prm_1', text: 'Show delivery dates in the basket', by: '' }];
  expect(
    table(
      rows,
      [
        { title: 'id', cell: ({ id }) => id },
        { title: 'by', cell: ({ by }) => by },
        { title: 'subject', cell: ({ text }) => text, shrinks: true },
      ],
      view,
    ),
  ).toBe('ID     SUBJECT\nprm_1  Show delivery dates in…');
});

test('a cell stays one line, with a sign where a text has more', () => {
  const rows = ['totals are wrong\n\nseen by ada', '\n  one line \n', 'first\r\nsecond'];
  const columns = [{ title: 'reason', cell: (text: string) => text }];
  expect(table(rows, columns, view)).toBe('REASON\ntotals are wrong …\none line\nfirst …');
  const painted = [{ title: 'reason', cell: (text: string) => ({ text, paint: (shown: string) => `<${shown}>` }) }];
  expect(table(rows, painted, view).split('\n').slice(1)).toEqual(['<totals are wrong …>', '<one line>', '<first …>']);
});

describe('times', () => {
  test.each([
    [view, '2026-11-20T15:29:58Z', '2 s'],
    [view, '2026-11-20T15:28:00Z', '2 min'],
    [view, '2026-11-20T10:28:00Z', '5 h'],
    [view, '2026-11-17T10:28:00Z', '3 d'],
    [view, '2026-11-20T15:30:09Z', '0 s'],
    [ukrainian, '2026-11-20T15:28:00Z', '2 хв'],
    [ukrainian, '2026-11-17T10:28:00Z', '3 дн'],
  ])('%#: ago', (reader, at, expected) => {
    expect(age(at, reader)).toBe(expected);
  });

  test('durations', () => {
    expect([40, 2100, 59_960, 125_000, 3_780_000].map((ms) => duration(ms, 'en'))).toEqual([
      '0.0 s',
      '2.1 s',
      '1 min 0 s',
      '2 min 5 s',
      '1 h 3 min',
    ]);
    expect(duration(2100, 'uk')).toBe('2,1 с');
  });

  test('moments are where the reader is, with the day unless it is today', () => {
    expect(moment('2026-11-20T12:02:11Z', view)).toBe('14:02:11');
    expect(moment('2026-11-23T07:00:00Z', view)).toBe('2026-11-23 09:00:00');
    const message = { code: 'x', params: {}, text: 'healthy in qa since 2026-11-20T12:02:11.303Z' };
    expect(say(message, view)).toBe('healthy in qa since 14:02');
  });
});

test('sizes', () => {
  expect([812, 3400, 34_215, 120_000_000].map((bytes) => size(bytes, 'en'))).toEqual([
    '812 B',
    '3.4 kB',
    '34 kB',
    '120 MB',
  ]);
  expect(size(3400, 'uk')).toBe('3,4 кБ');
});
