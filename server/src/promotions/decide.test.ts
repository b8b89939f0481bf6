import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Gate } from '../gates/index.ts';
import type { Message } from '../lib/message.ts';
import { decide } from './decide.ts';
import type { Facts } from './decide.ts';
import { pointOfNoReturn, stepsOf } from './promotion.ts';
import type { StepKey } from './promotion.ts';
import { promotionKinds, results } from './promotion-schema.ts';
import type { PromotionState, Result } from './promotion-schema.ts';

const words = (text: string): Message => ({ code: 'test', params: {}, text });
const gateOf = (name: Gate['name'], status: Gate['status'], changesAt: Date | null = null): Gate => ({
  name,
  status,
  message: words(`${name} is ${status}`),
  since: null,
  changesAt,
  opensBy: null,
});

const gate = fc
  .record({
    name: fc.constantFrom('order', 'lock', 'withdrawn', 'approvals'),
    status: fc.constantFrom('open', 'waiting', 'closed'),
    changesAt: fc.option(fc.date({ noInvalidDate: true })),
  })
  .map(({ name, status, changesAt }) => gateOf(name, status, changesAt));
const journey = fc
  .record({
    kind: fc.constantFrom(...promotionKinds),
    strategy: fc.constantFrom('direct', 'merge', 'pull-request'),
    verified: fc.boolean(),
  })
  .map(({ kind, strategy, verified }) => stepsOf(kind, strategy, verified));
const deadline = fc.option(fc.record({ at: fc.date({ noInvalidDate: true }), isOver: fc.boolean() }));
const step = (key: StepKey) =>
  fc.record({
    key: fc.constant(key),
    state: fc.constantFrom('pending', 'executing', 'waiting', 'finished'),
    result: fc.constantFrom(...results),
    message: fc.constantFrom(null, words('step')),
    output: fc.constantFrom({}, { partial: 'us' }),
  });
const facts: fc.Arbitrary<Facts> = journey.chain((keys) =>
  fc.record({
    state: fc.constantFrom('queued', 'executing', 'waiting', 'finished'),
    steps: fc.tuple(...keys.map(step)).map(inTurn),
    passed: fc.boolean(),
    deadline,
    gates: fc.array(gate, { maxLength: 4 }),
    ahead: fc.option(fc.record({ id: fc.string() })),
    cancelledBy: fc.option(fc.string()),
    supersededBy: fc.option(fc.string()),
  }),
);

/** No step begins before the ones before it have ended. */
function inTurn<S extends Facts['steps'][number]>(steps: readonly S[]): S[] {
  const first = steps.findIndex(({ state, result }) => state !== 'finished' || result !== 'success');
  return steps.map((one, index) => (first === -1 || index <= first ? one : { ...one, state: 'pending' }));
}

