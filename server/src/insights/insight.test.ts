import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insightOf } from './insight.ts';
import type { Deployed } from './insight.ts';

const hour = 3_600_000;
const from = new Date('2026-11-01T00:00:00Z');
const period = { from, to: new Date('2026-11-11T00:00:00Z') };

/** One an hour: `+a` a promotion of `a` that arrived, `-a` one that failed, `<a` a rollback to `a`, `!a` one that failed. */
function history(line: string): Deployed[] {
  return line.split(' ').flatMap((word, index) => {
    const [sign = '', artifactId = ''] = word;
    if (sign === '') return [];
    const finishedAt = new Date(from.getTime() + (index + 1) * hour);
    const arrived = sign === '+';
    return {
      kind: sign === '<' || sign === '!' ? ('rollback' as const) : ('promotion' as const),
      succeeded: arrived || sign === '<',
      artifactId,
      finishedAt,
      committedAt: arrived ? new Date(finishedAt.getTime() - (index + 1) * 2 * hour) : null,
    };
  });
}

const told = (line: string, before?: { succeeded: boolean }) => {
  const { metrics, ...counts } = insightOf(history(line), before, period);
  return { ...counts, ...metrics };
};

describe('the figures of a place', () => {
  test('are not enough data where nothing was ever deployed, and a frequency of 0 where something was before', () => {
    const nothing = { value: null, samples: 0 };
    expect(told('')).toMatchObject({
      deploymentFrequency: nothing,
      changeLeadTime: nothing,
      changeFailRate: nothing,
      failedDeploymentRecoveryTime: nothing,
      deploymentReworkRate: nothing,
    });
    expect(told('', { succeeded: true })).toMatchObject({
      deploymentFrequency: { value: 0, samples: 0 },
      changeFailRate: nothing,
    });
  });

  test('count what arrived each day, and take the median of its ways', () => {
    expect(told('+a +b +c +d')).toMatchObject({
      deploymentFrequency: { value: 0.4, samples: 4 },
      changeLeadTime: { value: 5 * hour, samples: 4 },
      changeFailRate: { value: 0, samples: 4 },
      failedDeploymentRecoveryTime: { value: null, samples: 0 },
      deploymentReworkRate: { value: 0, samples: 4 },
    });
  });

  test('call a failure repaired by the next promotion that succeeds, and those in between rework', () => {
    expect(told('+a -b -c +d')).toMatchObject({
      failed: 2,
      unrepaired: 0,
      changeFailRate: { value: 0.5, samples: 4 },
      failedDeploymentRecoveryTime: { value: 1.5 * hour, samples: 2 },
      deploymentReworkRate: { value: 0.5, samples: 4 },
    });
  });

  test('call what was rolled back a failure, from when it was live until the rollback was', () => {
    expect(told('+a +b <a')).toMatchObject({
      changes: 2,
      failed: 1,
      rollbacks: 1,
      deploymentFrequency: { samples: 2 },
      changeFailRate: { value: 0.5, samples: 2 },
      failedDeploymentRecoveryTime: { value: hour, samples: 1 },
      deploymentReworkRate: { value: 1 / 3, samples: 3 },
    });
  });

  test('blame one further back when it is rolled back again, and nobody for the way over several', () => {
    expect(told('+a +b +c <b <a')).toMatchObject({ failed: 2, rollbacks: 2 });
    expect(told('+a +b +c +d <a +e <a')).toMatchObject({ failed: 2 });
    expect(told('+a +b <a <a')).toMatchObject({ failed: 2 });
  });

  test('see in a rollback after a failure its repair, not another failure', () => {
    expect(told('+a -b <a')).toMatchObject({ failed: 1, unrepaired: 0, failedDeploymentRecoveryTime: { samples: 1 } });
    expect(told('+a +b !a <a')).toMatchObject({ failed: 1, failedDeploymentRecoveryTime: { value: 2 * hour } });
  });

  test('remember that a failure from before was not repaired, and count it in its own period only', () => {
    expect(told('+a', { succeeded: false })).toMatchObject({
      failed: 0,
      deploymentReworkRate: { value: 1, samples: 1 },
    });
    expect(told('<a', { succeeded: true })).toMatchObject({ failed: 0, rollbacks: 1, changeFailRate: { value: null } });
    expect(told('+a -b')).toMatchObject({ failed: 1, unrepaired: 1, failedDeploymentRecoveryTime: { value: null } });
  });
});

const line = fc
  .array(fc.tuple(fc.constantFrom('+', '-', '<', '!'), fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 30 })
  .map((all) => all.map((one) => one.join('')).join(' '));
const before = fc.option(fc.record({ succeeded: fc.boolean() }), { nil: undefined });

describe('whatever happened', () => {
  test('shares lie between 0 and 1, times are not negative, and a figure without samples has no value', () => {
    fc.assert(
      fc.property(line, before, (deployments, last) => {
        const { metrics, changes, failed, unrepaired, rollbacks } = insightOf(history(deployments), last, period);
        for (const rate of [metrics.changeFailRate, metrics.deploymentReworkRate]) {
          expect(rate.value === null).toBe(rate.samples === 0);
          expect(rate.value ?? 0).toBeGreaterThanOrEqual(0);
          expect(rate.value ?? 0).toBeLessThanOrEqual(1);
        }
        for (const time of [metrics.changeLeadTime, metrics.failedDeploymentRecoveryTime]) {
          expect(time.value === null).toBe(time.samples === 0);
          expect(time.value ?? 0).toBeGreaterThanOrEqual(0);
        }
        expect(unrepaired).toBeLessThanOrEqual(failed);
        expect(failed).toBeLessThanOrEqual(changes);
        expect(metrics.failedDeploymentRecoveryTime.samples).toBe(failed - unrepaired);
        expect(metrics.deploymentReworkRate.samples).toBe(changes + rollbacks);
        expect(metrics.deploymentFrequency.samples).toBeLessThanOrEqual(changes);
      }),
    );
  });

  test('a success at the end repairs everything, and changes nothing about what has failed', () => {
    fc.assert(
      fc.property(line, before, (deployments, last) => {
        const earlier = insightOf(history(deployments), last, period);
        const later = insightOf(history(`${deployments} +e`), last, period);
        expect(later.unrepaired).toBe(0);
        expect(later.failed).toBe(earlier.failed);
      }),
    );
  });

  test('without a rollback exactly those have failed that did not become healthy', () => {
    fc.assert(
      fc.property(line, before, (deployments, last) => {
        const forward = deployments.replaceAll('<', '+').replaceAll('!', '-');
        const { failed } = insightOf(history(forward), last, period);
        expect(failed).toBe(forward.split('-').length - 1);
      }),
    );
  });
});
