import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, link, lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from './problem.ts';
import { workPlaceMessages as messages } from './work-place-messages.ts';

/** A user by numbers; no account needs to exist for it. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The folder below which other people's code may work: the data directory, unless that code runs as another user who
 * cannot enter it (a data directory in /root, or one that is 0700 as it should be). Opening it up would show its secrets
 * to that code; so then it is a folder below /var/lib that belongs to root, named after the data directory. Nothing that
 * must be kept lies there.
 */
export async function openWorkPlace(dataDir: string, user: SystemUser | undefined): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  if (user === undefined || (await canEnter(dataDir, user))) return dataDir;
  const outside = outsideDirectory(dataDir);
  await makeOwnFolder(outsideParent);
  await makeOwnFolder(outside);
  await writeFile(join(outside, ownerFile), `${dataDir}\n`, { mode: 0o600 });
  await clearAbandoned(outsideParent);
  return outside;
}

/** Says whose the folder is, for the day when its data directory has been deleted by hand. */
const ownerFile = 'data-directory';

/**
 * Removes the folders whose data directory is gone. Only such a folder is taken as says itself whose it is; one that
 * another server is making at this moment says nothing yet.
 */
export async function clearAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const owner = await readFile(join(folder, ownerFile), 'utf8').catch(() => undefined);
    if (owner === undefined || (await isThere(owner.trimEnd()))) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    // Whatever cannot be looked at may well be there.
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

/** Where such folders lie, one for each data directory. */
export const outsideParent = '/var/lib/sluice-run';

/** Where the code of a data directory works that it cannot enter. */
export function outsideDirectory(dataDir: string): string {
  return join(outsideParent, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
}

/** A folder of the server's that others may pass through but not write to, wherever it lies. */
export async function makeOwnFolder(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const found = await lstat(directory);
  // In a place that others may write to, somebody may have put a folder of that name there before us.
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Problem('Unavailable', messages.work_place_unsafe({ directory }));
  }
}

/** The folder of a node that the user can run: its own, or one below `place` with a copy of it. */
export async function reachableNode(nodePath: string, place: string, user: SystemUser | undefined): Promise<string> {
  if (user === undefined || (await canEnter(dirname(nodePath), user))) return dirname(nodePath);
  const source = await stat(nodePath);
  const folder = join(place, `node-${source.ino}-${source.mtimeMs.toFixed(0)}`);
  const copy = join(folder, 'node');
  const isThere = await access(copy, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
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

async function canEnter(directory: string, user: SystemUser): Promise<boolean> {
  for (let path = directory; ; path = dirname(path)) {
    const found = await stat(path);
    const bits = found.uid === user.uid ? found.mode >> 6 : found.gid === user.gid ? found.mode >> 3 : found.mode;
    if ((bits & 1) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
