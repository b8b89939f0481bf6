import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, chown, mkdir, readFile, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { isDiskFull, replaceFile } from '../lib/durable-file.ts';
import type { Message } from '../lib/message.ts';
import { isSameProcess, identifyProcess } from '../lib/process-identity.ts';
import { Problem } from '../lib/problem.ts';
import { runCommand } from './build-command.ts';
import type { CommandEnd } from './build-command.ts';
import { endProcesses } from './build-processes.ts';
import type { BuildProcesses } from './build-processes.ts';
import { artifactContentMessages as messages } from './content-messages.ts';
import { packDirectory } from './pack.ts';
import { defaultTreeLimits } from './tree-plan.ts';
import { unpack } from './unpack.ts';

export interface BuildOrder {
  /** Sources as an uncompressed tar. Exactly one of `sourceTar` and `sourceDir` is given. */
  readonly sourceTar?: string;
  readonly sourceDir?: string;
  /** Given to `sh -c` in the root of a clean copy of the sources. */
  readonly command: string;
  /** Belongs to this build alone; a build that another server left behind in it is ended first. */
  readonly workDir: string;
  /** Gets what the command prints, appended. */
  readonly logFile: string;
  readonly timeoutMs: number;
  /** A command that prints more is stopped. */
  readonly maxLogBytes: number;
  /** Content of all files of the result together. */
  readonly maxOutputBytes: number;
  /** Runs the command as somebody else; only root can. */
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type BuildResult =
  /** The tar lies in `workDir`; whoever ordered the build removes it after use. */
  | { readonly result: 'success'; readonly tarPath: string; readonly sizeBytes: number }
  /** The command, or what it left, is not good: trying again would give the same. */
  | { readonly result: 'failure'; readonly message: Message }
  | { readonly result: 'timeout'; readonly message: Message }
  /** `signal` was aborted: nothing is known about the sources. */
  | { readonly result: 'cancelled'; readonly message: Message };

export interface BuildRunner {
  /**
   * Builds and packs. Never runs two builds in the same `workDir` at once, also across servers: the latest caller wins.
   * Throws `Unavailable` (disk full, directory closed to the build's user) and `Conflict` when another caller took over.
   */
  runBuild(order: BuildOrder): Promise<BuildResult>;
}

export interface BuildRunnerParts {
  /** The server's own `PATH`: where the tools of a build are looked for, after the server's own Node. */
  readonly path: string;
  /** The folder of the Node that builds get; one that their user can enter. Default: the server's own. */
  readonly nodeDirectory?: string;
  /** Kept between builds; npm gets a folder of its own in it. */
  readonly cacheDirectory: string;
  /** Between asking a command to end and killing it. */
  readonly killAfterMs?: number;
}

const markerName = 'SLUICE_BUILD';

export function createBuildRunner(parts: BuildRunnerParts): BuildRunner {
  const killAfterMs = parts.killAfterMs ?? 5_000;
  return {
    async runBuild(order) {
      try {
        await mkdir(order.workDir, { recursive: true });
        const workDir = await realpath(order.workDir);
        const lease = await takeOver(workDir);
        try {
          return await build(parts, order, lease, killAfterMs);
        } catch (error) {
          // Whoever took over has removed this run's files, which shows as any kind of error.
          throw (await lease.isMine()) ? error : superseded();
        } finally {
          await lease.cleanUp();
        }
      } catch (error) {
        if (order.signal?.aborted === true) return { result: 'cancelled', message: messages.build_cancelled() };
        if (isDiskFull(error)) {
          throw new Problem('Unavailable', messages.content_disk_full({ directory: order.workDir }), { cause: error });
        }
        // What is wrong with the sources or the result is the answer; everything else is for whoever calls.
        if (error instanceof Problem && error.kind === 'InvalidInput')
          return { result: 'failure', message: error.detail };
        throw error;
      }
    },
  };
}

async function build(
  parts: BuildRunnerParts,
  order: BuildOrder,
  lease: Lease,
  killAfterMs: number,
): Promise<BuildResult> {
  const { runDirectory } = lease;
  const tree = join(runDirectory, 'tree');
  const home = join(runDirectory, 'home');
  const temporary = join(runDirectory, 'tmp');
  const npmCache = join(parts.cacheDirectory, order.uid === undefined ? 'npm' : `npm-${order.uid}`);
  const owner = order.uid === undefined ? undefined : { uid: order.uid, gid: order.gid ?? order.uid };
  const interruption = order.signal === undefined ? {} : { signal: order.signal };

  const sourceTar =
    order.sourceTar ?? (await packSources(order.sourceDir, join(runDirectory, 'source.tar'), interruption));
  await unpack(createReadStream(sourceTar), tree, { ...interruption, ...(owner === undefined ? {} : { owner }) });
  if (order.sourceTar === undefined) await rm(sourceTar);
  await mkdir(parts.cacheDirectory, { recursive: true });
  await chmod(parts.cacheDirectory, 0o711);
  for (const directory of [home, temporary, npmCache]) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    if (owner !== undefined) await chown(directory, owner.uid, owner.gid);
  }
  if (owner !== undefined) {
    await checkEntry(tree, owner);
    await checkEntry(npmCache, owner);
  }

