import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../db/test-database.ts';
import type { TestDatabase } from '../../../db/test-database.ts';
import { newId } from '../../../lib/id.ts';
import { findMarked } from './process-marker.ts';
import { readProcesses } from './process-store.ts';
import type { ProcessState } from './process.ts';
import {
  ask,
  createArtifacts,
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

const host = 'qa.shop.localhost';

describe('the process runtime', () => {
  let database: TestDatabase;
  let data: Awaited<ReturnType<typeof makeDataDir>>;
  let artifacts: Artifacts;
  let replica: TestReplica;
  let front: Awaited<ReturnType<typeof listenRouter>>;
  let targetId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    data = await makeDataDir();
    artifacts = createArtifacts();
    replica = await startReplica({ connection: database.connection, dataDir: data.path, artifacts });
    front = await listenRouter(replica.router);
  });
  afterAll(async () => {
    await front.close();
    await replica.stop();
    await database.drop();
    await data.remove();
  });
  beforeEach(() => {
    targetId = newId('tgt');
  });
  afterEach(async () => {
    await replica.runtime.remove(targetId);
  });

  const deploy = (files: typeof webFiles, releaseNumber: number, more: Partial<Parameters<typeof orderOf>[2]> = {}) =>
    settled(replica.runtime, orderOf(artifacts, files, { targetId, releaseNumber, ...more }));
  const alive = async (): Promise<ProcessState[]> =>
    (await readProcesses(database.db, targetId)).filter((process) => process.stage !== 'gone');
  const output = async (): Promise<string[]> => {
    const lines: string[] = [];
    const signal = new AbortController().signal;
    for await (const { source, text } of replica.runtime.logs({ targetId, tail: 100, follow: false, signal })) {
      lines.push(`${source} ${text}`);
    }
    return lines;
  };
  const only = async (type: string): Promise<ProcessState> =>
    eventually(async () => {
      const [first, second] = (await alive()).filter((process) => process.type === type);
      return second === undefined && first?.stage === 'running' ? first : undefined;
    });

  test('serves the first version', async () => {
    expect(await deploy(webFiles, 1)).toMatchObject({ state: 'ready', url: `http://${host}:7070` });
    expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v1' });
    expect(await replica.runtime.health(targetId)).toMatchObject({ healthy: true });
    expect(replica.changes.length).toBeGreaterThan(3);
  });

  test('switches ten times under load without one failed request, and leaves one process', async () => {
    await deploy(webFiles, 1);
    const load = startLoad(front.port, host);
    for (let number = 2; number <= 11; number += 1) {
      expect(await deploy(webFiles, number)).toMatchObject({ state: 'ready', message: { code: 'process_serving' } });
    }
    await load.stop();
    expect(load.failures).toEqual([]);
    expect([...load.answers.keys()]).toContain('v11');
    expect((await only('web')).releaseId).toBe((await replica.runtime.health(targetId))?.releaseId);
  }, 60_000);

  test('takes a restart of the server as no reason to touch what runs', async () => {
    await deploy(webFiles, 1);
    const before = await only('web');
    const second = await startReplica({ connection: database.connection, dataDir: data.path, artifacts });
    await second.stop();
    expect((await only('web')).id).toBe(before.id);
  });

  test('runs the release command once before traffic moves, and keeps the old version when it fails', async () => {
    await deploy(webFiles, 1);
    const good = { ...webFiles, Procfile: 'release: echo migrating $SLUICE_RELEASE\nweb: node app.cjs\n' };
    expect(await deploy(good, 2)).toMatchObject({ state: 'ready' });
    const bad = { ...good, Procfile: 'release: echo "no table for $PASSWORD"; exit 3\nweb: node app.cjs\n' };
    const state = await deploy(bad, 3, { env: { PASSWORD: 'correct horse' } });
    expect(state).toMatchObject({ state: 'failed', message: { code: 'process_release_command_failed' } });
    expect(state.message.text).toContain('exited with code 3');
    expect(state.message.text).toContain('no table for ***');
    expect(state.message.text).not.toContain('correct horse');
    expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v2' });
    expect((await output()).filter((line) => line === 'release.v2 migrating v2')).toHaveLength(1);
  });

  test('says what it saw when the port never opens, and stops that process', async () => {
    await deploy(webFiles, 1);
    const files = { ...webFiles, 'app.cjs': 'console.log("listening elsewhere"); setInterval(() => {}, 1000);' };
    const state = await deploy(files, 2, { health: { deadlineMs: 800 } });
    expect(state).toMatchObject({ state: 'failed', message: { code: 'process_port_never_opened' } });
    expect(state.message.text).toMatch(/The port \d+ never opened within 1 s.*listening elsewhere/s);
    expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v1' });
    expect((await only('web')).stage).toBe('running');
  });

  test('waits for the health path and says its last answer when it stays unhealthy', async () => {
    const health = { path: '/healthz', deadlineMs: 10_000 };
    expect(await deploy(webFiles, 1, { health })).toMatchObject({ state: 'ready' });
    const state = await deploy(webFiles, 2, { health: { ...health, deadlineMs: 900 }, env: { HEALTH: '503' } });
    expect(state).toMatchObject({ state: 'failed', message: { code: 'process_never_healthy' } });
    expect(state.message.text).toContain('status 503');
    expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v1' });
  });

  test('fails at once, with the exit code and the last output, when the process ends before it is ready', async () => {
    const state = await deploy({ Procfile: 'web: echo cannot find the moon; exit 4\n' }, 1);
    expect(state.message.code).toBe('process_exited_before_ready');
    expect(state.message.text).toMatch(/web exited with code 4 before it was ready.*cannot find the moon/s);
    expect(await ask(front.port, host)).toMatchObject({ status: 404 });
  });

  test('says what to do about a missing or unreadable Procfile and an artifact that is not there', async () => {
    expect((await deploy({ 'app.js': '' }, 1)).message.code).toBe('procfile_missing');
    expect((await deploy({ Procfile: '\nweb node\n' }, 2)).message.text).toContain('line 2');
    const order = orderOf(artifacts, webFiles, { targetId, releaseNumber: 3, artifactDigest: 'sha256:gone' });
    expect((await settled(replica.runtime, order)).message.code).toBe('process_artifact_unreadable');
  });

  test('restarts what crashes and shows it', async () => {
    await deploy(webFiles, 1);
    const first = await only('web');
    await ask(front.port, host, { path: '/crash' }).catch(() => {});
    const next = await eventually(async () =>
      (await alive()).find((one) => one.id !== first.id && one.readyAt !== null),
    );
    expect(next.restarts).toBe(1);
    expect(
      await eventually(async () => {
        const { body, status } = await ask(front.port, host);
        return status === 200 ? body : undefined;
      }),
    ).toBe('v1');
    expect((await readProcesses(database.db, targetId)).find((one) => one.id === first.id)).toMatchObject({
      outcome: 'exited',
      exitCode: 7,
    });
  });

  test('waits longer before every restart of what keeps crashing, and says so', async () => {
    const files = { ...webFiles, Procfile: 'web: node app.cjs\nclock: sh -c "exit 5"\n' };
    await deploy(files, 1);
    const health = await eventually(async () => {
      const found = await replica.runtime.health(targetId);
      return found !== undefined && !found.healthy && found.message.params['code'] === 5 ? found : undefined;
    });
    expect(health.message.code).toBe('process_restarting');
    await eventually(async () => (await alive()).some((one) => one.restarts >= 3) || undefined);
    expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v1' });
  });

  test('starts workers with the switch and stops those of the version before', async () => {
    const files = { ...webFiles, Procfile: 'web: node app.cjs\nclock: echo tick $VERSION; exec sleep 1000\n' };
    await deploy(files, 1);
    const first = await only('clock');
    await deploy(files, 2);
    const second = await eventually(async () => {
      const found = await only('clock');
      return found.id === first.id ? undefined : found;
    });
    expect(second.releaseId).not.toBe(first.releaseId);
    await eventually(async () => ((await output()).includes('clock.v2 tick v2') ? true : undefined));
  });

  test('runs an app without a web process, and moves on from it', async () => {
    const files = { Procfile: 'clock: exec sleep 1000\n' };
    expect(await deploy(files, 1)).toMatchObject({ state: 'ready', message: { code: 'process_workers_running' } });
    expect(await ask(front.port, host)).toMatchObject({ status: 404 });
    expect(await deploy(webFiles, 2)).toMatchObject({ state: 'ready' });
    expect(await deploy(files, 3)).toMatchObject({ state: 'ready' });
    expect(await ask(front.port, host)).toMatchObject({ status: 404 });
  });

  test('never lets a lower release number replace a higher one', async () => {
    const old = orderOf(artifacts, webFiles, { targetId, releaseNumber: 1 });
    await deploy(webFiles, 2);
    expect(await replica.runtime.ensure(old)).toMatchObject({
      state: 'failed',
      message: { code: 'process_superseded' },
    });
    expect(await ask(front.port, host)).toEqual({ status: 200, body: 'v2' });
  });

  test('gives up what is on its way when something newer is ordered', async () => {
    const slow = orderOf(artifacts, webFiles, { targetId, releaseNumber: 1, env: { START_DELAY: '5000' } });
    await replica.runtime.ensure(slow);
    await eventually(async () => ((await alive()).length > 0 ? true : undefined));
    expect(await deploy(webFiles, 2)).toMatchObject({ state: 'ready' });
    expect(await replica.runtime.ensure(slow)).toMatchObject({
      state: 'failed',
      message: { code: 'process_superseded' },
    });
    expect((await only('web')).stage).toBe('running');
  });

  test('ends what ignores SIGTERM, and what a process leaves behind', async () => {
    const stubborn = 'web: trap "" TERM; (trap "" TERM; sleep 1000) & node app.cjs\n';
    await deploy({ ...webFiles, Procfile: stubborn }, 1);
    const first = await only('web');
    await deploy(webFiles, 2);
    await eventually(async () => ((await alive()).some((one) => one.id === first.id) ? undefined : true));
    expect(await findMarked(first.id)).toEqual([]);
  });

  test('shows each app only its own configuration and what Sluice tells it', async () => {
    const files = { Procfile: 'once: env > seen.txt; sleep 1000\n' };
    await deploy(files, 1, { env: { COLOUR: 'blue', PATH: '/nowhere' } });
    const process = await only('once');
    const seen = await readFile(join(data.path, 'run', targetId, process.releaseId, 'app', 'seen.txt'), 'utf8');
    const names = seen.split('\n').map((line) => line.split('=')[0]);
    expect(
      new Set(
        names.filter((name) => name !== '' && name !== 'PWD' && name !== '_' && name !== 'SHLVL' && name !== 'OLDPWD'),
      ),
    ).toEqual(
      new Set([
        'COLOUR',
        'HOME',
        'LANG',
        'PATH',
        'SLUICE_APP',
        'SLUICE_ENVIRONMENT',
        'SLUICE_PROCESS',
        'SLUICE_PROJECT',
        'SLUICE_RELEASE',
        'SLUICE_REVISION',
        'SLUICE_TARGET',
        'SLUICE_VERSION',
        'VERSION',
      ]),
    );
    expect(seen).not.toContain('/nowhere');
  });

  test('keeps the files of one release away from the next, and removes them with it', async () => {
    const files = { ...webFiles, Procfile: 'web: test ! -e left-behind && touch left-behind && node app.cjs\n' };
    expect(await deploy(files, 1)).toMatchObject({ state: 'ready' });
    expect(await deploy(files, 2)).toMatchObject({ state: 'ready' });
    await eventually(async () => ((await readdir(join(data.path, 'run', targetId))).length === 1 ? true : undefined));
  });
});
