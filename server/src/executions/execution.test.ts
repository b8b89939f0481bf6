import fc from 'fast-check';
import { expect, test } from 'vitest';
import { journeyOf } from './execution.ts';
import type { ExecutionPromotion } from './execution.ts';

const start = Date.parse('2026-11-20T15:00:00Z');
const at = (minute: number): Date => new Date(start + minute * 60_000);

function move(environment: string, minute: number, change: Partial<ExecutionPromotion> = {}): ExecutionPromotion {
  return {
    id: `prm_${String(minute).padStart(4, '0')}`,
    executionId: 'exe_1',
    environment,
    kind: 'promotion',
    state: 'finished',
    result: 'success',
    message: null,
    createdAt: at(minute),
    startedAt: at(minute),
    finishedAt: change.state === undefined || change.state === 'finished' ? at(minute + 1) : null,
    ...change,
  };
}

const line = ['dev', 'qa', 'prod'];

test('a journey that reached every environment is worded as the proposal words it', () => {
  const { condition, environments } = journeyOf(
    { state: 'finished', result: 'success', createdAt: at(0), finishedAt: at(9) },
    [move('dev', 0), move('qa', 3), move('prod', 8)],
    line,
  );
  expect(condition).toMatchObject({
    type: 'Succeeded',
    status: 'True',
    reason: 'Succeeded',
    lastTransitionTime: at(9),
  });
  expect(condition.message.text).toBe('Environment Completed: 3 (Failed: 0, Canceled 0), Skipped: 0');
  expect(environments.map(({ name, order, type }) => [name, order, type])).toEqual([
    ['dev', 0, 'Succeeded'],
    ['qa', 1, 'Succeeded'],
    ['prod', 2, 'Succeeded'],
  ]);
});

test('a failure ends it, and what it never went to is skipped', () => {
  const { condition, environments } = journeyOf(
    { state: 'finished', result: 'failure', createdAt: at(0), finishedAt: at(4) },
    [move('dev', 0), move('qa', 3, { result: 'failure' })],
    line,
  );
  expect(condition).toMatchObject({ status: 'False', reason: 'Failed', lastTransitionTime: at(4) });
  expect(condition.message.text).toBe('Environment Completed: 2 (Failed: 1, Canceled 0), Skipped: 1');
  expect(environments.map(({ type }) => type)).toEqual(['Succeeded', 'Failed', 'Skipped']);
});

test('what is tried again after its end is under way since that try', () => {
  const { condition } = journeyOf(
    { state: 'executing', result: null, createdAt: at(0), finishedAt: null },
    [move('dev', 0), move('qa', 3, { result: 'failure' }), move('qa', 7, { state: 'executing', result: null })],
    line,
  );
  expect(condition).toMatchObject({ status: 'Unknown', reason: 'Running', lastTransitionTime: at(7) });
  expect(condition.message.text).toBe('Environment Completed: 1 (Failed: 0, Canceled 0), Incomplete: 2, Skipped: 0');
});

test('between two promotions it waits for a person', () => {
  const row = { state: 'executing', result: null, createdAt: at(0), finishedAt: null } as const;
  expect(journeyOf(row, [move('dev', 0)], line).condition).toMatchObject({
    status: 'Unknown',
    reason: 'Waiting',
    lastTransitionTime: at(0),
  });
});

test('an environment that the pipeline has lost still shows what happened there', () => {
  const row = { state: 'executing', result: null, createdAt: at(0), finishedAt: null } as const;
  const { environments } = journeyOf(row, [move('dev', 0), move('old', 2)], line);
  expect(environments.map(({ name, order, type }) => [name, order, type])).toEqual([
    ['dev', 0, 'Succeeded'],
    ['qa', 1, 'Pending'],
    ['prod', 2, 'Pending'],
    ['old', 3, 'Succeeded'],
  ]);
});

const environment = fc.constantFrom('dev', 'qa', 'prod', 'old');
const ending = fc.constantFrom('success', 'failure', 'error', 'cancelled', 'timeout', 'skipped');
const promotions = fc
  .array(
    fc.record({
      environment,
      kind: fc.constantFrom('promotion' as const, 'rollback' as const, 'configuration' as const),
      state: fc.constantFrom('queued' as const, 'executing' as const, 'waiting' as const, 'finished' as const),
      result: ending,
    }),
    { maxLength: 8 },
  )
  .map((list) =>
    list.map(({ environment: name, kind, state, result }, index) =>
      move(name, index * 2, { kind, state, result: state === 'finished' ? result : null }),
    ),
  );
const rows = fc.record({ ended: fc.boolean(), result: ending, minute: fc.nat({ max: 30 }) }).map((row) => ({
  state: row.ended ? ('finished' as const) : ('executing' as const),
  result: row.ended ? row.result : null,
  createdAt: at(0),
  finishedAt: row.ended ? at(row.minute) : null,
}));

test('whatever happened, the condition agrees with the environments and with the times', () => {
  fc.assert(
    fc.property(rows, promotions, (row, moves) => {
      const { condition, environments } = journeyOf(row, moves, line);
      const types = environments.map(({ type }) => type);
      const underWay = types.some((type) => type === 'Queued' || type === 'Running' || type === 'Waiting');
      const own = moves.filter((one) => one.kind === 'promotion');

      // Every environment once, in order.
      expect(environments.map(({ order }) => order)).toEqual(environments.map((_one, index) => index));
      expect(new Set(environments.map(({ name }) => name)).size).toBe(environments.length);
      expect(environments.slice(0, line.length).map(({ name }) => name)).toEqual(line);

      // Unknown exactly as long as something can still happen.
      if (underWay || row.state === 'executing') expect(condition.status).toBe('Unknown');
      if (condition.status !== 'Unknown') {
        expect(row.state).toBe('finished');
        expect(underWay || types.includes('Pending')).toBe(false);
        expect(condition.status === 'True').toBe(row.result === 'success');
      }
      expect(condition.status === 'Unknown').toBe(condition.reason === 'Running' || condition.reason === 'Waiting');

      // The numbers are those of the environments.
      const { completed, failed, cancelled, skipped, incomplete } = condition.message.params;
      expect(failed).toBe(types.filter((type) => type === 'Failed').length);
      expect(cancelled).toBe(types.filter((type) => type === 'Canceled').length);
      expect(skipped).toBe(types.filter((type) => type === 'Skipped').length);
      expect(Number(completed) + Number(skipped) + Number(incomplete ?? 0)).toBe(types.length);

      // Never before it began, never a time at which nothing happened.
      const times = [row.createdAt, row.finishedAt, ...own.flatMap((one) => [one.createdAt])]
        .filter((time) => time !== null)
        .map((time) => time.getTime());
      expect(condition.lastTransitionTime.getTime()).toBeGreaterThanOrEqual(row.createdAt.getTime());
      expect([...times, ...own.map((one) => one.finishedAt?.getTime())]).toContain(
        condition.lastTransitionTime.getTime(),
      );
    }),
    { numRuns: 500 },
  );
});