  const end = await runCommand({
    command: order.command,
    directory: tree,
    env: {
      PATH: searchPath(parts.nodeDirectory ?? dirname(process.execPath), parts.path),
      HOME: home,
      TMPDIR: temporary,
      LANG: 'C.UTF-8',
      CI: 'true',
      npm_config_cache: npmCache,
      npm_config_update_notifier: 'false',
      npm_config_fund: 'false',
      ...order.env,
      [markerName]: lease.marker,
    },
    marker: `${markerName}=${lease.marker}`,
    logFile: order.logFile,
    maxLogBytes: order.maxLogBytes,
    timeoutMs: order.timeoutMs,
    killAfterMs,
    mayStart: (pid) => lease.mayStart(pid),
    ...interruption,
    ...(owner === undefined ? {} : { owner }),
  });
  if (end.because !== 'exited' || end.status !== 0) {
    if (!(await lease.isMine())) throw superseded();
    return explain(end, order);
  }

  const limits = { ...defaultTreeLimits, maxBytes: order.maxOutputBytes };
  const packed = await packDirectory(tree, join(runDirectory, 'result.tar'), { limits, ...interruption });
  if (!(await lease.isMine())) throw superseded();
  await rename(join(runDirectory, 'result.tar'), lease.resultTar);
  return { result: 'success', tarPath: lease.resultTar, sizeBytes: packed.sizeBytes };
}

async function packSources(
  directory: string | undefined,
  tarPath: string,
  options: { readonly signal?: AbortSignal },
): Promise<string> {
  if (directory === undefined) throw new Error('a build needs sourceTar or sourceDir');
  await packDirectory(directory, tarPath, options);
  return tarPath;
}

function explain(end: CommandEnd, order: BuildOrder): BuildResult {
  const { lastLines } = end;
  switch (end.because) {
    case 'cancelled':
      return { result: 'cancelled', message: messages.build_cancelled() };
    case 'timeout':
      return { result: 'timeout', message: messages.build_timed_out({ timeoutMs: order.timeoutMs, lastLines }) };
    case 'too-talkative':
      return {
        result: 'failure',
        message: messages.build_too_talkative({ limitBytes: order.maxLogBytes, lastLines }),
      };
    case 'killed':
      return { result: 'failure', message: messages.build_killed({ signal: end.signal, lastLines }) };
    case 'exited':
      return { result: 'failure', message: messages.build_exit_status({ status: end.status, lastLines }) };
  }
}

interface Lease {
  /** Of this run alone; everything of the run but its result lies in it. */
  readonly runDirectory: string;
  readonly resultTar: string;
  readonly marker: string;
  isMine(): Promise<boolean>;
  /** Records the waiting shell, then answers whether this run is still the latest. */
  mayStart(pid: number): Promise<boolean>;
  cleanUp(): Promise<void>;
}

