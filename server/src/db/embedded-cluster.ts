import {
  appendFile,
  chown,
  lchown,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../lib/problem.ts';
import { canEnter, runProgram } from './embedded-account.ts';
import type { Account, Accounts } from './embedded-account.ts';
import { embeddedMessages } from './embedded-messages.ts';
import { bearerOf, processesOf } from './embedded-process.ts';
import type { DatabaseFolder } from './embedded-process.ts';

export const databaseUser = 'sluice';
const settingsFile = 'sluice.conf';
export const logFile = 'server.log';

/** One database folder and the programs that work on it. Nothing here remembers anything: every call looks again. */
export interface Cluster {
  /** A real path. The socket lies in it too: it is private, lives as long as the database, and nobody tidies it up. */
  readonly directory: string;
  readonly accounts: Accounts | undefined;
}

export type ClusterState =
  | { readonly name: 'absent' }
  | { readonly name: 'stopped' }
  /** The pid file names nobody, a zombie or a stranger. */
  | { readonly name: 'stale'; readonly pid: number | undefined }
  /** `ready`: it says that it accepts connections. */
  | { readonly name: 'running'; readonly pid: number; readonly ready: boolean };

export async function lookAt(cluster: Cluster): Promise<ClusterState> {
  const exists = await stat(join(cluster.directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  if (!exists) return { name: 'absent' };
  const text = await readPidFile(cluster);
  if (text === undefined) return { name: 'stopped' };
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  // A power cut may leave the file empty, which PostgreSQL refuses to judge.
  if (!Number.isSafeInteger(pid) || pid <= 0) return { name: 'stale', pid: undefined };
  const bearer = await bearerOf(pid, folderOf(cluster));
  if (bearer === 'our postgres') return { name: 'running', pid, ready: lines[7]?.trim() === 'ready' };
  return { name: 'stale', pid };
}

function folderOf(cluster: Cluster): DatabaseFolder {
  return { directory: cluster.directory, account: cluster.accounts?.run };
}

async function readPidFile(cluster: Cluster): Promise<string | undefined> {
  return readFile(join(cluster.directory, 'postmaster.pid'), 'utf8').catch(() => undefined);
}

/**
 * Creates the database folder beside its final place and moves it there complete, so that a start that is killed half-way
 * leaves nothing that looks like a database. When another server was faster, its folder is kept.
 */
export async function initialize(cluster: Cluster, bin: string, extraArguments: readonly string[] = []): Promise<void> {
  const temporary = join(cluster.directory, '..', `.init-${process.pid}`);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { mode: 0o700 });
  try {
    const { init, run } = cluster.accounts ?? {};
    if (init !== undefined) await chown(temporary, init.uid, init.gid);
    const answer = await runProgram(
      join(bin, 'initdb'),
      [
        '-D',
        await pathFor(init, temporary),
        '-U',
        databaseUser,
        '--auth-local=trust',
        '--auth-host=reject',
        '-E',
        'UTF8',
        '--locale=C',
        ...extraArguments,
      ],
      { cwd: temporary, account: init },
    );
    if (!answer.ok) {
      throw new Problem(
        'Unavailable',
        embeddedMessages.embedded_postgres_init_failed({
          folder: cluster.directory,
          reason: tellingLine(answer.output) ?? answer.output,
        }),
      );
    }
    await appendFile(
      join(temporary, 'postgresql.conf'),
      `\n# Written by Sluice at every start. ALTER SYSTEM SET … wins over it.\ninclude_if_exists = '${settingsFile}'\n`,
    );
    if (run !== undefined) await giveAway(temporary, run);
    await rename(temporary, cluster.directory).catch(async (error: unknown) => {
      if ((await lookAt(cluster)).name === 'absent') throw error;
    });
    await syncFolder(join(cluster.directory, '..'));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes what killed starts have left. Call it while holding the start lock. */
export async function removeInitLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^\.init-(\d+)$/.exec(name)?.[1];
    if (pid === undefined) continue;
    const alive = (await bearerOf(Number(pid), { directory: parent })) !== 'nobody';
    // Its initdb may outlive it for a moment and still write; what is left then is for the next start.
    if (!alive) await rm(join(parent, name), { recursive: true, force: true, maxRetries: 10 }).catch(() => {});
  }
}

/**
 * Makes way for a start after a crash: waits for orphans of a killed postmaster to end, then removes lock files that
 * PostgreSQL itself would respect for ever, because a zombie or a stranger bears their pid.
 */
export async function clearRemains(cluster: Cluster): Promise<void> {
  const folder = folderOf(cluster);
  const orphansLeave = performance.now() + 5_000;
  for (;;) {
    const orphans = await processesOf(folder);
    if ((await lookAt(cluster)).name === 'running') return;
    if (orphans.length === 0) break;
    // Without their postmaster they can only end; one that is busy may not have noticed. Recovery follows anyway.
    if (performance.now() > orphansLeave) for (const pid of orphans) kill(pid, 'SIGKILL');
    await delay(20);
  }
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
    const path = join(cluster.directory, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const pid = Number.parseInt(text, 10);
    const bearer = pid > 0 ? await bearerOf(pid, folder) : 'zombie';
    // PostgreSQL removes the file of a dead process itself, after checking that process's shared memory.
    if (bearer === 'zombie' || bearer === 'stranger') await unlink(path).catch(() => {});
  }
}

/** Starts PostgreSQL in a session of its own, where neither Ctrl-C nor the end of this process reaches it. */
export async function startCluster(
  cluster: Cluster,
  bin: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly ok: boolean; readonly reason: string }> {
  const account = cluster.accounts?.run;
  await writeSettings(cluster, settings);
  const logBytes = await rotateLog(cluster);
  const answer = await runProgram(
    join(bin, 'pg_ctl'),
    ['-D', await pathFor(account, cluster.directory), '-l', logFile, '-w', '-t', '60', '-s', 'start'],
    { cwd: cluster.directory, account },
  );
  return answer.ok
    ? { ok: true, reason: '' }
    : { ok: false, reason: await reasonFromLog(cluster, logBytes, answer.output) };
}

/** Rolls back what is open, writes a checkpoint, ends. False when it has not ended in time or is out of our reach. */
export async function stopCluster(
  cluster: Cluster,
  timeoutMs: number,
  mode: 'fast' | 'immediate' = 'fast',
): Promise<boolean> {
  const state = await lookAt(cluster);
  if (state.name !== 'running') return state.name !== 'stale';
  kill(state.pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  for (const end = performance.now() + timeoutMs; performance.now() < end; await delay(10)) {
    const bearer = await bearerOf(state.pid, folderOf(cluster));
    if (bearer !== 'our postgres') return true;
  }
  return false;
}

/**
 * How `account` may name a folder. One whose parents it cannot pass is entered before the account is switched, and
 * then named by the working directory, which the kernel resolves without walking the path again.
 */
async function pathFor(account: Account | undefined, directory: string): Promise<string> {
  if (process.platform !== 'linux' || (await canEnter(account, join(directory, '..')))) return directory;
  return '/proc/self/cwd';
}

async function writeSettings(cluster: Cluster, settings: Readonly<Record<string, string>>): Promise<void> {
  const path = join(cluster.directory, settingsFile);
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  await writeFile(`${path}.new`, `# Written by Sluice at every start.\n${lines.join('')}`, { mode: 0o600 });
  const { run } = cluster.accounts ?? {};
  if (run !== undefined) await chown(`${path}.new`, run.uid, run.gid);
  await rename(`${path}.new`, path);
}

const largestLogBytes = 5 * 1024 * 1024;

/** Answers how many bytes the log holds before what follows. */
async function rotateLog(cluster: Cluster): Promise<number> {
  const path = join(cluster.directory, logFile);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (found.size <= largestLogBytes) return found.size;
  await rename(path, `${path}.old`);
  return 0;
}

/** PostgreSQL's own fatal words of this start; what pg_ctl said when there are none. */
async function reasonFromLog(cluster: Cluster, logBytes: number, fallback: string): Promise<string> {
  const log = await readFile(join(cluster.directory, logFile)).catch(() => Buffer.alloc(0));
  return tellingLine(log.subarray(logBytes).toString('utf8')) ?? tellingLine(fallback) ?? fallback;
}

function tellingLine(text: string): string | undefined {
  const line = text.split('\n').findLast((candidate) => /FATAL|PANIC|error|could not|denied/.test(candidate));
  return line?.replace(/^.*?(FATAL|PANIC|error): +/, '').trim();
}

async function giveAway(path: string, account: Account): Promise<void> {
  if ((await lstat(path)).isDirectory()) {
    for (const name of await readdir(path)) await giveAway(join(path, name), account);
  }
  await lchown(path, account.uid, account.gid);
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
