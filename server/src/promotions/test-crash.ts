import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../db/test-database.ts';
import { answerOf, createTestApp, query, until } from '../test-sluice.ts';
import type { TestApp } from '../test-sluice.ts';
import { stepsOf } from './promotion.ts';
import type { StepKey } from './promotion.ts';
import { stepMoments } from './promotion-controller.ts';
import type { PromotionKind } from './promotion-schema.ts';
import { createPhoenix } from '../test-phoenix.ts';
import type { Phoenix } from '../test-phoenix.ts';

/** One crash: what is under way, and where in it the server dies. A push is on its way into development, the rest into prod. */
interface Crash {
  readonly kind: PromotionKind | 'push';
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
  const ofPushes = [
    ...['before-record', 'after-record'].map((moment) => `repository/${moment}`),
    ...around.map((moment) => `build/${moment}`),
  ].map((boundary) => ({ kind: 'push' as const, strategy: 'direct' as const, boundary }));
  return [...ofSteps, ...ofReleases, ...ofBuilds, ...ofPushes];
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
    { kind: 'push', strategy: 'direct', boundary: 'repository/before-record' },
  ];
}

/** One test for each crash, all on one server that is killed and started again. */
export function testCrashes(crashes: readonly Crash[], tell: (line: string) => void): void {
  describe('a server that dies without warning', () => {
    let phoenix: Phoenix;
    const apps = new Map<string, TestApp>();
    beforeAll(async () => {
      phoenix = await createPhoenix();
      await phoenix.start();
    });
    afterAll(() => phoenix.end());

    test.each(crashes.map((crash, index) => ({ ...crash, index })))(
      'at $boundary of a $kind by $strategy: the next one finishes it within ten seconds, nothing twice',
      async ({ index, ...crash }) => {
        const app = apps.get(crash.strategy) ?? (await prepare(phoenix, `by-${crash.strategy}`, crash.strategy));
        apps.set(crash.strategy, app);
        const { startMs, wholeMs } = await surviveCrash(phoenix, app, crash, `v${index}`);
        const what = `${crash.kind} by ${crash.strategy}, ${crash.boundary}`;
        tell(`${what}: over ${wholeMs} ms after the restart, of which ${startMs} ms to start`);
        // How long a busy machine takes to start a process says nothing about what it resumes.
        expect(wholeMs - startMs).toBeLessThan(10_000);
      },
    );
  });
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
  const { id } = await app.promote({ environment: 'prod' });
  await drive(phoenix, app, async () => id);
}

