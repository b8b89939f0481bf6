import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rollbackGoal, servingRelease } from './release.ts';
import type { ReleaseKind, ReleaseResult } from './release.ts';

interface Row {
  readonly number: number;
  readonly artifactId: string;
  readonly kind: ReleaseKind;
  readonly fromNumber: number | null;
  readonly state: 'executing' | 'finished';
  readonly result: ReleaseResult | null;
  readonly stoppedAt: Date | null;
}

type Act =
  | { readonly act: 'promote'; readonly artifact: string; readonly well: boolean }
  | { readonly act: 'rollback' | 'configure' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant('promote' as const),
    artifact: fc.constantFrom('a', 'b', 'c', 'd'),
    well: fc.boolean(),
  }),
  fc.record({ act: fc.constantFrom('rollback', 'configure') }),
);

/** Plays acts against the decision and, beside it, against a stack of what was healthy: the model. */
function play(acts: readonly Act[]): { history: Row[]; stack: string[] } {
  const history: Row[] = [];
  let stack: string[] = [];
  const add = (row: Pick<Row, 'artifactId' | 'kind' | 'fromNumber'>, result: ReleaseResult): void => {
    history.unshift({ ...row, number: history.length + 1, state: 'finished', result, stoppedAt: null });
  };
  for (const one of acts) {
    if (one.act === 'promote') {
      add({ artifactId: one.artifact, kind: 'promotion', fromNumber: null }, one.well ? 'success' : 'failure');
      // After a return, what was returned from is no more; a promotion stands on top of what serves.
      if (one.well && stack.at(-1) !== one.artifact) stack = stack.concat(one.artifact);
      continue;
    }
    const serving = servingRelease(history);
    if (serving === undefined) continue;
    if (one.act === 'configure') {
      add({ artifactId: serving.artifactId, kind: 'configuration', fromNumber: null }, 'success');
      continue;
    }
    const goal = rollbackGoal(history);
    if (goal.goal !== 'release') continue;
    expect(goal.release.result).toBe('success');
    expect(goal.release.artifactId).not.toBe(serving.artifactId);
    add({ artifactId: goal.release.artifactId, kind: 'rollback', fromNumber: goal.release.number }, 'success');
    stack = stack.slice(0, -1);
    expect(goal.release.artifactId).toBe(stack.at(-1));
  }
  return { history, stack };
}

describe('where a rollback goes', () => {
  test('is always one step further back in what was healthy, as a stack would have it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const { history, stack } = play(acts);
        expect(servingRelease(history)?.artifactId).toBe(stack.at(-1));
      }),
      { numRuns: 1000 },
    );
  });

  test('ends: rolling back again and again comes to "nothing" within as many steps as there were releases', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const { history, stack } = play(acts);
        const newest = history[0];
        if (newest?.result !== 'success') return;
        const { history: after } = play([
          ...acts,
          ...Array.from({ length: stack.length }, () => ({ act: 'rollback' as const })),
        ]);
        expect(rollbackGoal(after).goal).toBe('nothing');
        expect(servingRelease(after)?.artifactId).toBe(stack[0]);
      }),
      { numRuns: 1000 },
    );
  });

  test('goes to what serves while something else is being deployed', () => {
    const { history } = play([
      { act: 'promote', artifact: 'a', well: true },
      { act: 'promote', artifact: 'b', well: true },
    ]);
    const coming: Row = {
      number: 3,
      artifactId: 'c',
      kind: 'promotion',
      fromNumber: null,
      state: 'executing',
      result: null,
      stoppedAt: null,
    };
    expect(rollbackGoal([coming, ...history])).toMatchObject({ goal: 'release', release: { number: 2 } });
  });
});
