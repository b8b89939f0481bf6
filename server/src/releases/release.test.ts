import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rollbackGoal, servingRelease } from './release.ts';
import type { Release } from './release.ts';

type Entry = Pick<Release, 'number' | 'artifactId' | 'kind' | 'fromNumber' | 'state' | 'result' | 'stoppedAt'>;

const at = new Date('2026-01-01T00:00:00Z');

/** Plays what people do on one target, by the rules of the product; newest first. */
function played(acts: readonly string[]): Entry[] {
  const history: Entry[] = [];
  const give = (artifactId: string, result: Release['result'], fromNumber: number | null = null): void => {
    const kind = fromNumber === null ? 'promotion' : 'rollback';
    history.unshift({
      number: history.length + 1,
      artifactId,
      kind,
      fromNumber,
      state: 'finished',
      result,
      stoppedAt: null,
    });
  };
  for (const act of acts) {
    if (act === 'stop') {
      const serving = servingRelease(history);
      if (serving !== undefined) history[history.indexOf(serving)] = { ...serving, stoppedAt: at };
    } else if (act === 'rollback') {
      const goal = rollbackGoal(history);
      if (goal.goal === 'release') give(goal.release.artifactId, 'success', goal.release.number);
    } else give(act.slice(-1), act.startsWith('fail') ? 'failure' : 'success');
  }
  return history;
}

const acts = fc.array(fc.constantFrom('ok a', 'ok b', 'ok c', 'fail a', 'fail b', 'stop', 'rollback'), {
  maxLength: 25,
});

describe('whatever happened on a target', () => {
  test('what serves is the newest success, and nothing serves after a stop until the next success', () => {
    fc.assert(
      fc.property(acts, (what) => {
        const history = played(what);
        const newest = history.find((release) => release.result === 'success');
        expect(servingRelease(history)).toEqual(newest?.stoppedAt === null ? newest : undefined);
        expect(servingRelease(played([...what, 'stop']))).toBeUndefined();
        expect(servingRelease(played([...what, 'stop', 'fail a']))).toBeUndefined();
        expect(servingRelease(played([...what, 'stop', 'ok a']))?.artifactId).toBe('a');
      }),
    );
  });

  test('a rollback after a stop brings back what was stopped, and a second one goes where it would have gone without the stop', () => {
    fc.assert(
      fc.property(acts, (what) => {
        const before = played(what);
        const serving = servingRelease(before);
        fc.pre(serving !== undefined && before[0] === serving);
        const back = played([...what, 'stop', 'rollback']);
        expect(servingRelease(back)?.artifactId).toBe(serving?.artifactId);
        const [without, after] = [rollbackGoal(before), rollbackGoal(back)];
        expect(after.goal).toBe(without.goal);
        if (after.goal === 'release' && without.goal === 'release') {
          expect(after.release.number).toBe(without.release.number);
        }
      }),
    );
  });

  test('a rollback only ever goes to what was healthy there and has other content than what serves', () => {
    fc.assert(
      fc.property(acts, (what) => {
        const history = played(what);
        const goal = rollbackGoal(history);
        if (goal.goal !== 'release') return;
        expect(goal.release.result).toBe('success');
        if (goal.serving !== undefined) expect(goal.release.artifactId).not.toBe(goal.serving.artifactId);
      }),
    );
  });
});
