import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../../lib/durable-file.ts';
import { identifyProcess } from '../../../lib/process-identity.ts';
import type { ProcessIdentity } from '../../../lib/process-identity.ts';
import type { SystemUser } from '../../../lib/work-place.ts';
import type { ProcessDirectories } from './process-directories.ts';
import { markerName } from './process-marker.ts';

export interface SpawnRequest {
  readonly processId: string;
  readonly targetId: string;
  /** The release's folder as `makeRelease` made it. */
  readonly directory: string;
  readonly command: string;
  /** Keeps the exit status in a file, so that it is known even when nobody watched. For commands that end. */
  readonly keepStatus: boolean;
  /** Everything of the app's own: its configuration and what Sluice tells it. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export type Spawned =
  | { readonly ok: true; readonly identity: ProcessIdentity; readonly exit: Promise<Exit> }
  | { readonly ok: false; readonly error: string };

/**
 * The first thing a new process does is to make its start mark, a folder that can be made only once. Whoever gives up on
 * a start makes the mark too; so a start that was given up can never happen later, however long its parent hung.
 */
const prelude = 'mkdir "$0" 2>/dev/null || exit 125; ';
const runs = `${prelude}exec sh -c "$1"`;
const runsAndTells = `${prelude}sh -c "$1"; status=$?; echo $status > "$0.status.part" && mv "$0.status.part" "$0.status"; exit $status`;

const systemPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const startMark = (directory: string, processId: string): string => join(directory, 'starts', processId);

/**
 * Starts a process in its own session and group, without input, its output appended to its log file. Signals go to the
 * whole group, so it does not matter whether the shell replaces itself with a simple command (it does) or stays.
 */
export async function spawnProcess(
  request: SpawnRequest,
  directories: ProcessDirectories,
  runAs: SystemUser | undefined,
): Promise<Spawned> {
  const { directory, processId } = request;
  const logs = directories.logs(request.targetId);
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const log = await open(join(logs, `${processId}.log`), 'a', 0o600);
  try {
    const script = request.keepStatus ? runsAndTells : runs;
    const child = spawn('/bin/sh', ['-c', script, startMark(directory, processId), request.command], {
      cwd: join(directory, 'app'),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: {
        LANG: 'C.UTF-8',
        ...request.env,
        PATH: [join(directory, 'app', 'node_modules', '.bin'), directories.nodeBin, ...systemPath].join(':'),
        HOME: join(directory, 'home'),
        [markerName]: processId,
      },
      ...(runAs === undefined ? {} : { uid: runAs.uid, gid: runAs.gid }),
    });
    // The process belongs to the target, not to us: it outlives this server.
    child.unref();
    const { pid } = child;
    if (pid === undefined) {
      const error = await new Promise<Error>((resolve) => child.once('error', resolve));
      return { ok: false, error: error.message };
    }
    // Before anything is awaited: a command that fails at once has ended by then.
    const exit = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    // An `error` after the start is a signal that could not be sent, which nobody here asks for.
    child.on('error', () => {});
    // Not reaped before node has told its exit, so the pid cannot belong to anybody else yet.
    const identity = (await identifyProcess(pid)) ?? { pid, startedAt: 'ended at once' };
    return { ok: true, identity, exit };
  } finally {
    await log.close();
  }
}

/** Makes sure that a start which nobody recorded never happens. False: it has happened. */
export async function preventStart(directory: string, processId: string): Promise<boolean> {
  try {
    await mkdir(startMark(directory, processId));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // Without the folder of marks no start can succeed either.
    if (hasCode(error, 'ENOENT')) return true;
    throw error;
  }
}

/** The status that a process with `keepStatus` left behind. */
export async function readKeptStatus(directory: string, processId: string): Promise<number | undefined> {
  const text = await readFile(`${startMark(directory, processId)}.status`, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text.trim());
}
