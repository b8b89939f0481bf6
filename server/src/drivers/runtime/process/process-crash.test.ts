import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../db/test-database.ts';
import type { TestDatabase } from '../../../db/test-database.ts';
import { newId } from '../../../lib/id.ts';
import type { DeployOrder } from '../../../releases/runtime.ts';
import type { Scenario } from './crash-replica.ts';
import { findMarked } from './process-marker.ts';
import { boundaries } from './process-parts.ts';
import { readProcesses } from './process-store.ts';
import {
  ask,
  createArtifacts,
  endMarked,
  eventually,
  listenRouter,
  makeDataDir,
  orderOf,
  settled,
  startLoad,
  startReplica,
  webFiles,
} from './test-runtime.ts';
import type { Artifacts, TestReplica } from './test-runtime.ts';

const files = { ...webFiles, Procfile: 'release: echo once >> $COUNT\nweb: node app.cjs\nclock: exec sleep 1000\n' };

describe('a server that is killed', () => {
  let database: TestDatabase;
  let data: Awaited<ReturnType<typeof makeDataDir>>;
  let artifacts: Artifacts;
  let targetId: string;
  const replicas: TestReplica[] = [];
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    data = await makeDataDir();
    artifacts = createArtifacts();
    targetId = newId('tgt');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    const processes = await readProcesses(database.db, targetId);
    // A test that failed may have left more than the runtime can tidy up.
    try {
      await (await start(true)).runtime.remove(targetId);
    } finally {
      await endMarked(processes.map(({ id }) => id));
    }
    for (const replica of replicas.splice(0)) await replica.stop();
    await database.drop();
    await data.remove();
  });

  const start = async (works: boolean): Promise<TestReplica> => {
    const replica = await startReplica({ connection: database.connection, dataDir: data.path, artifacts, works });
    replicas.push(replica);
    return replica;
  };
  /** A second server, in a process that may be killed. */
  const startChild = async (killAt?: Scenario['killAt']): Promise<ChildProcess> => {
    const scenario: Scenario = {
      connectionString: String(database.connection.connectionString),
      dataDir: data.path,
      files: Object.fromEntries(artifacts.byDigest),
      orders: [...artifacts.orders.values()],
      ...(killAt === undefined ? {} : { killAt }),
    };
    const path = join(data.path, `${newId('prc')}.json`);
    await writeFile(path, JSON.stringify(scenario));
    const child = fork(join(import.meta.dirname, 'crash-replica.ts'), [path], { execArgv: [], stdio: 'inherit' });
    children.push(child);
    await once(child, 'message');
    return child;
  };
  const order = (number: number): DeployOrder =>
    orderOf(artifacts, files, { targetId, releaseNumber: number, env: { COUNT: join(data.path, `ran-${number}`) } });
  /** What really runs for the target, by the marks, whatever the rows say. */
  const running = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const process of await readProcesses(database.db, targetId)) {
      if ((await findMarked(process.id)).length > 0) found.push(`${process.type} ${process.releaseId}`);
    }
    return found.toSorted();
  };
  const readCount = (number: number): Promise<string> => readFile(join(data.path, `ran-${number}`), 'utf8');
  const onlyRuns = (one: DeployOrder): Promise<true> =>
    eventually(async () => {
      const now = await running();
      return now.length === 2 && now.every((name) => name.endsWith(one.releaseId)) ? true : undefined;
    });

  // Starting comes three times: for the release command, the web process and the worker.
  const moments = boundaries.flatMap((boundary) =>
    ['intent_written', 'launch_written', 'spawned', 'spawn_recorded'].includes(boundary)
      ? [1, 2, 3].map((time) => [boundary, time] as const)
      : [[boundary, 1] as const],
  );
  test.each(moments)(
    'at the boundary %s (%i) is followed by one that goes on there, while the old version serves',
    async (boundary, time) => {
      const [first, second] = [order(1), order(2)];
      // The first version is deployed by a server that is gone afterwards: nothing of it is anybody's child.
      const founder = await startChild();
      const onlooker = await start(false);
      expect(await settled(onlooker.runtime, first)).toMatchObject({ state: 'ready' });
      await onlyRuns(first);
      founder.kill('SIGKILL');
      const front = await listenRouter(onlooker.router);
      const load = startLoad(front.port, 'qa.shop.localhost');

      const victim = await startChild({ boundary, time });
      const death = once(victim, 'exit', { signal: AbortSignal.timeout(20_000) });
      await onlooker.runtime.ensure(second);
      expect(await death).toEqual([null, 'SIGKILL']);
      await start(true);
      expect(await settled(onlooker.runtime, second)).toMatchObject({ state: 'ready' });
      await onlyRuns(second);
      await load.stop();
      await front.close();
      expect(load.failures).toEqual([]);
      expect([...load.answers.keys()].toSorted()).toEqual(['v1', 'v2']);
      expect(await readCount(2)).toBe('once\n');
    },
    60_000,
  );

  test('leaves its processes running, and the next one restarts them when they crash', async () => {
    const only = order(1);
    const founder = await startChild();
    const onlooker = await start(false);
    await settled(onlooker.runtime, only);
    await onlyRuns(only);
    const before = await readProcesses(database.db, targetId);
    founder.kill('SIGKILL');
    await once(founder, 'exit');
    await start(true);
    const front = await listenRouter(onlooker.router);
    expect(await ask(front.port, 'qa.shop.localhost')).toEqual({ status: 200, body: 'v1' });
    expect((await readProcesses(database.db, targetId)).map((one) => one.id)).toEqual(before.map((one) => one.id));

    await ask(front.port, 'qa.shop.localhost', { path: '/crash' }).catch(() => {});
    await eventually(async () => {
      const processes = await readProcesses(database.db, targetId);
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
      const { rows } = await sql`select from route_acknowledgements where target_id = ${targetId}`.execute(database.db);
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
