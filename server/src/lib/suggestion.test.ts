import { expect, test } from 'vitest';
import { didYouMean } from './suggestion.ts';

const environments = ['development', 'qa', 'staging', 'prod'];

test.each([
  ['stagin', 'staging'],
  ['prdo', 'prod'],
  ['dev', 'development'],
  ['qaa', 'qa'],
  ['productoin', undefined],
  ['test', undefined],
  ['', undefined],
])('"%s" means %s', (written, meant) => {
  expect(didYouMean(written, environments)).toBe(meant);
});

test('where nothing is known nothing is meant', () => {
  expect(didYouMean('prod', [])).toBeUndefined();
});
