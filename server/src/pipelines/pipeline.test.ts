import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { environmentsOf, following } from './pipeline.ts';
import { faultsOf } from './pipeline-faults.ts';
import { pipelineSpecSchema } from './pipeline-schema.ts';
import type { PipelineSpec } from './pipeline-schema.ts';

const targets = [{ name: 'local', runtime: 'process' }];
const specOf = (environments: readonly Record<string, unknown>[]): PipelineSpec =>
  pipelineSpecSchema.parse({ app: 'shop', environments: environments.map((one) => ({ targets, ...one })) });

/** A graph of environments as "each comes after these", by index; without limits it may have cycles. */
const graph = fc
  .integer({ min: 1, max: 8 })
  .chain((size) =>
    fc.array(fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }),
  );

function specOfGraph(after: readonly (readonly number[])[]): PipelineSpec {
  return specOf(
    after.map((before, index) => ({
      name: `e${index}`,
      ...(before.length === 0 ? { from: { branch: 'develop' } } : { after: before.map((other) => `e${other}`) }),
    })),
  );
}

/** The model: take away whatever comes after nothing that is left; a cycle is what cannot be taken away. */
function hasCycle(after: readonly (readonly number[])[]): boolean {
  const left = new Set(after.keys());
  for (let removed = true; removed;) {
    removed = false;
    for (const index of left) {
      if ((after[index] ?? []).some((before) => left.has(before))) continue;
      left.delete(index);
      removed = true;
    }
  }
  return left.size > 0;
}

describe('a pipeline of any shape', () => {
  test('has a cycle exactly when taking away what has nothing before it leaves something, and it is named', () => {
    fc.assert(
      fc.property(graph, (after) => {
        const found = faultsOf(specOfGraph(after)).filter((fault) => fault.fault === 'cycle');
        expect(found.length).toBe(hasCycle(after) ? 1 : 0);
        for (const { names } of found) {
          expect(names[0]).toBe(names.at(-1));
          for (const [index, name] of names.slice(0, -1).entries()) {
            expect(after[Number(name.slice(1))]?.map((before) => `e${before}`)).toContain(names[index + 1]);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('is followed by exactly those that name it', () => {
    fc.assert(
      fc.property(graph, (after) => {
        const spec = specOfGraph(after);
        const pipeline = {
          project: 'default',
          name: 'shop',
          app: 'shop',
          generation: 1,
          environments: environmentsOf(spec),
        };
        for (const environment of pipeline.environments) {
          for (const next of following(pipeline, environment.name)) expect(next.after).toContain(environment.name);
          const named = pipeline.environments.filter((other) => other.after.includes(environment.name));
          expect(following(pipeline, environment.name)).toEqual(named);
        }
      }),
    );
  });

  test('as a list without a word about order is a line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), (size) => {
        const names = Array.from({ length: size }, (_one, index) => `e${index}`);
        const spec = specOf(
          names.map((name, index) => ({ name, ...(index === 0 ? { from: { branch: 'main' } } : {}) })),
        );
        expect(environmentsOf(spec).map(({ after }) => after)).toEqual(
          names.map((_name, index) => names.slice(Math.max(0, index - 1), index)),
        );
        expect(faultsOf(spec)).toEqual([]);
      }),
    );
  });
});

describe('what only the whole pipeline shows', () => {
  const entry = { name: 'development', from: { branch: 'develop' } };
  test.each([
    ['two environments of one name', [entry, { name: 'qa' }, { name: 'qa' }], 'duplicate-environment'],
    ['two targets of one name', [{ ...entry, targets: [...targets, ...targets] }], 'duplicate-target'],
    ['a predecessor that is not there', [entry, { name: 'qa', after: ['developmant'] }], 'unknown-after'],
    ['an environment after itself', [entry, { name: 'qa', after: ['qa'] }], 'cycle'],
    [
      'two environments that write one branch',
      [
        entry,
        { name: 'qa', promote: { by: 'merge', branch: 'x' } },
        { name: 'prod', promote: { by: 'merge', branch: 'x' } },
      ],
      'shared-branch',
    ],
    [
      'a branch that feeds and is written',
      [entry, { name: 'qa', promote: { by: 'merge', branch: 'develop' } }],
      'fed-by-own-branch',
    ],
    ['a first environment that nothing enters', [{ name: 'qa' }], 'unreachable'],
  ])('%s', (_what, environments, fault) => {
    expect(faultsOf(specOf(environments)).map((found) => found.fault)).toContain(fault);
  });
});
