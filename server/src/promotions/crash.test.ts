import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPhoenix, prepare, someCrashes, surviveCrash } from './test-crash.ts';
import type { Phoenix } from './test-crash.ts';

let phoenix: Phoenix;
beforeAll(async () => {
  phoenix = await createPhoenix();
  await phoenix.start();
});
afterAll(() => phoenix.end());

describe('a server that dies without warning', () => {
  test.each(someCrashes().map((crash, index) => ({ ...crash, index })))(
    'at $boundary of a $kind by $strategy: the next one finishes it within ten seconds, nothing twice',
    async ({ index, ...crash }) => {
      const app = await prepare(phoenix, `app-${index}`, crash);
      const tookMs = await surviveCrash(phoenix, app, crash);
      console.info(`${crash.kind} ${crash.strategy} ${crash.boundary}: finished ${Math.round(tookMs)} ms after the restart`);
      expect(tookMs).toBeLessThan(10_000);
    },
  );
});
