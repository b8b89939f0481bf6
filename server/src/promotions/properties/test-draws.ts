import fc from 'fast-check';
import type { Place } from './test-model.ts';

export const people = ['grace', 'linus', 'margaret'] as const;
const contexts = ['ci/load', 'ci/unit'] as const;

const rules = fc.record({
  approvals: fc.option(fc.record({ count: fc.integer({ min: 1, max: 3 }), notRequester: fc.boolean() }), { freq: 2 }),
  soakHours: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
  ),
  requires: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...contexts]) }),
});
export type Rules = typeof rules extends fc.Arbitrary<infer T> ? T : never;

/** Two to five environments; each follows one or two of those before it: lines, fans and joins. */
export const pipelines: fc.Arbitrary<Place[]> = fc
  .array(
    fc.record({
      rules,
      after: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
      auto: fc.boolean(),
      order: fc.constantFrom('strict' as const, 'strict' as const, 'any' as const),
      targets: fc.integer({ min: 1, max: 2 }),
    }),
    { minLength: 2, maxLength: 5, size: 'max' },
  )
  .map((drawn) =>
    drawn.map(({ rules: asked, after, auto, order, targets }, index) => ({
      name: `e${index}`,
      after: index === 0 ? [] : [...new Set(after.map((one) => `e${one % index}`))],
      auto: auto && index > 0,
      order,
      targets,
      ...asked,
      soakHours: index === 0 ? 0 : asked.soakHours,
      // The first one is the way in: what waits there would keep most runs empty.
      approvals: index === 0 ? null : asked.approvals,
    })),
  );

const somewhere = fc.nat({ max: 4 });
const something = fc.nat({ max: 9 });
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('register' as const), broken: fc.nat({ max: 5 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('promote' as const),
      place: somewhere,
      version: something,
      whenBusy: fc.constantFrom('refuse' as const, 'queue' as const, 'supersede' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('verdict' as const),
      promotion: something,
      person: fc.nat({ max: 2 }),
      approved: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('lock' as const), place: fc.option(somewhere) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('unlock' as const), place: fc.option(somewhere) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze' as const), place: somewhere }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('thaw' as const), place: somewhere }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('check' as const),
      place: somewhere,
      version: something,
      context: fc.constantFrom(...contexts),
      state: fc.constantFrom(
        'success' as const,
        'success' as const,
        'pending' as const,
        'failure' as const,
        'error' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('override' as const), check: something }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), promotion: something }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const), promotion: something }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), place: somewhere, rules }) },
);
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** An hour passes; versions are put right; somebody does what one that waits says; or one to three people act at once. */
export type Turn =
  | { readonly hour: true }
  | { readonly repaired: true }
  | { readonly open: number }
  | { readonly acts: readonly Act[] };
export const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ hour: true } as const) },
    { weight: 1, arbitrary: fc.constant({ repaired: true } as const) },
    { weight: 5, arbitrary: fc.record({ open: something }) },
    { weight: 7, arbitrary: fc.record({ acts: fc.array(act, { minLength: 1, maxLength: 1 }) }) },
    { weight: 4, arbitrary: fc.record({ acts: fc.array(act, { minLength: 2, maxLength: 3 }) }) },
  ),
  { minLength: 14, maxLength: 24, size: 'max' },
);
