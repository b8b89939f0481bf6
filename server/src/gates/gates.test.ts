import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approvalsGate, isCurrent } from './approvals-gate.ts';
import type { Approval } from './approvals-gate.ts';
import { orderGate } from './order-gate.ts';
import { withdrawnGate } from './withdrawn-gate.ts';

const seen = fc.record({
  revision: fc.constantFrom('aaa', 'bbb'),
  digest: fc.constantFrom('sha256:1', 'sha256:2'),
  specGeneration: fc.constantFrom(1, 2),
});
const person = fc.constantFrom('ada', 'grace', 'linus');
const approval: fc.Arbitrary<Approval> = fc
  .record({ who: person, verdict: fc.constantFrom('approved', 'rejected'), what: seen })
  .map(({ who, verdict, what }) => ({ actorId: `act_${who}`, actor: who, verdict, reason: null, ...what }));
const facts = fc.record({
  promotionId: fc.constant('prm_1'),
  requesterId: person.map((who) => `act_${who}`),
  required: fc.option(fc.record({ count: fc.integer({ min: 1, max: 3 }), notRequester: fc.boolean() })),
  approvals: fc.array(approval, { maxLength: 8 }),
  canApprove: fc.subarray(['ada', 'grace', 'linus']),
  seen,
});

describe('the approvals gate', () => {
  test('names whom to ask, without those who have said yes already', () => {
    const now = { revision: 'aaa', digest: 'sha256:1', specGeneration: 1 };
    const yes = { actorId: 'act_grace', actor: 'grace', verdict: 'approved', reason: null, ...now } as const;
    const required = { count: 2, notRequester: false };
    const gate = approvalsGate({
      promotionId: 'prm_1',
      requesterId: 'act_ada',
      required,
      approvals: [yes],
      canApprove: ['grace', 'linus'],
      seen: now,
    });
    expect(gate?.message.text).toBe('1 of 2 (grace). Can approve: linus, role approver');
  });

  test('never counts a verdict about anything else than what would move now', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const current = given.approvals.filter((one) => isCurrent(one, given.seen));
        expect(approvalsGate(given)).toEqual(approvalsGate({ ...given, approvals: current }));
      }),
      { numRuns: 1000 },
    );
  });

  test('opens with enough different people, not counting the requester where four eyes are asked for', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const gate = approvalsGate(given);
        const current = given.approvals.filter((one) => isCurrent(one, given.seen));
        if (current.some(({ verdict }) => verdict === 'rejected')) {
          expect(gate?.status).toBe('closed');
          return;
        }
        if (given.required === null) {
          expect(gate).toBeNull();
          return;
        }
        const { count, notRequester } = given.required;
        const people = new Set(current.map(({ actorId }) => actorId));
        if (notRequester) people.delete(given.requesterId);
        expect(gate?.status).toBe(people.size >= count ? 'open' : 'waiting');
        if (gate?.status === 'waiting') expect(gate.opensBy).toBe('sluice approve prm_1');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the order gate', () => {
  const before = fc.record({
    environment: fc.constantFrom('qa', 'staging'),
    healthySince: fc.option(fc.date({ noInvalidDate: true })),
  });

  test('is open exactly when everything before it has been healthy, or order does not matter', () => {
    fc.assert(
      fc.property(fc.constantFrom('strict', 'any'), fc.array(before, { maxLength: 3 }), (rule, after) => {
        const gate = orderGate({ rule, after, parents: [], app: 'shop', version: '1.0.0' });
        const missing = after.filter(({ healthySince }) => healthySince === null);
        expect(gate.status).toBe(rule === 'any' || missing.length === 0 ? 'open' : 'closed');
        if (gate.status === 'closed') expect(gate.opensBy).toBe(`sluice promote shop@1.0.0 ${missing[0]?.environment}`);
      }),
    );
  });
});

describe('the withdrawn gate', () => {
  test('closes for Sluice, never for a person', () => {
    const withdrawn = { by: 'ada', reason: 'wrong totals' };
    expect(withdrawnGate({ automatic: true, withdrawn })?.status).toBe('closed');
    expect(withdrawnGate({ automatic: false, withdrawn })).toBeNull();
    expect(withdrawnGate({ automatic: true, withdrawn: null })).toBeNull();
  });
});
