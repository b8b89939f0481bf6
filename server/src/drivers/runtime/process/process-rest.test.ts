import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../db/test-database.ts';
import type { TestDatabase } from '../../../db/test-database.ts';
import { newId } from '../../../lib/id.ts';
import type { DeployOrder } from '../../../releases/runtime.ts';
import { readProcesses } from './process-store.ts';
import {
  ask,
  createArtifacts,
  endMarked,
  eventually,
  listenRouter,
  makeDataDir,
  orderOf,
  runningOf,
  settled,
  startReplica,
  webFiles,
} from './test-runtime.ts';
import type { Artifacts, Files, ReplicaOptions, TestReplica } from './test-runtime.ts';

const host = 'qa.shop.localhost';
const files: Files = {
  ...webFiles,
  Procfile: 'release: echo once >> $COUNT\nweb: node app.cjs\nclock: exec sleep 1000\n',
};

describe('the last server that stops', () => {
  let database: TestDatabase;
  let data: Awaited<ReturnType<typeof makeDataDir>>;
  let artifacts: Artifacts;
  let targetId: string;
  const replicas = new Set<TestReplica>();

  beforeEach(async () => {
    database = await createTestDatabase();
    data = await makeDataDir();
    artifacts = createArtifacts();
    targetId = newId('tgt');
  });
  afterEach(async () => {
    const processes = await readProcesses(database.db, targetId);
    try {
      await (await start()).runtime.remove(targetId);
    } finally {
      await endMarked(processes.map(({ id }) => id));
    }
    for (const replica of replicas) await replica.stop();
    replicas.clear();
    await database.drop();
    await data.remove();
  });

  const start = async (runtime: ReplicaOptions['runtime'] = {}): Promise<TestReplica> => {
    const replica = await startReplica({ connection: database.connection, dataDir: data.path, artifacts, runtime });
    replicas.add(replica);
    return replica;
  };
  /** As the product stops: says that it goes, then ends. */
  const stop = async (replica: TestReplica) => {
    const left = await replica.runtime.leave();
    replicas.delete(replica);
    await replica.stop();
    return left;
  };
  const order = (number = 1, content: Files = files, env: Record<string, string> = {}): DeployOrder =>
    orderOf(artifacts, content, { targetId, releaseNumber: number, env: { COUNT: join(data.path, 'ran'), ...env } });
  const running = (): Promise<string[]> => runningOf(database.db, targetId);
  const onlyRuns = (one: DeployOrder): Promise<true> =>
    eventually(async () => {
      const now = await running();
      return now.join() === `clock ${one.releaseId},web ${one.releaseId}` ? true : undefined;
    });

  test('ends what runs, and the next one starts the same again, as if nothing had crashed', async () => {
    const only = order();
    const first = await start();
    expect(await settled(first.runtime, only)).toMatchObject({ state: 'ready' });
    await onlyRuns(only);
    expect(await stop(first)).toEqual({ apps: 'rested', names: ['shop'], late: 0 });
    expect(await running()).toEqual([]);

    // Sleeping a while before it listens, so that a request comes before it does.
    artifacts.orders.set(only.releaseId, { ...only, env: { ...only.env, START_DELAY: '700' } });
    const second = await start();
    const front = await listenRouter(second.router);
    expect(await second.runtime.health(targetId)).toMatchObject({
      healthy: false,
      message: { code: 'process_resuming' },
    });
    expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v1' });
    await onlyRuns(only);
    expect(await second.runtime.health(targetId)).toMatchObject({ healthy: true, releaseId: only.releaseId });
    expect(await second.runtime.ensure(only)).toMatchObject({ state: 'ready' });
    const now = (await readProcesses(database.db, targetId)).filter((one) => one.stage !== 'gone');
    expect(now.map((one) => one.restarts)).toEqual([0, 0]);
    expect(await readFile(join(data.path, 'ran'), 'utf8')).toBe('once\n');

    // And again, now that there is something that was put to rest before.
    expect(await stop(second)).toMatchObject({ apps: 'rested', late: 0 });
    expect(await running()).toEqual([]);
    await front.close();
  });

  test('is not the one that another server outlives', async () => {
    const only = order();
    const [first, second] = [await start(), await start()];
    await settled(first.runtime, only);
    await onlyRuns(only);
    const before = (await readProcesses(database.db, targetId)).map((one) => one.id);
    expect(await stop(first)).toEqual({ apps: 'kept' });
    await onlyRuns(only);
    expect((await readProcesses(database.db, targetId)).map((one) => one.id)).toEqual(before);
    expect(await stop(second)).toMatchObject({ apps: 'rested' });
    expect(await running()).toEqual([]);
  });

  test('is one of two that stop at the same moment, never none', async () => {
    const only = order();
    for (let round = 0; round < 2; round += 1) {
      const both = [await start(), await start()];
      await settled(both[0]?.runtime ?? (await start()).runtime, only);
      await onlyRuns(only);
      const left = await Promise.all(both.map(stop));
      expect(left.map(({ apps }) => apps).toSorted()).toEqual(['kept', 'rested']);
      expect(await running()).toEqual([]);
    }
  });

  test('may be met by one that starts: in the end each process runs once', async () => {
    const only = order();
    let last = await start();
    await settled(last.runtime, only);
    for (let round = 0; round < 3; round += 1) {
      await onlyRuns(only);
      const leaving = last;
      const coming = sleep(round * 25).then(() => start());
      await Promise.all([stop(leaving), coming]);
      last = await coming;
      await onlyRuns(only);
      const front = await listenRouter(last.router);
      expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v1' });
      await front.close();
    }
  });

  test('kills what does not end when it is asked', async () => {
    const only = order(1, { Procfile: "clock: trap '' TERM; while :; do sleep 0.05; done\n" });
    const first = await start({ graceMs: 300 });
    await settled(first.runtime, only);
    expect(await stop(first)).toEqual({ apps: 'rested', names: ['shop'], late: 0 });
    expect(await running()).toEqual([]);
  });

  test('leaves a release that is on its way where it was, and the next one goes on with it', async () => {
    const slow = 'release: echo begun >> $COUNT; test "$(wc -l < $COUNT)" -gt 1 || exec sleep 1000\n';
    const only = order(1, { ...webFiles, Procfile: `${slow}web: node app.cjs\n` });
    const first = await start();
    await first.runtime.ensure(only);
    await eventually(async () => ((await running())[0] === `release ${only.releaseId}` ? true : undefined));
    await eventually(() => readFile(join(data.path, 'ran'), 'utf8').catch(() => undefined));
    expect(await stop(first)).toMatchObject({ apps: 'rested', late: 0 });
    expect(await running()).toEqual([]);
    const second = await start();
    expect(await second.runtime.ensure(only)).toMatchObject({ state: 'progressing' });
    expect(await settled(second.runtime, only)).toMatchObject({ state: 'ready' });
    expect(await readFile(join(data.path, 'ran'), 'utf8')).toBe('begun\nbegun\n');

    const next = order(2, webFiles, { START_DELAY: '2500' });
    await second.runtime.ensure(next);
    await eventually(async () => ((await running()).includes(`web ${next.releaseId}`) ? true : undefined));
    await stop(second);
    expect(await running()).toEqual([]);
    const third = await start();
    expect(await settled(third.runtime, next)).toMatchObject({ state: 'ready' });
    await eventually(async () => ((await running()).join() === `web ${next.releaseId}` ? true : undefined));
  });
});
