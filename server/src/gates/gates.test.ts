import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderGate } from './order-gate.ts';
import { withdrawnGate } from './withdrawn-gate.ts';

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
