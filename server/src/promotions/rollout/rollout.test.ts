import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRollout } from './rollout.ts';
import type { RolloutFacts, RolloutMove, RolloutTarget } from './rollout.ts';

const now = new Date('2026-11-27T12:00:00Z');
const names = ['a', 'b', 'c', 'd', 'e', 'f'];

/** A rollout carried out in miniature: which targets fail how often is drawn beforehand. */
const world = fc
  .record({
    count: fc.integer({ min: 1, max: 6 }),
    cuts: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
    optional: fc.subarray(names),
    failures: fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 0, max: 4 })),
    parallel: fc.option(fc.integer({ min: 1, max: 3 })),
    pause: fc.constantFrom(null, 'manual' as const, 60_000),
    stopOnFailure: fc.boolean(),
    retries: fc.integer({ min: 0, max: 2 }),
    /** After so many moves a person cancels, or the time is up. */
    cancelAfter: fc.option(fc.integer({ min: 0, max: 12 })),
    overdueAfter: fc.option(fc.integer({ min: 0, max: 12 })),
    order: fc.infiniteStream(fc.nat()),
  })
  .map((drawn) => {
    const all = names.slice(0, drawn.count);
    const cuts = [...new Set(drawn.cuts.filter((cut) => cut > 0 && cut < drawn.count))].toSorted(
      (one, other) => one - other,
    );
    const waves = [0, ...cuts].map((from, index) => all.slice(from, cuts[index] ?? drawn.count));
    return { ...drawn, all, waves };
  });
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

interface Step {
  readonly facts: RolloutFacts;
  readonly move: RolloutMove;
}

function play(drawn: World): Step[] {
  const { rollout, targets: begun } = beginning(drawn);
  let targets = begun;
  let resumedWaves = 0;
  let time = now;
  const left = new Map(Object.entries(drawn.failures));
  const steps: Step[] = [];
  for (let count = 0; count < 200; count += 1) {
    const facts: RolloutFacts = {
      rollout,
      targets,
      others: [],
      retried: 0,
      resumedWaves,
      cancelled: drawn.cancelAfter !== null && count >= drawn.cancelAfter,
      deadline: drawn.overdueAfter !== null && count >= drawn.overdueAfter ? now : null,
      now: time,
    };
    const move = planRollout(facts);
    steps.push({ facts, move });
    if (move.do === 'end') return steps;
    if (move.do === 'pause') {
      if (move.until === null) resumedWaves = move.wave;
      else time = move.until;
    } else if (move.do === 'give') {
      targets = targets.map((target) => {
        const given = move.targets.find(({ id }) => id === target.id);
        if (given === undefined) return target;
        return { ...target, release: { attempt: given.attempt, state: 'executing', result: null, finishedAt: null } };
      });
    } else {
      const running = targets.filter(({ release }) => release?.state === 'executing');
      const chosen = running[(drawn.order.next().value ?? 0) % running.length];
      targets = targets.map((target) => {
        if (target.id !== chosen?.id || target.release === null) return target;
        const failures = left.get(target.name) ?? 0;
        left.set(target.name, failures - 1);
        const result = failures > 0 ? 'failure' : 'success';
        return { ...target, release: { ...target.release, state: 'finished', result, finishedAt: time } };
      });
    }
  }
  throw new Error('it never ends');
}

function beginning({ all, waves, optional, parallel, pause, stopOnFailure, retries }: World) {
  const rollout = { waves, parallel, pause, stopOnFailure, retries };
  const targets = all.map((name): RolloutTarget => ({
    id: `tgt_${name}`,
    name,
    optional: optional.includes(name),
    release: null,
  }));
  return { rollout, targets };
}

const waveOf = ({ waves }: World, name: string) => waves.findIndex((wave) => wave.includes(name));

test('every rollout ends, whatever fails and whoever stops it', () => {
  fc.assert(
    fc.property(world, (drawn) => {
      expect(play(drawn).at(-1)?.move.do).toBe('end');
    }),
    { numRuns: 2000 },
  );
});

