import { constants } from 'node:fs';
import { access, chmod, chown, copyFile, link, lstat, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Problem } from '../../../lib/problem.ts';
import { processMessages as say } from './process-messages.ts';

export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where apps run and where their output is kept. */
export interface ProcessDirectories {
  /** The folder of `node` for the PATH of apps, readable by the user they run as. */
  readonly nodeBin: string;
  /** A release's own folder: `app` (its copy of the artifact), `home`, and the marks of its starts. */
  release(targetId: string, releaseId: string): string;
  target(targetId: string): string;
  /** Output of a target's processes; not readable by the apps. */
  logs(targetId: string): string;
  /** Makes a release's folder with everything but `app`. */
  makeRelease(targetId: string, releaseId: string): Promise<string>;
}

export interface DirectoryOptions {
  readonly dataDir: string;
  /** Set when apps run as another user than the server. */
  readonly runAs?: ProcessUser;
  /** Where to run apps; chosen when absent. */
  readonly runDir?: string;
  readonly nodePath: string;
}

/**
 * Apps run below the data directory, unless they run as another user who cannot enter it (a data directory in /root, or
 * one that is 0700 as it should be). Opening it up would show its secrets to every app; so then they run in a folder
 * below /var/lib that belongs to root, named after the data directory. Nothing that must be kept lies there.
 */
export async function openDirectories(options: DirectoryOptions): Promise<ProcessDirectories> {
  const { dataDir, runAs } = options;
  const inside = join(dataDir, 'run');
  await mkdir(dataDir, { recursive: true });
  let root = options.runDir ?? inside;
  if (options.runDir === undefined && runAs !== undefined && !(await canEnter(dataDir, runAs))) {
    root = outsideDirectory(dataDir);
    await makeOwn(dirname(root));
  }
  await makeOwn(root);

  const makeRelease = async (targetId: string, releaseId: string): Promise<string> => {
    const directory = join(root, targetId, releaseId);
    for (const folder of [directory, join(directory, 'home'), join(directory, 'starts')]) {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      if (runAs === undefined) continue;
      await chmod(folder, 0o755);
      await chown(folder, runAs.uid, runAs.gid);
    }
    return directory;
  };

  return {
    nodeBin: await reachableNode(options.nodePath, root, runAs),
    release: (targetId, releaseId) => join(root, targetId, releaseId),
    target: (targetId) => join(root, targetId),
    logs: (targetId) => join(dataDir, 'logs', targetId),
    makeRelease,
  };
}

/** Where the apps of a data directory run that they cannot enter. */
export function outsideDirectory(dataDir: string): string {
  return join('/var/lib/sluice-run', createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
}

/** A folder of the server's that others may pass through but not write to, wherever it lies. */
async function makeOwn(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const found = await lstat(directory);
  // In a place that others may write to, somebody may have put a folder of that name there before us.
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Problem('Unavailable', say.process_run_directory_unsafe({ directory }));
  }
}

async function canEnter(directory: string, user: ProcessUser): Promise<boolean> {
  for (let path = directory; ; path = dirname(path)) {
    const found = await stat(path);
    const bits = found.uid === user.uid ? found.mode >> 6 : found.gid === user.gid ? found.mode >> 3 : found.mode;
    if ((bits & 1) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** The folder of the server's own node, or of a copy of it when the apps' user cannot reach that one. */
async function reachableNode(nodePath: string, root: string, runAs: ProcessUser | undefined): Promise<string> {
  if (runAs === undefined || (await canEnter(dirname(nodePath), runAs))) return dirname(nodePath);
  const source = await stat(nodePath);
  const folder = join(root, `node-${source.ino}-${source.mtimeMs.toFixed(0)}`);
  const copy = join(folder, 'node');
  if (
    await access(copy, constants.X_OK).then(
      () => true,
      () => false,
    )
  )
    return folder;
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const temporary = `${copy}.${randomBytes(4).toString('hex')}`;
  try {
    // A second name costs nothing; on another file system it has to be a copy.
    await link(nodePath, temporary).catch(() => copyFile(nodePath, temporary, constants.COPYFILE_FICLONE));
    await rename(temporary, copy);
  } finally {
    await rm(temporary, { force: true });
  }
  return folder;
}
