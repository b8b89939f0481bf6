import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type pg from 'pg';
import { createRepositories } from '../apps/index.ts';
import { createTestDatabase } from '../db/test-database.ts';
import type { TestDatabase } from '../db/test-database.ts';
import { createTestFolder } from '../db/test-folder.ts';
import { freePort } from '../listen.ts';
import { createGit } from '../lib/git/git.ts';
import { adminToken, answerOf, createTestApp, doorOf, endProcesses, query, until } from '../test-sluice.ts';
import type { Door, TestApp, TestSluice } from '../test-sluice.ts';
import type { ServerOrder } from '../test-sluice-process.ts';
import { stepsOf } from './promotion.ts';
import type { StepKey } from './promotion.ts';
import { stepMoments } from './promotion-controller.ts';
import type { PromotionKind } from './promotion-schema.ts';

const program = fileURLToPath(new URL('../test-sluice-process.ts', import.meta.url));

/** A server that may be killed and started again, on one database, data directory and port. */
export interface Phoenix {
  readonly sluice: TestSluice;
  start(): Promise<void>;
  /** From now on it kills itself when it next comes to the boundary. */
  arm(boundary: string): Promise<void>;
  isRunning(): boolean;
  died(): Promise<void>;
  kill(): Promise<void>;
  end(): Promise<void>;
}

export async function createPhoenix(given?: {
  readonly connection: pg.ClientConfig;
  readonly pool: pg.Pool;
}): Promise<Phoenix> {
  const folder = await createTestFolder('sluice-crash-');
  const dataDir = join(folder.path, 'data');
  const database = given === undefined ? await createTestDatabase({ maxConnections: 4 }) : undefined;
  const { connection, pool } = database ?? given ?? unreachable();
  const port = await freePort('127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const repositories = createRepositories({ git: createGit({ searchPath: process.env['PATH'] ?? '' }), dataDir });
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  let door: Door | undefined;
  const log: string[] = [];

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    child?.kill(signal);
    await exited;
  };
  const phoenix: Phoenix = {
    sluice: {
      url,
      port,
      dataDir,
      database: { connection, pool },
      log: () => log.join(''),
      get door() {
        if (door === undefined) throw new Error('the server was never started');
        return door;
      },
      as: () => unreachable(),
      repository: (app) => repositories.open('default', app),
      stop: () => phoenix.end(),
    },
    start: async () => {
      const order: ServerOrder = { connection, dataDir, port };
      const started = fork(program, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      started.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text));
      child = started;
      exited = once(started, 'exit');
      await Promise.race([once(started, 'message'), exited]);
      door ??= doorOf(url, await adminToken(dataDir));
    },
    arm: async (boundary) => {
      if (child === undefined) throw new Error('the server was never started');
      const armed = once(child, 'message');
      child.send(boundary);
      await armed;
    },
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    died: async () => {
      await exited;
    },
    kill: () => stop('SIGKILL'),
    end: async () => {
      await stop('SIGKILL');
      await endProcesses({ pool });
      await database?.drop();
      await folder.remove();
    },
  };
  return phoenix;
}

function unreachable(): never {
  throw new Error('this is never asked here');
}

/** One crash: what is under way, and where in it the server dies. */
export interface Crash {
  readonly kind: PromotionKind;
  readonly strategy: 'direct' | 'merge' | 'pull-request';
  readonly boundary: string;
}

const journeys = [
  ['promotion', 'direct'],
  ['promotion', 'merge'],
  ['promotion', 'pull-request'],
  ['rollback', 'direct'],
  ['configuration', 'direct'],
] as const;
const around = ['before-run', 'after-run', 'after-record'];

/** Every boundary of every step of every strategy, derived from the steps themselves. */
export function everyCrash(): Crash[] {
  const ofSteps = journeys.flatMap(([kind, strategy]) =>
    stepsOf(kind, strategy).flatMap((key) =>
      stepMoments.map((moment) => ({ kind, strategy, boundary: `promotion/${key}/${moment}` })),
    ),
  );
  const ofReleases = around.map((moment) => ({
    kind: 'promotion' as const,
    strategy: 'direct' as const,
    boundary: `release/${moment}`,
  }));
  const ofBuilds = around.map((moment) => ({
    kind: 'promotion' as const,
    strategy: 'merge' as const,
    boundary: `build/${moment}`,
  }));
  return [...ofSteps, ...ofReleases, ...ofBuilds];
}

