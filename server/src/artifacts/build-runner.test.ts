import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSameProcess } from '../lib/process-identity.ts';
import { createBuildRunner } from './build-runner.ts';
import type { BuildOrder, BuildResult } from './build-runner.ts';

const run = promisify(execFile);
const moduleUrl = new URL('./build-runner.ts', import.meta.url).href;
const isRoot = process.getuid?.() === 0;

let directory: string;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-build-'));
  await mkdir(join(directory, 'source'));
  await writeFile(join(directory, 'source', 'app.js'), 'console.log(1)');
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await rm(directory, { recursive: true, force: true });
});

const logFile = (): string => join(directory, 'logs', 'build.log');
const workDir = (): string => join(directory, 'work');
const readLog = async (): Promise<string> => readFile(logFile(), 'utf8');

function orderOf(command: string, changes: Partial<BuildOrder> = {}): BuildOrder {
  return {
    sourceDir: join(directory, 'source'),
    command,
    workDir: workDir(),
    logFile: logFile(),
    timeoutMs: 60_000,
    maxLogBytes: 1_000_000,
    maxOutputBytes: 10_000_000,
    ...changes,
  };
}

const runner = (killAfterMs = 5_000) =>
  createBuildRunner({ path: process.env['PATH'] ?? '', cacheDirectory: join(directory, 'cache'), killAfterMs });

async function build(command: string, changes: Partial<BuildOrder> = {}): Promise<BuildResult> {
  return runner(200).runBuild(orderOf(command, changes));
}

async function namesIn(result: BuildResult): Promise<string[]> {
  if (result.result !== 'success') throw new Error(result.message.text);
  return (await run('tar', ['-tf', result.tarPath])).stdout.split('\n').filter((name) => name !== '');
}

/** The processes of this test, zombies left out, by an argument that only they have. */
async function processesWith(text: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,stat=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line) && !/ps -eo|--input-type/.test(line));
}

/** A number of seconds that names a `sleep` of this test among all processes of the machine. */
function namedSleep(): string {
  return `77${process.pid}${Math.trunc(Math.random() * 1e6)}`;
}

async function untilLogged(text: string): Promise<void> {
  const logged = async (): Promise<string> => readLog().catch(() => '');
  await expect.poll(logged, { timeout: 15_000, interval: 10 }).toContain(text);
}