/**
 * Makes this call the one that builds in `workDir`. Newcomer: writes its name, then ends every process it finds. Builder:
 * starts a shell that waits, then reads the name, and only lets the shell go on when the name is its own. Whichever way
 * the two interleave, also when one was stopped in the middle for hours, the older command is never started or is found.
 * A name never comes back, so what belongs to another name than the one read *after* finding it is nobody's any more.
 */
async function takeOver(workDir: string): Promise<Lease> {
  const run = `run-${randomBytes(6).toString('hex')}`;
  const ownerFile = join(workDir, 'owner');
  const readOwner = async (): Promise<string> => readFile(ownerFile, 'utf8').catch(() => '');
  const prefix = `${createHash('sha256').update(workDir).digest('hex').slice(0, 32)}-`;
  const fileOf = (ending: string): string => join(workDir, `${run}${ending}`);

  await replaceFile(ownerFile, run);
  const names = (await readdir(workDir)).filter((name) => name.startsWith('run-'));
  const owner = await readOwner();
  const abandoned = names.filter((name) => name.split('.')[0] !== owner);
  for (const name of abandoned.filter((one) => one.endsWith('.json'))) {
    const group = await recordedShell(join(workDir, name));
    if (group !== undefined) await endOrThrow({ group, isMarker: () => false }, workDir);
  }
  const isMarker = (entry: string): boolean => entry.startsWith(`${markerName}=${prefix}`);
  await endOrThrow({ isMarker, spared: async () => `${markerName}=${prefix}${await readOwner()}` }, workDir);
  for (const name of abandoned) await rm(join(workDir, name), { recursive: true, force: true });

  await mkdir(fileOf(''));
  await chmod(fileOf(''), 0o711);
  const isMine = async (): Promise<boolean> => (await readOwner()) === run;
  return {
    runDirectory: fileOf(''),
    resultTar: fileOf('.tar'),
    marker: `${prefix}${run}`,
    isMine,
    async mayStart(pid) {
      await replaceFile(fileOf('.json'), JSON.stringify((await identifyProcess(pid)) ?? {}));
      return isMine();
    },
    async cleanUp() {
      for (const ending of ['', '.json']) await rm(fileOf(ending), { recursive: true, force: true });
    },
  };
}

async function endOrThrow(processes: BuildProcesses, workDir: string): Promise<void> {
  if (!(await endProcesses(processes, 0))) throw new Error(`an earlier build in ${workDir} cannot be ended`);
}

/** The process group of an earlier run's shell, as long as that shell lives and its number is its own. */
async function recordedShell(shellFile: string): Promise<number | undefined> {
  const recorded = await readFile(shellFile, 'utf8').catch(() => '');
  const [, pid, startedAt] = /^\{"pid":(\d+),"startedAt":"([^"]+)"\}$/.exec(recorded) ?? [];
  if (pid === undefined || startedAt === undefined) return undefined;
  return (await isSameProcess({ pid: Number(pid), startedAt })) ? Number(pid) : undefined;
}

/** The given Node first, then the server's path without the tools of its checkout, then what every system has. */
function searchPath(nodeDirectory: string, path: string): string {
  const usual = ['/usr/local/bin', '/usr/bin', '/bin'];
  const own = path.split(delimiter).filter((entry) => isAbsolute(entry) && !entry.includes('node_modules'));
  return [...new Set([nodeDirectory, ...own, ...usual])].join(delimiter);
}

async function checkEntry(directory: string, owner: { readonly uid: number; readonly gid: number }): Promise<void> {
  for (let at = directory; ; at = dirname(at)) {
    const { uid, gid, mode } = await stat(at);
    const allowed = uid === owner.uid ? mode & 0o100 : gid === owner.gid ? mode & 0o010 : mode & 0o001;
    if (owner.uid !== 0 && allowed === 0) {
      throw new Problem('Unavailable', messages.build_directory_closed({ directory: at, uid: owner.uid }));
    }
    if (at === dirname(at)) return;
  }
}

function superseded(): Problem {
  return new Problem('Conflict', messages.build_superseded());
}