test('no wave begins before all of the one before it have ended', () => {
  fc.assert(
    fc.property(world, (drawn) => {
      for (const { facts, move } of play(drawn)) {
        if (move.do !== 'give') continue;
        for (const { id } of move.targets) {
          const wave = waveOf(drawn, id.replace('tgt_', ''));
          for (const target of facts.targets) {
            if (waveOf(drawn, target.name) < wave) expect(target.release?.state).toBe('finished');
          }
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('never more at once than allowed, never more tries than allowed, never one that is healthy again', () => {
  fc.assert(
    fc.property(world, (drawn) => {
      for (const { facts, move } of play(drawn)) {
        if (move.do !== 'give') continue;
        const running = facts.targets.filter(({ release }) => release?.state === 'executing').length;
        if (drawn.parallel !== null) expect(running + move.targets.length).toBeLessThanOrEqual(drawn.parallel);
        for (const { id, attempt } of move.targets) {
          const target = facts.targets.find((one) => one.id === id);
          expect(attempt).toBe((target?.release?.attempt ?? 0) + 1);
          expect(attempt).toBeLessThanOrEqual(drawn.retries + 1);
          expect(target?.release?.result).not.toBe('success');
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('nothing new is given after a cancellation, a deadline, or a failure that stops it', () => {
  fc.assert(
    fc.property(world, (drawn) => {
      for (const { facts, move } of play(drawn)) {
        const isStopped =
          drawn.stopOnFailure &&
          facts.targets.some(
            ({ optional, release }) => !optional && release?.result === 'failure' && release.attempt > drawn.retries,
          );
        if (facts.cancelled || facts.deadline !== null || isStopped) expect(['await', 'end']).toContain(move.do);
      }
    }),
    { numRuns: 2000 },
  );
});

test('the end names every target once, and says success only of all', () => {
  fc.assert(
    fc.property(world, (drawn) => {
      const last = play(drawn).at(-1);
      if (last?.move.do !== 'end') throw new Error('no end');
      const { result, arrived, healthy, failed, skipped } = last.move;
      expect([...healthy, ...failed, ...skipped].toSorted()).toEqual(drawn.all);
      if (result === 'success') expect(healthy).toEqual(drawn.all);
      if (result === 'partial') expect([healthy.length > 0, failed.length + skipped.length > 0]).toEqual([true, true]);
      if (result === 'failure') expect(healthy).toEqual([]);
      if (arrived) {
        expect(skipped).toEqual([]);
        expect(failed.every((name) => drawn.optional.includes(name))).toBe(true);
      } else expect(result).not.toBe('success');
      // Of what was neither stopped nor failed nothing is left out.
      const isCalledOff = last.facts.cancelled || last.facts.deadline !== null;
      if (!isCalledOff && failed.every((name) => drawn.optional.includes(name))) expect(skipped).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('a pause lies between two waves, and a person can end it', () => {
  const facts: RolloutFacts = {
    rollout: { waves: [['a'], ['b']], parallel: null, pause: 600_000, stopOnFailure: true, retries: 0 },
    others: [],
    targets: [
      {
        id: 'tgt_a',
        name: 'a',
        optional: false,
        release: { attempt: 1, state: 'finished', result: 'success', finishedAt: now },
      },
      { id: 'tgt_b', name: 'b', optional: false, release: null },
    ],
    retried: 0,
    resumedWaves: 0,
    cancelled: false,
    deadline: null,
    now,
  };
  const until = new Date(now.getTime() + 600_000);
  expect(planRollout(facts)).toEqual({ do: 'pause', until, wave: 2, waves: 2 });
  const give = { do: 'give', targets: [{ id: 'tgt_b', attempt: 1 }] };
  expect(planRollout({ ...facts, now: until })).toEqual(give);
  expect(planRollout({ ...facts, resumedWaves: 2 })).toEqual(give);
  const byHand: RolloutFacts = { ...facts, rollout: { ...facts.rollout, pause: 'manual' } };
  expect(planRollout(byHand)).toMatchObject({ do: 'pause', until: null });
});

test('what somebody left out counts for the arrival, and for nothing else', () => {
  const facts: RolloutFacts = {
    rollout: { waves: [['a'], ['b'], ['c']], parallel: null, pause: 'manual', stopOnFailure: true, retries: 0 },
    targets: [
      {
        id: 'tgt_b',
        name: 'b',
        optional: false,
        release: { attempt: 1, state: 'finished', result: 'success', finishedAt: now },
      },
    ],
    others: [
      { optional: false, serves: true },
      { optional: true, serves: false },
    ],
    retried: 0,
    resumedWaves: 0,
    cancelled: false,
    deadline: null,
    now,
  };
  expect(planRollout(facts)).toMatchObject({ do: 'end', result: 'success', fulfilled: true, arrived: true });
  const others = [...facts.others, { optional: false, serves: false }];
  expect(planRollout({ ...facts, others })).toMatchObject({ result: 'success', fulfilled: true, arrived: false });
});
