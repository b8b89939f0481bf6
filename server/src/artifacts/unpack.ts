import { randomBytes } from 'node:crypto';
import {
  chown,
  constants,
  lchown,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  symlink,
  chmod,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { hasCode, isDiskFull } from '../lib/durable-file.ts';
import { identifyProcess, isSameProcess } from '../lib/process-identity.ts';
import { Problem } from '../lib/problem.ts';
import { readArchive } from './archive-reader.ts';
import type { ArchiveEntry } from './archive-reader.ts';
import { artifactContentMessages as messages } from './content-messages.ts';
import { createTreePlan, defaultTreeLimits } from './tree-plan.ts';
import type { TreeLimits } from './tree-plan.ts';

export interface UnpackOptions {
  readonly limits?: TreeLimits;
  /** Who the tree shall belong to. Only root can give files away. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly signal?: AbortSignal;
}

export interface Unpacked {
  /** False when the directory was complete already and was left alone. */
  readonly created: boolean;
}

/** Files up to this size are written side by side, larger ones as a stream. */
const smallFileBytes = 256 * 1024;
const writesAtOnce = 16;

/**
 * Ensures that `directory` holds exactly the tree of an uncompressed tar. The tree is written beside it under another
 * name and renamed when complete, so the directory exists complete or not at all; leftovers of killed runs are removed.
 * `source` may be a function, which is only called when there is something to do.
 *
 * Throws `InvalidInput` for an archive that is damaged, too large or would leave the directory, and `Unavailable` when
 * the disk is full; then nothing remains. The bytes are not forced to the disk: a power cut may lose them.
 */
export async function unpack(
  source: Readable | (() => Promise<Readable>),
  directory: string,
  options: UnpackOptions = {},
): Promise<Unpacked> {
  const parent = dirname(directory);
  if (await isDirectory(directory)) {
    if (typeof source !== 'function') source.destroy();
    return { created: false };
  }
  const temporary = join(parent, await temporaryName(directory));
  try {
    await mkdir(parent, { recursive: true });
    await removeLeftovers(directory);
    // Nobody else may enter before everything is in place, so nobody can slip a link under a path being written.
    await mkdir(temporary, { mode: 0o700 });
    await writeTree(typeof source === 'function' ? await source() : source, temporary, options);
    await rename(temporary, directory);
    return { created: true };
  } catch (error) {
    if (typeof source !== 'function') source.destroy();
    await rm(temporary, { recursive: true, force: true });
    // Somebody else was quicker; a rename never replaces a directory that holds something.
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST') && (await isDirectory(directory))) return { created: false };
    if (isDiskFull(error)) {
      throw new Problem('Unavailable', messages.content_disk_full({ directory: parent }), { cause: error });
    }
    throw error;
  }
}

/** Reads a whole archive and throws what `unpack` would throw about it, without writing anything. */
export async function checkArchive(source: Readable, limits: TreeLimits = defaultTreeLimits): Promise<void> {
  const plan = createTreePlan(limits);
  await readArchive(source, limits, undefined, async (entry) => {
    if (entry.type === 'directory') plan.addDirectory(entry.path);
    else if (entry.type === 'symlink') plan.addSymlink(entry.path, entry.target);
    else if (entry.type === 'hard-link') plan.addHardLink(entry.path, entry.target);
    else {
      plan.addFile(entry.path, entry.sizeBytes);
      for await (const _chunk of entry.content) continue;
    }
  });
  plan.symlinks();
}

async function writeTree(source: Readable, root: string, options: UnpackOptions): Promise<void> {
  const limits = options.limits ?? defaultTreeLimits;
  const plan = createTreePlan(limits);
  const directories: string[] = [];
  const writes = createWritePool(writesAtOnce);

  const makeDirectories = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) {
      // Fails when the name exists, which on a file system that ignores case the plan cannot foresee.
      await mkdir(join(root, path), { mode: 0o755 }).catch(refuseRepetition(path));
      directories.push(path);
    }
  };

  const writeFile = async (entry: ArchiveEntry & { type: 'file' }): Promise<void> => {
    const { path, parents } = plan.addFile(entry.path, entry.sizeBytes);
    await makeDirectories(parents);
    const mode = entry.executable ? 0o755 : 0o644;
    if (entry.sizeBytes > smallFileBytes) {
      await createFile(join(root, path), path, mode, options.owner, entry.content);
      return;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry.content) chunks.push(chunk);
    await writes.add(() => createFile(join(root, path), path, mode, options.owner, chunks));
  };

  try {
    await readArchive(source, limits, options.signal, async (entry) => {
      if (entry.type === 'directory') {
        await makeDirectories(plan.addDirectory(entry.path));
      } else if (entry.type === 'file') {
        await writeFile(entry);
      } else if (entry.type === 'hard-link') {
        const { path, parents, target } = plan.addHardLink(entry.path, entry.target);
        await makeDirectories(parents);
        await writes.settled();
        await link(join(root, target), join(root, path)).catch(refuseRepetition(path));
      } else {
        await makeDirectories(plan.addSymlink(entry.path, entry.target).parents);
      }
    });
  } finally {
    // Also after an error nothing may still be writing when the caller removes the tree.
    await writes.settled();
  }

  // Links come last, so that nothing was ever written through one.
  for (const { path, target } of plan.symlinks()) {
    await symlink(target, join(root, path)).catch(refuseRepetition(path));
    if (options.owner !== undefined) await lchown(join(root, path), options.owner.uid, options.owner.gid);
  }
  for (const path of [...directories.toReversed(), '.']) {
    // mkdir's mode is subject to the umask of whoever started the server.
    await chmod(join(root, path), 0o755);
    if (options.owner !== undefined) await chown(join(root, path), options.owner.uid, options.owner.gid);
  }
}

