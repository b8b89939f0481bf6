import { expect, test } from 'vitest';
import { createAttemptLimit } from './attempt-limit.ts';

const limit = () => createAttemptLimit({ failuresPerWindow: 3, windowMs: 60_000, maximumSources: 5 });

test('after too many failures a source is told how long to wait, until its window ends', () => {
  const attempts = limit();
  expect([1, 2, 3].map((at) => attempts.failed('10.0.0.1', at))).toEqual([undefined, undefined, undefined]);
  expect(attempts.failed('10.0.0.1', 1000)).toBe(60);
  expect(attempts.failed('10.0.0.2', 1000)).toBeUndefined();
  expect(attempts.failed('10.0.0.1', 60_001)).toBeUndefined();
});

test('a flood of sources neither resets a count that runs nor grows the memory', () => {
  const attempts = limit();
  for (let at = 0; at < 4; at += 1) attempts.failed('10.0.0.1', at);
  for (let index = 0; index < 1000; index += 1) attempts.failed(`10.1.${index % 250}.${Math.floor(index / 250)}`, 10);
  expect(attempts.failed('10.0.0.1', 20)).toBeDefined();
  expect(attempts.failed('10.9.9.9', 20)).toBeDefined();
  expect(attempts.failed('10.9.9.9', 60_010)).toBeUndefined();
});

test('one IPv6 network is one source', () => {
  const attempts = limit();
  for (let index = 0; index < 3; index += 1) attempts.failed(`2001:db8:0:1::${index}`, 0);
  expect(attempts.failed('2001:db8::1:a:b:c:d', 0)).toBeDefined();
  expect(attempts.failed('2001:db8:0:2::1', 0)).toBeUndefined();
});
