import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../db/test-database.ts';
import type { TestDatabase } from '../../../db/test-database.ts';
import { newId } from '../../../lib/id.ts';
import type { DeployOrder } from '../../../releases/runtime.ts';
import type { Scenario } from './crash-replica.ts';
import { boundaries } from './process-parts.ts';
import type { Boundary } from './process-parts.ts';
import { readProcesses } from './process-store.ts';
import {
  createArtifacts,
  endMarked,
  eventually,
  listenRouter,
  makeDataDir,
  orderOf,
  runningOf,
  settled,
  startLoad,
  startReplica,
  webFiles,
} from './test-runtime.ts';
import type { Artifacts, TestReplica } from './test-runtime.ts';

const files = { ...webFiles, Procfile: 'release: echo once >> $COUNT\nweb: node app.cjs\nclock: exec sleep 1000\n' };

export interface CrashBench {
  database(): TestDatabase;
  targetId(): string;
  /** A server in this process; without `works` it only looks on and routes. */
  start(works: boolean): Promise<TestReplica>;
  /** One in a process of its own, which may be killed. */
  startChild(killAt?: Scenario['killAt']): Promise<ChildProcess>;
  /** An order whose release command counts how often it ran. */
  order(number: number): DeployOrder;
  readCount(number: number): Promise<string>;
  /** Waits until nothing but the release's web process and worker runs. */
  onlyRuns(one: DeployOrder): Promise<true>;
}

/** A database, a data directory and servers for one test each; to be called in a `describe`. */
export function createCrashBench(): CrashBench {
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
  const readCount = (number: number): Promise<string> => readFile(join(data.path, `ran-${number}`), 'utf8');
  const onlyRuns = (one: DeployOrder): Promise<true> =>
    eventually(async () => {
      const now = await runningOf(database.db, targetId);
      return now.length === 2 && now.every((name) => name.endsWith(one.releaseId)) ? true : undefined;
    });
  return {
    database: () => database,
    targetId: () => targetId,
    start,
    startChild,
    order,
    readCount,
    onlyRuns,
  };
}

/** What to kill a server at, and at which time it comes there. */
export type Moment = readonly [boundary: Boundary, time: number];

/** Starting comes three times: for the release command, the web process and the worker. */
export const allMoments: readonly Moment[] = boundaries.flatMap((boundary) =>
  ['intent_written', 'launch_written', 'spawned', 'spawn_recorded'].includes(boundary)
    ? [1, 2, 3].map((time): Moment => [boundary, time])
    : [[boundary, 1] as const],
);

/** One of each kind: nothing begun yet, a start in doubt, a switch half told, an old process half stopped. */
export const everydayMoments: readonly Moment[] = [
  ['unpacked', 1],
  ['launch_written', 1],
  ['spawned', 2],
  ['switched', 1],
  ['stop_signalled', 1],
];

/** Kills a server in the middle of a switch under load, at each moment. */
export function testKills(
  { start, startChild, order, readCount, onlyRuns }: CrashBench,
  moments: readonly Moment[],
): void {
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
}