describe('a decision about any facts', () => {
  test('is always explained, and the same facts give the same one', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const decision = decide(given);
        expect(decision.because.text).not.toBe('');
        expect(decision).toEqual(decide(given));
      }),
    );
  });

  test('passes the point of no return only through open gates, in turn, and not when called off', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { next } = decide(given);
        if (next.do !== 'step') return;
        const edge = pointOfNoReturn(given.steps);
        const index = given.steps.findIndex(({ key }) => key === next.key);
        expect(
          given.steps.slice(0, index).every(({ state, result }) => state === 'finished' && result === 'success'),
        ).toBe(true);
        if (given.passed) return;
        if (index >= edge) expect(given.gates.filter(({ status }) => status !== 'open')).toEqual([]);
        expect([given.ahead, given.cancelledBy, given.supersededBy]).toEqual([null, null, null]);
        expect(given.deadline?.isOver).not.toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('ends at a closed gate at whatever step it is, as long as the gates have not let it through', () => {
    // On its own way, as far as the step that changes the world and no farther: that one has not begun.
    const edgeOf = (keys: readonly StepKey[]) => pointOfNoReturn(keys.map((key) => ({ key })));
    const uncommitted = journey.chain((keys) =>
      fc.record({
        state: fc.constantFrom('queued', 'executing', 'waiting'),
        steps: fc
          .record({
            done: fc.nat({ max: edgeOf(keys) }),
            begun: fc.constantFrom('pending', 'executing', 'waiting'),
          })
          .map(({ done, begun }) =>
            keys.map((key, index) => ({
              key,
              state: index < done ? ('finished' as const) : index === done && index < edgeOf(keys) ? begun : 'pending',
              result: index < done ? ('success' as const) : null,
              message: null,
              output: {},
            })),
          ),
        passed: fc.constant(false),
        deadline: fc.constant(null),
        gates: fc.array(gate, { maxLength: 4 }),
        ahead: fc.constant(null),
        cancelledBy: fc.constant(null),
        supersededBy: fc.constant(null),
      }),
    );
    fc.assert(
      fc.property(uncommitted, (given) => {
        const closed = given.gates.find(({ status }) => status === 'closed');
        const { next, because } = decide(given);
        if (closed === undefined) expect(next.do).not.toBe('finish');
        else expect([next, because]).toEqual([{ do: 'finish', result: 'failure' }, closed.message]);
      }),
      { numRuns: 1000 },
    );
  });

  test('cancels no step that has begun to change the world, and names what was done before it', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { next, because } = decide(given);
        if (next.do !== 'finish' || next.result !== 'cancelled') return;
        if (given.steps.some(({ state, result }) => state === 'finished' && result === 'cancelled')) return;
        const edge = pointOfNoReturn(given.steps);
        const first = given.steps.findIndex(({ state }) => state !== 'finished');
        if (given.passed) expect(given.steps[first]?.state).toBe('pending');
        if (first > edge) expect(because.code).not.toBe('promotion_cancelled');
      }),
      { numRuns: 1000 },
    );
  });

  test('ends in part only what has come to its end', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { next } = decide(given);
        if (next.do !== 'finish' || (next.result !== 'partial' && next.result !== 'success')) return;
        if (given.steps.some(({ state, result }) => state === 'finished' && result === 'partial')) return;
        expect(given.steps.every(({ state, result }) => state === 'finished' && result === 'success')).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('waits no longer than until the first gate that changes by itself, or its deadline', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { next } = decide(given);
        if (next.do !== 'wait') return;
        const times = given.gates
          .filter(({ status }) => status !== 'open')
          .flatMap(({ changesAt }) => (changesAt === null ? [] : [changesAt.getTime()]))
          .concat(given.deadline === null ? [] : [given.deadline.at.getTime()]);
        expect(next.until?.getTime()).toBe(times.length === 0 ? undefined : Math.min(...times));
      }),
      { numRuns: 1000 },
    );
  });
});

/** A world in miniature: two promotions into one environment, carried out as the controller does, with crashes. */
interface Mover {
  readonly id: string;
  readonly version: string;
  state: PromotionState;
  result: Result | null;
  steps: {
    key: StepKey;
    state: 'pending' | 'executing' | 'waiting' | 'finished';
    result: Result | null;
    message: null;
    output: Record<string, string>;
  }[];
  passed: boolean;
  cancelledBy: string | null;
  supersededBy: string | null;
  gate: Gate['status'];
}

type Act =
  | {
      readonly act: 'look';
      readonly who: number;
      readonly answer: 'done' | 'wait' | 'failed' | 'crash-before' | 'crash-after';
    }
  | { readonly act: 'cancel' | 'supersede' | 'retry'; readonly who: number }
  | { readonly act: 'gate'; readonly who: number; readonly status: Gate['status'] };

const who = fc.nat({ max: 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('look' as const),
      who,
      answer: fc.constantFrom('done', 'done', 'done', 'wait', 'failed', 'crash-before', 'crash-after'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('cancel', 'supersede', 'retry'), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('gate' as const),
      who,
      status: fc.constantFrom('open', 'open', 'waiting', 'closed'),
    }),
  },
);