/** Starts a build in a server of its own, to be killed or stopped. */
function startServer(command: string): ChildProcess {
  const order = JSON.stringify(orderOf(command));
  const script = `
    import { createBuildRunner } from ${JSON.stringify(moduleUrl)};
    const runner = createBuildRunner({ path: process.env.PATH, cacheDirectory: ${JSON.stringify(join(directory, 'cache'))} });
    await runner.runBuild(${order}).then((done) => console.log(done.result), (error) => console.log(error.code));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  return child;
}

describe('a build', () => {
  test('leaves the packed tree, its output in order, and nothing else', async () => {
    await mkdir(join(directory, 'source', '.git'));
    await writeFile(join(directory, 'source', '.git', 'HEAD'), 'ref');
    const result = await build(
      'echo one; echo two >&2; echo three; mkdir -p dist/empty; cp app.js dist/out; ln -s out dist/link; chmod 700 dist/out',
    );
    expect(result.result).toBe('success');
    expect(await namesIn(result)).toEqual(['app.js', 'dist/', 'dist/empty/', 'dist/link', 'dist/out']);
    expect(await readLog()).toBe('one\ntwo\nthree\n');
    expect((await readdir(workDir())).toSorted()).toEqual(['owner', expect.stringMatching(/^run-\w+\.tar$/)]);
    expect(await readdir(join(directory, 'source'))).toEqual(['.git', 'app.js']);
  });

  test('gives byte-equal tars for equal trees, from a tar as from a directory', async () => {
    const first = await build('date +%N > /dev/null; echo x > made');
    if (first.result !== 'success') throw new Error(first.message.text);
    const bytes = await readFile(first.tarPath);
    await run('tar', ['-cf', join(directory, 'source.tar'), '-C', join(directory, 'source'), '.']);
    const { sourceDir: _, ...order } = orderOf('umask 077; echo x > made', { workDir: join(directory, 'other') });
    const second = await runner().runBuild({ ...order, sourceTar: join(directory, 'source.tar') });
    if (second.result !== 'success') throw new Error(second.message.text);
    expect(second.sizeBytes).toBe(bytes.length);
    expect((await readFile(second.tarPath)).equals(bytes)).toBe(true);
  });

  test('sees a clean environment, tools of Node, and directories of its own', async () => {
    process.env['SLUICE_TEST_SECRET_OF_THE_SERVER'] = 'secret';
    try {
      const result = await build(
        'env | sort; node -e "console.log(process.version)"; npm --version > /dev/null && echo npm works; touch "$HOME/h" "$TMPDIR/t"; cat; echo stdin is empty',
        { env: { GIVEN: 'yes', LANG: 'uk_UA.UTF-8', SLUICE_BUILD: 'cannot be given' } },
      );
      expect(result.result).toBe('success');
      expect(await namesIn(result)).toEqual(['app.js']);
      const log = await readLog();
      expect(log).not.toContain('SECRET_OF_THE_SERVER');
      expect(log).toMatch(/^CI=true$/m);
      expect(log).toMatch(/^GIVEN=yes$/m);
      expect(log).toMatch(/^LANG=uk_UA.UTF-8$/m);
      expect(log).toMatch(/^HOME=.*\/work\/run-[^/]+\/home$/m);
      expect(log).toMatch(/^TMPDIR=.*\/work\/run-[^/]+\/tmp$/m);
      expect(log).toMatch(/^npm_config_cache=.*\/cache\/npm$/m);
      expect(log).not.toContain('cannot be given');
      expect(log).not.toMatch(/^PATH=.*node_modules\/\.bin/m);
      expect(log).toContain(process.version);
      expect(log).toContain('npm works\nstdin is empty\n');
    } finally {
      delete process.env['SLUICE_TEST_SECRET_OF_THE_SERVER'];
    }
  });

  test('starts from clean sources and appends to its log when it is done again', async () => {
    await build('echo first; touch made-by-first');
    const again = await build('echo second; touch made-by-second');
    expect(await namesIn(again)).toEqual(['app.js', 'made-by-second']);
    expect(await readLog()).toBe('first\nsecond\n');
  });

  test.runIf(isRoot)(
    'runs as its own user when the server is root, with directories that this user can write',
    async () => {
      await chmod(directory, 0o711);
      const result = await build(
        'id -u; id -G; touch made "$HOME/h" "$TMPDIR/t" "$npm_config_cache/c"; cat /proc/self/status | grep -c nothing || true',
        {
          uid: 54321,
          gid: 54322,
        },
      );
      expect(await namesIn(result)).toEqual(['app.js', 'made']);
      expect(await readLog()).toBe('54321\n54322\n0\n');
      await chmod(directory, 0o700);
      await expect(build('true', { uid: 54321, gid: 54322 })).rejects.toMatchObject({
        kind: 'Unavailable',
        detail: { code: 'build_directory_closed', params: { directory, uid: 54321 } },
      });
    },
  );
});

describe('a build that fails', () => {
  const tidy = async (): Promise<void> => expect(await readdir(workDir())).toEqual(['owner']);

  test('says its exit status and its last lines, without colours', async () => {
    const result = await build(
      'for i in 1 2 3 4 5 6 7; do echo "line $i"; done; printf "\\033[31mred\\033[0m error\\n" >&2; exit 3',
    );
    expect(result).toMatchObject({
      result: 'failure',
      message: {
        code: 'build_exit_status',
        params: { status: 3, lastLines: 'line 4\nline 5\nline 6\nline 7\nred error' },
      },
    });
    await tidy();
  });

  test('says so when its command does not exist or is killed', async () => {
    expect(await build('no-such-command')).toMatchObject({
      message: { code: 'build_exit_status', params: { status: 127 } },
    });
    expect(await build('kill -KILL $$')).toMatchObject({
      message: { code: 'build_killed', params: { signal: 'SIGKILL' } },
    });
    await tidy();
  });

  test('printing without end, it is stopped with the reason, and the log stays small', async () => {
    const result = await build('yes 0123456789');
    expect(result).toMatchObject({
      result: 'failure',
      message: { code: 'build_too_talkative', params: { limitBytes: 1_000_000 } },
    });
    expect((await stat(logFile())).size).toBeLessThan(1_000_100);
    expect((await readLog()).endsWith('[stopped: more than 1000000 bytes of output]\n')).toBe(true);
    await tidy();
  });

  test('printing 1 GB in one go, it is stopped although it ignores being asked', async () => {
    const result = await build(`trap '' TERM; head -c 1000000000 /dev/zero; sleep 60`);
    expect(result).toMatchObject({ result: 'failure', message: { code: 'build_too_talkative' } });
    expect((await stat(logFile())).size).toBeLessThan(1_000_100);
  });

  test('hanging, it is ended with everything that it started, wherever that went', async () => {
    const seconds = namedSleep();
    const result = await build(
      `trap '' TERM; sleep ${seconds} & setsid sleep ${seconds} & setsid sh -c 'trap "" TERM; sleep ${seconds}; sleep ${seconds}' & echo started; wait; sleep ${seconds}`,
      { timeoutMs: 1_000 },
    );
    expect(result).toMatchObject({
      result: 'timeout',
      message: { code: 'build_timed_out', params: { timeoutMs: 1_000, lastLines: 'started' } },
    });
    expect(await processesWith(seconds)).toEqual([]);
    await tidy();
  });

  test('what a finished command left running is ended before its tree is packed', async () => {
    const seconds = namedSleep();
    const result = await build(`setsid sleep ${seconds} & sleep ${seconds} & echo done`);
    expect(result.result).toBe('success');
    expect(await processesWith(seconds)).toEqual([]);
  });

  test('asked to stop by its caller, it is cancelled at any moment', async () => {
    const seconds = namedSleep();
    const controller = new AbortController();
    const building = build(`echo started; sleep ${seconds}`, { signal: controller.signal });
    await untilLogged('started');
    controller.abort();
    expect(await building).toMatchObject({ result: 'cancelled' });
    expect(await processesWith(seconds)).toEqual([]);
    expect(await build('true', { signal: AbortSignal.abort() })).toMatchObject({ result: 'cancelled' });
    await tidy();
  });

  test('leaving what no artifact can hold, it says what', async () => {
    expect(await build('ln -s /usr/bin/env tool')).toMatchObject({
      result: 'failure',
      message: { code: 'archive_link_unsafe', params: { path: 'tool', target: '/usr/bin/env' } },
    });
    expect(await build('mkfifo pipe')).toMatchObject({ message: { code: 'archive_entry_unsupported' } });
    expect(await build('head -c 11000000 /dev/zero > large')).toMatchObject({ message: { code: 'archive_too_large' } });
    await tidy();
  });

  test('hostile sources are a failure, and their command never runs', async () => {
    await symlink('../../../outside', join(directory, 'source', 'l'));
    await run('tar', ['-cf', join(directory, 'source.tar'), '-C', join(directory, 'source'), '.']);
    for (const source of [{ sourceDir: join(directory, 'source') }, { sourceTar: join(directory, 'source.tar') }]) {
      const { sourceDir: _, ...order } = orderOf('echo ran');
      expect(await runner().runBuild({ ...order, ...source })).toMatchObject({
        result: 'failure',
        message: { code: 'archive_link_unsafe' },
      });
    }
    await expect(lstat(logFile())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a full disk is not its failure: the caller is told to try again', async () => {
    const script = `
      import { createBuildRunner } from ${JSON.stringify(moduleUrl)};
      const runner = createBuildRunner({ path: process.env.PATH, cacheDirectory: ${JSON.stringify(join(directory, 'cache'))} });
      for (const command of JSON.parse(process.argv[1]))
        await runner.runBuild({ ...${JSON.stringify(orderOf(''))}, command })
          .then((done) => console.log(done.result), (error) => console.log(error.kind, error.code));`;
    // Small files can be written, but neither the tar of all of them nor a long log.
    const commands = [
      'for i in 1 2 3 4; do head -c 30000 /dev/zero > "f$i"; done',
      'head -c 200000 /dev/zero; sleep 60',
    ];
    const { stdout } = await run('/bin/sh', [
      '-c',
      'ulimit -f 80; exec "$0" "$@"',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
      JSON.stringify(commands),
    ]);
    expect(stdout).toBe('Unavailable content_disk_full\nUnavailable content_disk_full\n');
    await tidy();
  });
});

describe('one build at a time', () => {
  test('what a killed server left running is ended before the next build starts', async () => {
    const seconds = namedSleep();
    const server = startServer(
      `setsid sleep ${seconds} & echo started; trap '' PIPE TERM; sleep ${seconds}; sleep ${seconds}`,
    );
    await untilLogged('started');
    const record = (await readdir(workDir())).find((name) => name.endsWith('.json'));
    const shell = JSON.parse(await readFile(join(workDir(), record ?? 'no record of the shell'), 'utf8'));
    server.kill('SIGKILL');
    await expect.poll(() => server.signalCode).toBe('SIGKILL');
    expect(await isSameProcess(shell)).toBe(true);
    const result = await build(`ps -eo args= | grep -c "[s]leep ${seconds}" || true; echo next`);
    expect(await readLog()).toBe('started\n0\nnext\n');
    expect(await namesIn(result)).toEqual(['app.js']);
    expect(await processesWith(seconds)).toEqual([]);
    expect((await readdir(workDir())).toSorted()).toEqual(['owner', expect.stringMatching(/^run-\w+\.tar$/)]);
  });

  test('a server that was stopped loses its build to the next one, and disturbs nothing when it wakes', async () => {
    const seconds = namedSleep();
    const server = startServer(`echo started; sleep ${seconds}`);
    let said = '';
    server.stdout?.on('data', (chunk) => (said += String(chunk)));
    await untilLogged('started');
    server.kill('SIGSTOP');
    const building = build('echo second; until [ -e "$TMPDIR/../../../go" ]; do sleep 0.05; done; touch made');
    await untilLogged('second');
    expect(await processesWith(seconds)).toEqual([]);
    server.kill('SIGCONT');
    await expect.poll(() => said, { timeout: 10_000 }).toBe('build_superseded\n');
    await writeFile(join(directory, 'go'), '');
    expect(await namesIn(await building)).toEqual(['app.js', 'made']);
  });

  test('of many callers at once exactly one finishes, and no two commands overlap', async () => {
    const seconds = namedSleep();
    // Its own comes first: the shell may not have become it yet.
    const count = `ps -eo args= | grep -xc "sleep ${seconds}"`;
    const command = `sleep ${seconds} & until ${count} > /dev/null; do :; done; ${count}; sleep 0.2`;
    const results = await Promise.allSettled([1, 2, 3, 4].map(async () => build(command)));
    const finished = results.filter((one) => one.status === 'fulfilled' && one.value.result === 'success');
    expect(finished).toHaveLength(1);
    expect(new Set((await readLog()).trim().split('\n'))).toEqual(new Set(['1']));
    expect(await processesWith(seconds)).toEqual([]);
    for (const one of results) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'build_superseded' });
    }
  });
});
