import type { Message } from '../lib/message.ts';
import type { Target } from '../pipelines/index.ts';
import type { Runtime } from '../releases/index.ts';
import { environmentMessages as messages } from './environment-messages.ts';

export interface TargetHealth {
  /** Null: the runtime did not say. */
  readonly healthy: boolean | null;
  readonly message: Message | null;
}

export type ReadHealth = (targets: readonly Pick<Target, 'id' | 'runtime'>[]) => Promise<Map<string, TargetHealth>>;

/**
 * How what serves on each target is at this moment, as its runtime sees it. A runtime that is down, unknown or slow makes
 * its own targets unknown; the others are answered.
 */
export function createReadHealth(runtimes: readonly Runtime[], patienceMs = 2000): ReadHealth {
  return async (targets) => {
    const groups = Map.groupBy(targets, (target) => target.runtime);
    const answers = await Promise.all(
      [...groups].map(async ([name, group]) => {
        const ids = group.map((target) => target.id);
        const runtime = runtimes.find((candidate) => candidate.name === name);
        if (runtime === undefined) return unknown(ids, messages.health_runtime_unknown({ runtime: name }));
        return within(patienceMs, askRuntime(runtime, ids), () =>
          unknown(ids, messages.health_late({ runtime: name })),
        );
      }),
    );
    return new Map(answers.flatMap((answer) => [...answer]));
  };
}

async function askRuntime(runtime: Runtime, ids: readonly string[]): Promise<Map<string, TargetHealth>> {
  try {
    const found = await runtime.healthOf(ids);
    return new Map(
      ids.map((id) => {
        const { healthy, message } = found.get(id) ?? { healthy: false, message: messages.health_nothing_there() };
        return [id, { healthy, message }];
      }),
    );
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return unknown(ids, messages.health_unknown({ runtime: runtime.name, problem }));
  }
}

function unknown(ids: readonly string[], message: Message): Map<string, TargetHealth> {
  return new Map(ids.map((id) => [id, { healthy: null, message }]));
}

async function within<T>(ms: number, work: Promise<T>, otherwise: () => T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(otherwise()), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