/** Each step once, at one of its boundaries in turn. */
export function someCrashes(): Crash[] {
  const steps = stepsOf('promotion', 'pull-request').map((key, index) => ({
    kind: 'promotion' as const,
    strategy: 'pull-request' as const,
    boundary: `promotion/${key}/${stepMoments[index % stepMoments.length]}`,
  }));
  return [
    ...steps,
    { kind: 'rollback', strategy: 'direct', boundary: 'promotion/deploy/after-run' },
    { kind: 'configuration', strategy: 'direct', boundary: 'release/after-run' },
    { kind: 'promotion', strategy: 'merge', boundary: 'build/after-run' },
  ];
}

/** An app with something in prod and a hotfix on prod's branch, so that every merge makes content of its own. */
export async function prepare(phoenix: Phoenix, name: string, strategy: Crash['strategy']): Promise<TestApp> {
  const app = await createTestApp(phoenix.sluice, name, {
    environments: `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: prod
      promote: { by: ${strategy} }
      targets: [{ name: local, runtime: process }]
`,
  });
  await app.push('first');
  await app.live('development', 'first');
  await toProd(phoenix, app);
  if (strategy !== 'direct') {
    await app.work.git('checkout', '-q', '-b', 'hotfix');
    await app.work.commit({ 'hot.txt': 'fix\n' }, 'Mend in a hurry');
    await app.work.git('push', '-q', app.repository.path, 'HEAD:refs/heads/prod');
    await app.work.git('checkout', '-q', 'develop');
  }
  return app;
}

async function toProd(phoenix: Phoenix, app: TestApp): Promise<void> {
  await drive(phoenix, app, (await app.promote({ environment: 'prod' })).id);
}

/** Approves when asked and starts the server again whenever it has died, until the promotion is over. */
async function drive(
  phoenix: Phoenix,
  app: TestApp,
  id: string,
  onDeath: () => Promise<void> = async () => {},
): Promise<Took | undefined> {
  let restartedAt: number | undefined;
  let readyAt = 0;
  await until(async () => {
    if (!phoenix.isRunning()) {
      await onDeath();
      restartedAt = performance.now();
      await phoenix.start();
      readyAt = performance.now();
    }
    try {
      const found = await app.promotion(id);
      if (found.state === 'waiting') await phoenix.sluice.door.ask('POST', `/v1/promotions/${id}/approvals`, {});
      return found.state === 'finished' ? found : undefined;
    } catch (error) {
      // Its death is seen by the connection before the exit is.
      if (!String(error).includes('fetch failed')) throw error;
      return undefined;
    }
  }, 40_000);
  if (restartedAt === undefined) return undefined;
  return { startMs: Math.round(readyAt - restartedAt), wholeMs: Math.round(performance.now() - restartedAt) };
}

/** From the start of the next server: until it was up, and until the promotion was over. */
export interface Took {
  readonly startMs: number;
  readonly wholeMs: number;
}

async function begin(phoenix: Phoenix, app: TestApp, { kind }: Crash): Promise<void> {
  const { door } = phoenix.sluice;
  // The answer may be lost with the server; what it began is in the rows.
  try {
    if (kind === 'promotion') await app.promote({ environment: 'prod' });
    else if (kind === 'rollback') await app.rollback({ environment: 'prod' });
    else {
      await door.ask('PATCH', `/v1/apps/${app.name}/environments/prod/configuration`, { set: { SHOWN_A: '1' } });
    }
  } catch (error) {
    if (!String(error).includes('fetch failed')) throw error;
  }
}

