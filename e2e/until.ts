import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;
const lookEveryMs = 50;

/**
 * Looks until there is something to see, and returns it. `undefined` and `false` mean "not yet"; so does an exception,
 * which is told when patience runs out, because the world of these tests is sometimes being restarted.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs: number = patienceMs,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (let last: unknown; ;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain: ${what}`, { cause: last });
    await delay(lookEveryMs);
  }
}