/** Approves when asked and starts the server again whenever it has died, until the promotion that was begun is over. */
async function drive(
  phoenix: Phoenix,
  app: TestApp,
  begun: () => Promise<string | undefined>,
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
    const id = await begun();
    if (id === undefined) return undefined;
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
interface Took {
  readonly startMs: number;
  readonly wholeMs: number;
}

async function begin(phoenix: Phoenix, app: TestApp, { kind }: Crash, version: string): Promise<void> {
  const { door } = phoenix.sluice;
  // The answer may be lost with the server; what it began is in the rows, or in the refs.
  try {
    if (kind === 'push') await app.push(version);
    else if (kind === 'promotion') await app.promote({ environment: 'prod' });
    else if (kind === 'rollback') await app.rollback({ environment: 'prod' });
    else {
      await door.ask('PATCH', `/v1/apps/${app.name}/environments/prod/configuration`, { set: { SHOWN_A: version } });
    }
  } catch (error) {
    if (!/fetch failed|git push/.test(String(error))) throw error;
  }
}

/** Lets the server die at the boundary, starts it again, and looks at everything that could be lost or doubled. */
async function surviveCrash(phoenix: Phoenix, app: TestApp, crash: Crash, version: string): Promise<Took> {
  const { database } = phoenix.sluice;
  if (!phoenix.isRunning()) await phoenix.start();
  const { environment, kind } = placeOf(crash);
  const before = await app.answer(environment);
  if (crash.kind === 'promotion' || crash.kind === 'rollback') {
    await app.push(version);
    await app.live('development', version);
  }
  if (crash.kind === 'rollback') await toProd(phoenix, app);
  const expected = crash.kind === 'promotion' || crash.kind === 'push' ? version : before;
  const [serving] = await running(database, app, environment);
  const merges = await mergesOf(app);
  expect(serving).toBeDefined();
  const last = await newestId(database, app, environment, kind);
  await phoenix.arm(crash.boundary);
  await begin(phoenix, app, crash, version);

  // The server that was told to die is replaced by one that was not, as soon as it is gone.
  const begun = async () => {
    const id = await newestId(database, app, environment, kind);
    return id === last ? undefined : id;
  };
  const took = await drive(phoenix, app, begun, async () => {
    // Nobody routes now, but what serves is still there, and only what may: the old version or the new one.
    const processes = await running(database, app, environment);
    const answers = await Promise.all(processes.map(({ port }) => answerOf(port, 'localhost')));
    expect([before, expected, version]).toContain(answers.find((answer) => answer !== undefined));
  });
  if (took === undefined) throw new Error(`the server never came to ${crash.boundary}`);

  const id = (await begun()) ?? '';
  const done = await app.promotion(id);
  expect(done).toMatchObject({ state: 'finished', result: 'success' });
  expect(await app.answer(environment)).toBe(expected);
  expect(done.releases).toHaveLength(1);
  const numbers = (await app.releases(environment)).map((release) => release.number);
  expect(numbers).toEqual(numbers.map((_number, index) => numbers.length - index));
  const alive = await until(async () => {
    const processes = await running(database, app, environment);
    return processes.length === 1 ? processes : undefined;
  });
  expect(alive[0]?.pid).not.toBe(serving?.pid);

  if (crash.kind === 'promotion') {
    const revision = done.output?.revision ?? '';
    expect(await app.repository.tagsAt(revision)).toContain(`prod/${done.output?.version}`);
    expect(await mergesOf(app)).toBe(merges + (crash.strategy === 'direct' ? 0 : 1));
  }
  if (crash.kind === 'push') expect(await builtOf(database, app)).toEqual([1]);
  const events = await phoenix.sluice.door.get<{ items: Awaited<ReturnType<TestApp['events']>> }>(
    `/v1/events?promotion=${id}&limit=1000`,
  );
  const told = events.items
    .map(({ type, data }) => (typeof data['step'] === 'string' ? `${type} ${data['step']}` : type))
    .filter((type) => type.startsWith('promotion.') || type.startsWith('step.') || type.startsWith('release.'))
    .filter((type) => !type.includes('progressed') && !/waiting|approved/.test(type));
  expect(told).toEqual(storyOf(stepsOf(kind, crash.strategy)));
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

/** Where what the crash interrupts arrives, and as what. */
function placeOf({ kind }: Crash): { environment: string; kind: PromotionKind } {
  return kind === 'push' ? { environment: 'development', kind: 'promotion' } : { environment: 'prod', kind };
}

async function newestId(
  database: Pick<TestDatabase, 'pool'>,
  app: TestApp,
  environment: string,
  kind: PromotionKind,
): Promise<string | undefined> {
  const [row] = await query<{ id: string }>(
    database,
    `select id from promotions where app = $1 and environment = $2 and kind = $3 order by id desc limit 1`,
    [app.name, environment, kind],
  );
  return row?.id;
}

/** How often the newest commit was built and how many executions it has, when each is as it should be: once. */
async function builtOf(database: Pick<TestDatabase, 'pool'>, app: TestApp): Promise<number[]> {
  const { sha } = (await app.repository.refs('refs/heads/develop'))[0] ?? { sha: '' };
  const rows = await query<{ count: number }>(
    database,
    `select count(*)::int from builds where app = $1 and revision = $2 and promotion_id is null
     union select count(*)::int from executions where app = $1 and revision = $2`,
    [app.name, sha],
  );
  return rows.map((row) => row.count);
}

async function running(
  database: Pick<TestDatabase, 'pool'>,
  app: TestApp,
  environment: string,
): Promise<{ pid: number; port: number }[]> {
  return query<{ pid: number; port: number }>(
    database,
    `select p.pid, p.port from processes p join process_targets t using (target_id)
     where t.app = $1 and t.environment = $2 and p.type = 'web' and p.state <> 'gone'`,
    [app.name, environment],
  );
}
