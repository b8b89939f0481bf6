import { defineMessages } from './lib/message.ts';
import type { DeployOrder, LogLine, Runtime } from './releases/index.ts';

const words = defineMessages({
  test_runs: { en: () => 'runs', uk: () => 'працює' },
  test_starts: { en: () => 'starts', uk: () => 'запускається' },
  test_refused: { en: () => 'does not start', uk: () => 'не запускається' },
});

export interface TestRuntime extends Runtime {
  /** What runs on each target. */
  readonly running: Map<string, DeployOrder>;
  /** Versions that do not start. */
  readonly broken: Set<string>;
  /** Versions that are not ready yet. */
  readonly slow: Set<string>;
  /** What `logs` tells, before it waits for more when it is followed. */
  readonly printed: LogLine[];
  /** How often a removal fails before it succeeds. */
  failRemovals: number;
}

/** A runtime that keeps what it runs in memory and is ready at once. */
export function createTestRuntime(): TestRuntime {
  const running = new Map<string, DeployOrder>();
  const broken = new Set<string>();
  const slow = new Set<string>();
  const printed: LogLine[] = [];
  const healthOf = (targetId: string) => {
    const order = running.get(targetId);
    return order === undefined ? undefined : { releaseId: order.releaseId, healthy: true, message: words.test_runs() };
  };
  const runtime: TestRuntime = {
    name: 'process',
    running,
    broken,
    slow,
    printed,
    failRemovals: 0,
    ensure: async (order) => {
      if (broken.has(order.version)) return { state: 'failed', message: words.test_refused() };
      if (slow.has(order.version)) return { state: 'progressing', message: words.test_starts() };
      running.set(order.targetId, order);
      return { state: 'ready', url: `http://${order.environment}.localhost`, message: words.test_runs() };
    },
    health: async (targetId) => healthOf(targetId),
    healthOf: async (targetIds) =>
      new Map(
        targetIds.flatMap((id) => {
          const health = healthOf(id);
          return health === undefined ? [] : [[id, health] as const];
        }),
      ),
    remove: async (targetId) => {
      if (runtime.failRemovals > 0) {
        runtime.failRemovals -= 1;
        throw new Error('the runtime is not there');
      }
      running.delete(targetId);
    },
    async *logs({ tail, follow, signal }) {
      yield* printed.slice(Math.max(0, printed.length - tail));
      if (follow && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };
  return runtime;
}
