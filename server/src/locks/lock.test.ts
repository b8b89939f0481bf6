import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdingLock, holds, scopeWords } from './lock.ts';
import type { Lock, LockScope } from './lock.ts';

const scope = (named: Partial<LockScope>): LockScope => ({
  project: 'default',
  app: null,
  environment: null,
  target: null,
  ...named,
});
const lock = (named: Partial<Lock>): Lock => ({
  ...scope({}),
  id: 'lck_1',
  reason: 'audit',
  actor: 'ada',
  actorId: 'act_1',
  door: 'cli',
  createdAt: new Date(0),
  expiresAt: null,
  liftedAt: null,
  liftedBy: null,
  ...named,
});

describe('what a lock holds', () => {
  const name = fc.constantFrom('shop', 'books');
  const environment = fc.constantFrom('qa', 'prod');
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value);

  test('is every place that differs in nothing it names', () => {
    const place = fc.record({ project: fc.constantFrom('default', 'other'), app: name, environment });
    const named = fc.record({
      project: fc.constantFrom('default', 'other'),
      app: optional(name),
      environment: optional(environment),
    });
    fc.assert(
      fc.property(named, place, (given, at) => {
        const differs =
          given.project !== at.project ||
          (given.app !== null && given.app !== at.app) ||
          (given.environment !== null && given.environment !== at.environment);
        expect(holds(scope(given), at)).toBe(!differs);
      }),
    );
  });

  test('is said in the words that are typed for it', () => {
    expect(scopeWords(scope({ app: 'shop', environment: 'prod', target: 'eu' }))).toBe('shop prod --target eu');
    expect(scopeWords(scope({ app: 'shop' }))).toBe('shop');
    expect(scopeWords(scope({ environment: 'prod' }))).toBe('--env prod');
    expect(scopeWords(scope({ project: 'billing' }))).toBe('--everything --project billing');
  });
});

test('of several locks the one without an end is waited for, else the one that ends last', () => {
  const early = lock({ id: 'early', expiresAt: new Date(1000) });
  const late = lock({ id: 'late', expiresAt: new Date(2000) });
  const endless = lock({ id: 'endless' });
  const elsewhere = lock({ id: 'elsewhere', app: 'books' });
  const place = { project: 'default', app: 'shop', environment: 'prod' };
  expect(holdingLock([early, late, elsewhere], place)?.id).toBe('late');
  expect(holdingLock([endless, late, early], place)?.id).toBe('endless');
  expect(holdingLock([elsewhere], place)).toBeUndefined();
});
