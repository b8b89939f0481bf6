import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roles } from './caller.ts';
import type { Binding } from './caller.ts';
import { atLeast, leastRoles, mayDo, mayGrant, narrow, roleIn, verbs } from './verb.ts';

const role = fc.constantFrom(...roles);
const project = fc.constantFrom('default', 'billing', '*');
const verb = fc.constantFrom(...verbs);
const limit = (names: readonly string[]) => fc.option(fc.subarray([...names], { minLength: 1 }), { nil: undefined });
const binding: fc.Arbitrary<Binding> = fc.record({
  project,
  role,
  apps: limit(['shop', 'books']),
  environments: limit(['qa', 'prod']),
  verbs: fc.option(fc.subarray([...verbs], { minLength: 1 }), { nil: undefined, freq: 5 }),
});
const bindings = fc.array(binding, { maxLength: 4 });
const maybe = (...names: string[]) => fc.option(fc.constantFrom(...names), { nil: undefined });
/** All of a project, an app, or an environment of one. */
const place = fc
  .record({ project, app: maybe('shop', 'books', 'other'), environment: maybe('qa', 'prod') })
  .map(({ project: where, app, environment }) => ({
    project: where,
    ...(app === undefined ? {} : { app }),
    ...(app === undefined || environment === undefined ? {} : { environment }),
  }));

test('without a binding nobody may do anything', () => {
  for (const each of verbs) expect(mayDo([], each, { project: 'default' })).toBe(false);
});

test('a higher role, a wider reach or another binding never takes anything away', () => {
  fc.assert(
    fc.property(
      bindings,
      binding,
      verb,
      place,
      (held, more, each, on) => !mayDo(held, each, on) || mayDo([...held, more], each, on),
    ),
  );
  fc.assert(
    fc.property(binding, role, verb, place, (held, other, each, on) => {
      if (!atLeast(other, held.role)) return true;
      return !mayDo([held], each, on) || mayDo([{ ...held, role: other }], each, on);
    }),
  );
  fc.assert(
    fc.property(
      binding,
      verb,
      place,
      (held, each, on) => !mayDo([held], each, on) || mayDo([{ project: held.project, role: held.role }], each, on),
    ),
  );
});

test('a role counts in its own project only', () => {
  fc.assert(
    fc.property(
      binding,
      verb,
      (held, each) =>
        !mayDo([{ ...held, project: 'default' }], each, { project: 'billing' }) &&
        !mayDo([{ ...held, project: 'default' }], each, { project: '*' }),
    ),
  );
});

test('on what a binding does not name, its holder is a viewer', () => {
  fc.assert(
    fc.property(role, verb, (held, each) => {
      const part = [{ project: 'default', role: held, apps: ['shop'], environments: ['qa'] }];
      const inside = { project: 'default', app: 'shop', environment: 'qa' };
      expect(mayDo(part, each, inside)).toBe(atLeast(held, leastRoles[each]));
      for (const outside of [
        { project: 'default' },
        { project: 'default', app: 'shop' },
        { project: 'default', app: 'books', environment: 'qa' },
        { project: 'default', app: 'shop', environment: 'prod' },
      ]) {
        expect(mayDo(part, each, outside)).toBe(leastRoles[each] === 'viewer');
      }
    }),
  );
});

test('a token for some verbs allows nothing else, not even to look', () => {
  fc.assert(
    fc.property(verb, verb, (only, each) => {
      const token = narrow([{ project: '*', role: 'admin' }], { project: 'default', role: 'admin', verbs: [only] });
      expect(mayDo(token, each, { project: 'default' })).toBe(each === only);
    }),
  );
});

test('a token never reaches further than its actor, nor further than itself', () => {
  fc.assert(
    fc.property(bindings, binding, verb, place, (held, scope, each, on) => {
      if (!mayDo(narrow(held, scope), each, on)) return true;
      return mayDo(held, each, on) && mayDo([scope], each, on);
    }),
    { numRuns: 2000 },
  );
});

test('who may grant something may do all that it allows', () => {
  fc.assert(
    fc.property(bindings, binding, verb, place, (held, grant, each, on) => {
      if (!mayGrant(held, grant) || !mayDo([grant], each, on)) return true;
      return mayDo(held, each, on);
    }),
    { numRuns: 2000 },
  );
});

test('the roles are what the documentation says', () => {
  const adds = (wanted: (typeof roles)[number]) => verbs.filter((each) => leastRoles[each] === wanted).toSorted();
  expect(adds('approver')).toEqual(['promotion.approve']);
  expect(adds('admin')).toEqual(['actor.manage']);
  expect(adds('operator')).toEqual([
    'app.apply',
    'app.delete',
    'app.secret',
    'audit.view',
    'check.override',
    'config.set',
    'environment.stop',
    'freeze.apply',
    'freeze.delete',
    'lock.set.widely',
    'lock.steal',
    'metrics.view',
    'pipeline.apply',
    'pipeline.delete',
    'source.apply',
    'source.delete',
    'webhook.apply',
    'webhook.delete',
    'webhook.redeliver',
    'webhook.rotate',
    'webhook.test',
    'webhook.view',
  ]);
  expect(
    roleIn(
      [
        { project: '*', role: 'viewer' },
        { project: 'default', role: 'operator' },
      ],
      'default',
    ),
  ).toBe('operator');
});