/** Lets the server die at the boundary, starts it again, and looks at everything that could be lost or doubled. */
export async function surviveCrash(phoenix: Phoenix, app: TestApp, crash: Crash, version: string): Promise<Took> {
  const { database } = phoenix.sluice;
  if (!phoenix.isRunning()) await phoenix.start();
  const before = await app.answer('prod');
  if (crash.kind !== 'configuration') {
    await app.push(version);
    await app.live('development', version);
  }
  if (crash.kind === 'rollback') await toProd(phoenix, app);
  const expected = crash.kind === 'promotion' ? version : before;
  const [serving] = await running(database, app);
  const merges = await mergesOf(app);
  expect(serving).toBeDefined();
  await phoenix.arm(crash.boundary);
  await begin(phoenix, app, crash);
  const id = await newestId(database, app, crash.kind);

  // The server that was told to die is replaced by one that was not, as soon as it is gone.
  const took = await drive(phoenix, app, id, async () => {
    // Nobody routes now, but what serves is still there, and only what may: the old version or the new one.
    const answers = await Promise.all((await running(database, app)).map(({ port }) => answerOf(port, 'localhost')));
    expect([before, expected, version]).toContain(answers.find((answer) => answer !== undefined));
  });
  if (took === undefined) throw new Error(`the server never came to ${crash.boundary}`);

  const done = await app.promotion(id);
  expect(done).toMatchObject({ state: 'finished', result: 'success' });
  expect(await app.answer('prod')).toBe(expected);
  expect(done.releases).toHaveLength(1);
  const numbers = (await app.releases('prod')).map((release) => release.number);
  expect(numbers).toEqual(numbers.map((_number, index) => numbers.length - index));
  const alive = await until(async () => {
    const processes = await running(database, app);
    return processes.length === 1 ? processes : undefined;
  });
  expect(alive[0]?.pid).not.toBe(serving?.pid);

  if (crash.kind === 'promotion') {
    const revision = done.output?.revision ?? '';
    expect(await app.repository.tagsAt(revision)).toContain(`prod/${done.output?.version}`);
    expect(await mergesOf(app)).toBe(merges + (crash.strategy === 'direct' ? 0 : 1));
  }
  const events = await phoenix.sluice.door.get<{ items: Awaited<ReturnType<TestApp['events']>> }>(
    `/v1/events?promotion=${id}&limit=1000`,
  );
  const told = events.items
    .map(({ type, data }) => (typeof data['step'] === 'string' ? `${type} ${data['step']}` : type))
    .filter((type) => type.startsWith('promotion.') || type.startsWith('step.') || type.startsWith('release.'))
    .filter((type) => !type.includes('progressed') && !/waiting|approved/.test(type));
  expect(told).toEqual(storyOf(stepsOf(crash.kind, crash.strategy)));
  return took;
}

function storyOf(steps: readonly StepKey[]): string[] {
  const ofSteps = steps.flatMap((key) => [
    `step.started ${key}`,
    ...(key === 'deploy' ? ['release.started', 'release.finished'] : []),
    `step.finished ${key}`,
  ]);
  return ['promotion.requested', 'promotion.started', ...ofSteps, 'promotion.finished'];
}

async function mergesOf(app: TestApp): Promise<number> {
  const refs = await app.repository.refs('refs/heads/prod');
  const [tip] = refs;
  if (tip === undefined) return 0;
  const { commits } = await app.repository.log(undefined, tip.sha, 1000);
  return commits.filter((commit) => commit.parents.length > 1).length;
}

async function newestId(database: Pick<TestDatabase, 'pool'>, app: TestApp, kind: PromotionKind): Promise<string> {
  return until(async () => {
    const [row] = await query<{ id: string }>(
      database,
      `select id from promotions where app = $1 and environment = 'prod' and kind = $2 order by id desc limit 1`,
      [app.name, kind],
    );
    return row?.id;
  });
}

async function running(database: Pick<TestDatabase, 'pool'>, app: TestApp): Promise<{ pid: number; port: number }[]> {
  const rows = await query<{ pid: number; port: number }>(
    database,
    `select p.pid, p.port from processes p join process_targets t using (target_id)
     where t.app = $1 and t.environment = 'prod' and p.type = 'web' and p.state <> 'gone'`,
    [app.name],
  );
  return rows;
}