async function createFile(
  absolutePath: string,
  path: string,
  mode: number,
  owner: UnpackOptions['owner'],
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(absolutePath, flags, mode).catch(refuseRepetition(path));
  try {
    for await (const chunk of content) await writeAll(handle, chunk);
    if (owner !== undefined) await handle.chown(owner.uid, owner.gid);
    await handle.chmod(mode);
  } finally {
    await handle.close();
  }
}

// A disk that fills up answers with a short write first and with an error only to the next one.
async function writeAll(handle: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < chunk.byteLength) {
    offset += (await handle.write(chunk, offset, chunk.byteLength - offset)).bytesWritten;
  }
}

function refuseRepetition(path: string): (error: unknown) => never {
  return (error) => {
    if (hasCode(error, 'EEXIST')) throw new Problem('InvalidInput', messages.archive_path_repeated({ path }));
    throw error;
  };
}

interface WritePool {
  /** Starts a write as soon as fewer than the limit run. Throws what an earlier write threw. */
  add(write: () => Promise<void>): Promise<void>;
  settled(): Promise<void>;
}

function createWritePool(limit: number): WritePool {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const check = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    async add(write) {
      while (running.size >= limit) await Promise.race(running);
      check();
      const one: Promise<void> = write()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(one));
      running.add(one);
    },
    async settled() {
      await Promise.all(running);
      check();
    },
  };
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** The name says which process writes there, so that others can tell a leftover from work going on. */
async function temporaryName(directory: string): Promise<string> {
  const self = await identifyProcess(process.pid);
  const unique = randomBytes(4).toString('hex');
  return `${temporaryPrefix(directory)}${process.pid}.${self?.startedAt ?? 'unknown'}.${unique}`;
}

function temporaryPrefix(directory: string): string {
  return `.unpacking.${basename(directory)}.`;
}

async function removeLeftovers(directory: string): Promise<void> {
  const prefix = temporaryPrefix(directory);
  for (const name of await readdir(dirname(directory))) {
    if (!name.startsWith(prefix)) continue;
    const [pid, startedAt] = name.slice(prefix.length).split('.');
    if (pid !== undefined && startedAt !== undefined && (await isSameProcess({ pid: Number(pid), startedAt })))
      continue;
    await rm(join(dirname(directory), name), { recursive: true, force: true });
  }
}
