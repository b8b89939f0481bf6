import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPhoenix, prepare, someCrashes, surviveCrash } from './test-crash.ts';
import type { Phoenix } from './test-crash.ts';
import type { TestApp } from '../test-sluice.ts';

let phoenix: Phoenix;
const apps = new Map<string, TestApp>();
beforeAll(async () => {
  phoenix = await createPhoenix();
  await phoenix.start();
});
afterAll(() => phoenix.end());

describe('a server that dies without warning', () => {
  test.each(someCrashes().map((crash, index) => ({ ...crash, index })))(
    'at $boundary of a $kind by $strategy: the next one finishes it within ten seconds, nothing twice',
    async ({ index, ...crash }) => {
      const app = apps.get(crash.strategy) ?? (await prepare(phoenix, `by-${crash.strategy}`, crash.strategy));
      apps.set(crash.strategy, app);
      const { startMs, wholeMs } = await surviveCrash(phoenix, app, crash, `v${index}`);
      const what = `${crash.kind} by ${crash.strategy}, ${crash.boundary}`;
      console.info(`${what}: over ${wholeMs} ms after the restart, of which ${startMs} ms to start`);
      // How long a busy machine takes to start a process says nothing about what it resumes.
      expect(wholeMs - startMs).toBeLessThan(10_000);
    },
  );
});
