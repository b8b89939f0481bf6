import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inUkrainian, ukrainianPhrases } from './schema-phrases.ts';

const source = new URL('../', import.meta.url);

test('whatever our schemas say in English they say in Ukrainian too', () => {
  const said = new Set<string>();
  for (const file of globSync('**/*.ts', { cwd: source.pathname })) {
    if (!/schema|duration/.test(file) || /test|phrases|messages|issues/.test(file)) continue;
    for (const [, words] of readFileSync(new URL(file, source), 'utf8').matchAll(/'((?:must|is) [^'\n]{8,})'/g)) {
      if (words !== undefined) said.add(words);
    }
  }
  expect([...said].toSorted()).toEqual(Object.keys(ukrainianPhrases).toSorted());
});

test('words that nobody has translated stay as they are', () => {
  expect(inUkrainian('must be a release like v12, or target/v12.')).toBe(
    'потрібен випуск на зразок v12 або target/v12.',
  );
  expect(inUkrainian('Something else.')).toBe('Something else.');
});
