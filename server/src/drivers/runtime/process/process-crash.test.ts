import { once } from 'node:events';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { readProcesses } from './process-store.ts';
import { createCrashBench, everydayMoments, testKills } from './test-crash.ts';
import { ask, eventually, listenRouter, settled, startLoad } from './test-runtime.ts';

describe('a server that is killed', () => {
  const bench = createCrashBench();
  const { database, targetId, start, startChild, order, readCount, onlyRuns } = bench;

  testKills(bench, everydayMoments);

  test('leaves its processes running, and the next one restarts them when they crash', async () => {
    const only = order(1);
    const founder = await startChild();
    const onlooker = await start(false);
    await settled(onlooker.runtime, only);
    await onlyRuns(only);
    const before = await readProcesses(database().db, targetId());
    founder.kill('SIGKILL');
    await once(founder, 'exit');
    await start(true);
    const front = await listenRouter(onlooker.router);
    expect(await ask(front.port, 'qa.shop.localhost')).toEqual({ status: 200, body: 'v1' });
    expect((await readProcesses(database().db, targetId())).map((one) => one.id)).toEqual(before.map((one) => one.id));

    await ask(front.port, 'qa.shop.localhost', { path: '/crash' }).catch(() => {});
    await eventually(async () => {
      const processes = await readProcesses(database().db, targetId());
      return processes.find((one) => one.type === 'web' && one.restarts === 1 && one.readyAt !== null);
    });
    // A request that comes while nothing listens waits for what comes up.
    expect(await ask(front.port, 'qa.shop.localhost')).toEqual({ status: 200, body: 'v1' });
    await onlyRuns(only);
    await front.close();
  }, 60_000);

  test('or hangs in the middle of a switch holds nobody up for long, and breaks nothing when it wakes', async () => {
    const [first, second] = [order(1), order(2)];
    const onlooker = await start(true);
    await settled(onlooker.runtime, first);
    const hung = await startChild();
    await eventually(async () => {
      const { rows } = await sql`select from route_acknowledgements where target_id = ${targetId()}`.execute(
        database().db,
      );
      return rows.length === 2 ? true : undefined;
    });
    hung.kill('SIGSTOP');
    const front = await listenRouter(onlooker.router);
    const load = startLoad(front.port, 'qa.shop.localhost');
    expect(await settled(onlooker.runtime, second)).toMatchObject({ state: 'ready' });
    hung.kill('SIGCONT');
    await onlyRuns(second);
    await load.stop();
    await front.close();
    expect(load.failures).toEqual([]);
    expect(await readCount(2)).toBe('once\n');
  }, 60_000);
});
