import { expect, test } from 'vitest';
import { createRenderer, defineMessages, nest } from './message.ts';

const messages = defineMessages({
  inner: { en: (p: { count: number }) => `${p.count} pieces`, uk: (p) => `${p.count} шт.` },
  outer: { en: (p: { what: string }) => `there are ${p.what}`, uk: (p) => `є ${p.what}` },
});
const render = createRenderer([messages.catalogue]);

test('a message inside another is put into words with it, in the language of the reader', () => {
  const message = messages.outer({ what: nest(messages.inner({ count: 3 })) });
  expect(message.text).toBe('there are 3 pieces');
  expect(render(message, 'uk')).toBe('є 3 шт.');
  // As it comes back from a row.
  expect(render(JSON.parse(JSON.stringify(message)), 'uk')).toBe('є 3 шт.');
});

test('a code that no longer exists keeps its English words', () => {
  expect(render({ code: 'gone', params: {}, text: 'It was so.' }, 'uk')).toBe('It was so.');
});

test('a code that two slices declare is a mistake of ours, found at start', () => {
  expect(() => createRenderer([messages.catalogue, messages.catalogue])).toThrow('declared twice: inner');
});