test('two promotions into one environment, whatever happens: one at a time, through open gates, to an end that is told', () => {
  fc.assert(
    fc.property(journey, journey, fc.array(act, { maxLength: 80 }), (first, second, acts) => {
      const movers = [first, second].map((keys, index): Mover => ({
        id: `p${index}`,
        version: `v${index}`,
        state: 'queued',
        result: null,
        steps: keys.map((key) => ({ key, state: 'pending', result: null, message: null, output: {} })),
        passed: false,
        cancelledBy: null,
        supersededBy: null,
        gate: 'waiting',
      }));
      // What the target was last given, and by whom the environment was changed since it was last free.
      const changers = new Set<string>();

      const factsOf = (mover: Mover): Facts => {
        const line = movers
          .filter(({ state }) => state !== 'finished')
          .toSorted((one, other) => Number(one.state === 'queued') - Number(other.state === 'queued'));
        const [ahead] = line;
        return {
          ...mover,
          deadline: null,
          gates: [gateOf('approvals', mover.gate)],
          ahead: ahead === undefined || ahead === mover ? null : ahead,
        };
      };
      const look = (mover: Mover, answer: string): void => {
        const { next, because } = decide(factsOf(mover));
        expect(because.text).not.toBe('');
        if (next.do === 'finish') {
          mover.state = 'finished';
          mover.result = next.result;
          if (next.result === 'cancelled' && changers.has(mover.id))
            expect(because.code).toBe('promotion_cancelled_late');
          changers.delete(mover.id);
        }
        if (next.do === 'wait') mover.state = 'waiting';
        if (next.do !== 'step') return;
        const current = mover.steps.find(({ key }) => key === next.key);
        if (current === undefined) throw new Error('a step that it does not have');
        const crossing = mover.steps.indexOf(current) >= pointOfNoReturn(mover.steps) && !mover.passed;
        if (crossing) expect(mover.gate).toBe('open');
        mover.passed ||= crossing;
        mover.state = 'executing';
        current.state = 'executing';
        if (answer === 'crash-before') return;
        // The act itself; it may happen again after a crash, and must then be the same one's.
        if (mover.steps.indexOf(current) >= pointOfNoReturn(mover.steps)) changers.add(mover.id);
        expect(changers.size).toBeLessThanOrEqual(1);
        if (answer === 'crash-after') return;
        if (answer === 'wait') current.state = 'waiting';
        else Object.assign(current, { state: 'finished', result: answer === 'done' ? 'success' : 'failure' });
      };

      /** Goes on at the step that failed, with the gates asked anew. */
      const retry = (mover: Mover): void => {
        const from = mover.steps.findIndex(({ state, result }) => state === 'finished' && result !== 'success');
        if (mover.state !== 'finished' || from === -1) return;
        Object.assign(mover, { state: 'queued', result: null, passed: false, cancelledBy: null, supersededBy: null });
        for (const step of mover.steps.slice(from)) Object.assign(step, { state: 'pending', result: null });
      };

      for (const one of acts) {
        const mover = movers[one.who];
        if (mover === undefined) continue;
        if (one.act === 'retry') retry(mover);
        if (mover.state === 'finished' || one.act === 'retry') continue;
        if (one.act === 'look') look(mover, one.answer);
        else if (one.act === 'gate') mover.gate = one.status;
        // The commands themselves refuse what is past the point of no return; `decide` must stand it all the same.
        else if (one.act === 'cancel') mover.cancelledBy = 'ada';
        else mover.supersededBy = 'newer';
        expect(movers.filter(({ state }) => state === 'executing' || state === 'waiting').length).toBeLessThanOrEqual(
          1,
        );
      }

      // Once the gates open and steps answer, everything comes to its end in a bounded number of looks.
      for (const mover of movers) mover.gate = 'open';
      for (let round = 0; round < 20; round += 1)
        for (const mover of movers) if (mover.state !== 'finished') look(mover, 'done');
      expect(movers.map(({ state }) => state)).toEqual(['finished', 'finished']);
      expect(movers.every(({ result }) => result !== null)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
