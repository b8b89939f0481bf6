import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approvalsGates, isCurrent, tooFewVoters } from './approvals-gate.ts';
import type { Approval, ApprovalsFacts, ApprovalsRule } from './approvals-gate.ts';

const now = new Date('2026-11-27T12:00:00Z');
const seen = { revision: 'aaa', digest: 'sha256:1', specGeneration: 1 };
const people = ['ada', 'grace', 'linus'] as const;
const person = fc.constantFrom(...people);
const some = fc.subarray([...people]);
const group = fc.subarray(['security', 'release']);
const allRoles = ['viewer', 'developer', 'approver', 'operator', 'admin'];

const approval: fc.Arbitrary<Approval> = fc
  .record({
    who: person,
    verdict: fc.constantFrom('approved', 'rejected'),
    what: fc.record({
      revision: fc.constantFrom('aaa', 'bbb'),
      digest: fc.constantFrom('sha256:1', 'sha256:2'),
      specGeneration: fc.constantFrom(1, 2),
    }),
    hoursAgo: fc.integer({ min: 0, max: 72 }),
  })
  .map(({ who, verdict, what, hoursAgo }) => ({
    actorId: `act_${who}`,
    actor: who,
    verdict,
    reason: null,
    createdAt: new Date(now.getTime() - hoursAgo * 3_600_000),
    ...what,
  }));
const rule: fc.Arbitrary<ApprovalsRule> = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  notRequester: fc.boolean(),
  by: fc.option(fc.record({ people: some, groups: group, roles: fc.subarray(['developer', 'operator']) })),
  required: fc.record({ people: some, groups: group }),
  expiresMs: fc.option(fc.integer({ min: 1, max: 48 }).map((hours) => hours * 3_600_000)),
});
const facts: fc.Arbitrary<ApprovalsFacts> = fc.record({
  promotionId: fc.constant('prm_1'),
  requester: person,
  rules: fc.array(rule, { maxLength: 2 }),
  approvals: fc.uniqueArray(approval, { maxLength: 6, selector: ({ actor }) => actor }),
  standing: fc
    .tuple(...people.map(() => fc.record({ groups: group, roles: fc.integer({ min: 0, max: 5 }) })))
    .map(
      (all) =>
        new Map(
          all.map((one, index) => [people[index] ?? '', { groups: one.groups, roles: allRoles.slice(0, one.roles) }]),
        ),
    ),
  members: fc.constant(new Map()),
  approvers: some,
  seen: fc.constant(seen),
  now: fc.constant(now),
});

const baseRule: ApprovalsRule = {
  count: 1,
  notRequester: false,
  by: null,
  required: { people: [], groups: [] },
  expiresMs: null,
};
const yes = (actor: string, at = now): Approval => ({
  actorId: `act_${actor}`,
  actor,
  verdict: 'approved',
  reason: null,
  createdAt: at,
  ...seen,
});
const base: ApprovalsFacts = {
  promotionId: 'prm_1',
  requester: 'ada',
  rules: [baseRule],
  approvals: [],
  standing: new Map(people.map((name) => [name, { groups: [], roles: ['viewer', 'developer', 'approver'] }])),
  members: new Map([['security', ['linus', 'margaret']]]),
  approvers: ['grace', 'linus'],
  seen,
  now,
};
const words = (given: Partial<ApprovalsFacts>) => approvalsGates({ ...base, ...given })[0]?.message.text;

describe('what it says', () => {
  test('names whom to ask, without those who have said yes already', () => {
    expect(words({ rules: [{ ...baseRule, count: 2 }], approvals: [yes('grace')] })).toBe(
      '1 of 2 (grace). Can approve: linus, role approver',
    );
  });

  test('names people and groups that are required and those whose approval has run out', () => {
    const rules = [
      { ...baseRule, count: 2, expiresMs: 3_600_000, required: { people: ['linus'], groups: ['security'] } },
    ];
    const old = new Date(now.getTime() - 2 * 3_600_000);
    expect(words({ rules, approvals: [yes('grace', old)] })).toBe(
      '0 of 2. Still needed: linus, security. No longer counts: grace. Can approve: linus, margaret, grace, role approver',
    );
  });

  test('says that somebody else has to ask where only the requester could open it', () => {
    const by = { people: ['ada'], groups: [], roles: [] };
    expect(words({ rules: [{ ...baseRule, notRequester: true, by }] })).toMatch(/Somebody else has to promote it/);
    const required = { people: ['ada'], groups: [] };
    expect(words({ rules: [{ ...baseRule, notRequester: true, required }] })).toMatch(/nobody approves their own/);
  });
});

describe('whatever the facts', () => {
  test('a verdict about anything else than what would move now never counts', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const current = given.approvals.filter((one) => isCurrent(one, given.seen));
        expect(approvalsGates(given)).toEqual(approvalsGates({ ...given, approvals: current }));
      }),
      { numRuns: 1000 },
    );
  });

  test('it opens exactly with enough fresh approvals of those who count, all who are required among them', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const current = given.approvals.filter((one) => isCurrent(one, given.seen));
        const gates = approvalsGates(given);
        if (current.some(({ verdict }) => verdict === 'rejected')) {
          expect(gates.map(({ status }) => status)).toEqual(['closed']);
          return;
        }
        expect(gates).toHaveLength(given.rules.length);
        gates.forEach((gate, index) => {
          const { count, notRequester, by, required, expiresMs } = given.rules[index] ?? baseRule;
          const is = (name: string) => given.standing.get(name) ?? { groups: [], roles: [] };
          const counted = current
            .filter(({ createdAt }) => expiresMs === null || now.getTime() - createdAt.getTime() < expiresMs)
            .map(({ actor }) => actor)
            .filter((name) => !notRequester || name !== given.requester)
            .filter((name) => {
              const { groups, roles } = is(name);
              const isRequired = required.people.includes(name) || required.groups.some((one) => groups.includes(one));
              const isAsked =
                by === null
                  ? roles.includes('approver')
                  : by.people.includes(name) ||
                    by.groups.some((one) => groups.includes(one)) ||
                    by.roles.some((one) => roles.includes(one));
              return isRequired || isAsked;
            });
          const all =
            required.people.every((name) => counted.includes(name)) &&
            required.groups.every((one) => counted.some((name) => is(name).groups.includes(one)));
          expect(gate.status === 'open').toBe(counted.length >= count && all);
          if (gate.status === 'waiting') expect(gate.opensBy).toBe('sluice approve prm_1');
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('where it waits, everybody who is asked saying yes opens it, unless too few are named', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const everybody = people.map((name) => yes(name));
        const standing = new Map(people.map((name) => [name, { groups: ['security', 'release'], roles: allRoles }]));
        const after = approvalsGates({ ...given, approvals: everybody, standing });
        approvalsGates({ ...given, approvals: [] }).forEach((before, index) => {
          const one = given.rules[index] ?? baseRule;
          if (before.status !== 'waiting' || tooFewVoters(one)) return;
          // Three people are not enough for three without the one who asked.
          if (one.notRequester && one.count === 3) return;
          expect(after[index]?.status).toBe('open');
        });
      }),
      { numRuns: 2000 },
    );
  });
});
