import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roles } from './caller.ts';
import type { Binding } from './caller.ts';
import { atLeast, leastRoles, mayDo, mayGrant, narrow, roleIn, verbs } from './verb.ts';

const role = fc.constantFrom(...roles);
const project = fc.constantFrom('default', 'billing', '*');
const binding: fc.Arbitrary<Binding> = fc.record({ project, role });
const bindings = fc.array(binding, { maxLength: 4 });
const verb = fc.constantFrom(...verbs);

test('without a binding nobody may do anything', () => {
  for (const each of verbs) expect(mayDo([], each, { project: 'default' })).toBe(false);
});

test('a higher role or another binding never takes anything away', () => {
  fc.assert(
    fc.property(
      bindings,
      binding,
      verb,
      project,
      (held, more, each, on) => !mayDo(held, each, { project: on }) || mayDo([...held, more], each, { project: on }),
    ),
  );
  fc.assert(
    fc.property(project, role, role, verb, project, (where, a, b, each, on) => {
      const [lower, higher] = atLeast(a, b) ? [b, a] : [a, b];
      return (
        !mayDo([{ project: where, role: lower }], each, { project: on }) ||
        mayDo([{ project: where, role: higher }], each, { project: on })
      );
    }),
  );
});

test('a role counts in its own project only', () => {
  fc.assert(
    fc.property(
      role,
      verb,
      (held, each) =>
        !mayDo([{ project: 'default', role: held }], each, { project: 'billing' }) &&
        !mayDo([{ project: 'default', role: held }], each, { project: '*' }),
    ),
  );
});

test('a token never reaches further than its actor, nor further than itself', () => {
  fc.assert(
    fc.property(bindings, binding, verb, project, (held, scope, each, on) => {
      if (!mayDo(narrow(held, scope), each, { project: on })) return true;
      return mayDo(held, each, { project: on }) && mayDo([scope], each, { project: on });
    }),
  );
});

test('who may grant a role may do all that the role may', () => {
  fc.assert(
    fc.property(bindings, binding, verb, (held, grant, each) => {
      if (!mayGrant(held, grant) || !mayDo([grant], each, { project: grant.project })) return true;
      return mayDo(held, each, { project: grant.project });
    }),
  );
});

test('the roles are what the documentation says', () => {
  const adds = (wanted: (typeof roles)[number]) => verbs.filter((each) => leastRoles[each] === wanted).toSorted();
  expect(adds('approver')).toEqual(['promotion.approve']);
  expect(adds('admin')).toEqual(['actor.manage']);
  expect(adds('operator')).toEqual([
    'app.apply',
    'app.delete',
    'check.override',
    'config.set',
    'environment.stop',
    'lock.set.widely',
    'lock.steal',
    'metrics.view',
    'pipeline.apply',
    'pipeline.delete',
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
