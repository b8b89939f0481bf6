import { once } from 'node:events';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { allMoments, createCrashBench, everydayMoments, testKills } from './test-crash.ts';
import { ask, listenRouter, settled } from './test-runtime.ts';

describe('a server that is killed', () => {
  const everyday = new Set(everydayMoments.map((moment) => moment.join()));
  testKills(
    createCrashBench(),
    allMoments.filter((moment) => !everyday.has(moment.join())),
  );
});

describe('the last server, killed while it ends the apps', () => {
  const { database, start, startChild, order, onlyRuns } = createCrashBench();

  test.each(['stop_recorded', 'stop_signalled', 'gone_recorded'])(
    'at the boundary %s is followed by one that starts each once',
    async (boundary) => {
      const only = order(1);
      const first = await start(true);
      await settled(first.runtime, only);
      await onlyRuns(only);
      const victim = await startChild({ boundary, time: 1 });
      expect(await first.runtime.leave()).toEqual({ apps: 'kept' });
      await first.stop();
      const death = once(victim, 'exit', { signal: AbortSignal.timeout(20_000) });
      victim.send('leave');
      expect(await death).toEqual([null, 'SIGKILL']);
      const next = await start(true);
      await onlyRuns(only);
      const front = await listenRouter(next.router);
      expect(await ask(front.port, 'qa.shop.localhost')).toEqual({ status: 200, body: 'v1' });
      await front.close();
      const { rows } = await sql`select from processes where restarts > 0`.execute(database().db);
      expect(rows).toEqual([]);
    },
  );
});
