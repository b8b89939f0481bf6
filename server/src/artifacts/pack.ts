import { constants, lstat, open, readdir, readlink, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { Header, Pack } from 'tar-stream';
import { isDiskFull } from '../lib/durable-file.ts';
import { Problem } from '../lib/problem.ts';
import { artifactContentMessages as messages } from './content-messages.ts';
import { createTreePlan, defaultTreeLimits } from './tree-plan.ts';
import type { TreeLimits, TreePlan } from './tree-plan.ts';

/** The time of every packed file: the first moment that every archive format can hold. */
const packedAt = new Date('1980-01-01T00:00:00Z');

/** Files up to this size are read at once, larger ones as a stream. */
const smallFileBytes = 256 * 1024;

export interface Packed {
  readonly sizeBytes: number;
}

export interface PackOptions {
  readonly limits?: TreeLimits;
  readonly signal?: AbortSignal;
}

/**
 * Packs a directory as an uncompressed tar that depends on nothing but the tree: names in byte order, one time, owner 0,
 * modes 0644 or 0755. Equal trees give equal bytes. Anything named `.git` is left out; empty directories are kept.
 *
 * Throws `InvalidInput` for what an artifact cannot hold (sockets, pipes, links that lead out, names that are not UTF-8,
 * too much content), and `Unavailable` when the disk is full; then no file remains at `tarPath`.
 */
export async function packDirectory(directory: string, tarPath: string, options: PackOptions = {}): Promise<Packed> {
  const archive = pack();
  const target = createWriteStream(tarPath, { flush: true });
  const written = pipeline(archive, target, options.signal === undefined ? {} : { signal: options.signal });
  const plan = createTreePlan(options.limits ?? defaultTreeLimits);
  const walked = walk(directory, '', plan, archive).then(() => {
    plan.symlinks();
    archive.finalize();
  });
  // The stream's end and the walk's end wait for each other, so that an error of one has to end the other.
  walked.catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))));
  const [writing, walking] = await Promise.allSettled([written, walked]);
  if (writing.status === 'fulfilled' && walking.status === 'fulfilled') return { sizeBytes: target.bytesWritten };
  await rm(tarPath, { force: true });
  throw explain([writing, walking], tarPath, options.signal);
}

function explain(
  ends: readonly PromiseSettledResult<void>[],
  tarPath: string,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted === true) return signal.reason;
  const reasons: unknown[] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  const full = reasons.find(isDiskFull);
  if (full !== undefined) {
    return new Problem('Unavailable', messages.content_disk_full({ directory: tarPath }), { cause: full });
  }
  return reasons.find((reason) => reason instanceof Problem) ?? reasons[0];
}

async function walk(root: string, path: string, plan: TreePlan, archive: Pack): Promise<void> {
  const names = await readdir(join(root, path), { encoding: 'buffer' });
  for (const raw of names.toSorted((one, other) => Buffer.compare(one, other))) {
    const name = decodeName(raw);
    if (name === '.git') continue;
    const inside = path === '' ? name : `${path}/${name}`;
    const found = await lstat(join(root, inside));
    if (found.isDirectory()) {
      plan.addDirectory(inside);
      await addEntry(archive, { name: `${inside}/`, type: 'directory', mode: 0o755, mtime: packedAt });
      await walk(root, inside, plan, archive);
    } else if (found.isSymbolicLink()) {
      const linkname = decodeName(await readlink(join(root, inside), { encoding: 'buffer' }));
      plan.addSymlink(inside, linkname);
      await addEntry(archive, { name: inside, type: 'symlink', linkname, mode: 0o777, mtime: packedAt });
    } else if (found.isFile()) {
      await addFile(root, inside, plan, archive);
    } else {
      throw new Problem(
        'InvalidInput',
        messages.archive_entry_unsupported({ path: inside, type: 'socket, pipe or device' }),
      );
    }
  }
}

async function addFile(root: string, path: string, plan: TreePlan, archive: Pack): Promise<void> {
  const handle = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size, mode } = await handle.stat();
    plan.addFile(path, size);
    const header = {
      name: path,
      type: 'file' as const,
      size,
      mode: (mode & 0o100) === 0 ? 0o644 : 0o755,
      mtime: packedAt,
    };
    if (size <= smallFileBytes) {
      await addEntry(archive, header, await readExactly(handle, size, path));
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const entry = archive.entry(header, (error) => (error == null ? resolve() : reject(error)));
      // `end` keeps a file that grows meanwhile from breaking the archive.
      const content = handle.createReadStream({ autoClose: false, start: 0, end: size - 1, highWaterMark: 256 * 1024 });
      pipeline(content, entry).catch(reject);
    });
  } finally {
    await handle.close();
  }
}

async function addEntry(
  archive: Pack,
  header: Pick<Header, 'name'> & Partial<Header>,
  content: Buffer = Buffer.alloc(0),
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null): void => (error == null ? resolve() : reject(error));
    const entry = header.type === 'file' ? archive.entry(header, content, done) : archive.entry(header, done);
    // When writing the archive fails, its open entry fails too, and an error without a listener ends the server.
    entry.on('error', done);
    if (header.type !== 'file') entry.end(null);
  });
}

async function readExactly(handle: FileHandle, size: number, path: string): Promise<Buffer> {
  const content = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await handle.read(content, filled, size - filled, filled);
    if (bytesRead === 0) throw new Error(`${path} became shorter while it was packed`);
    filled += bytesRead;
  }
  return content;
}

function decodeName(raw: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new Problem('InvalidInput', messages.archive_path_not_text({ path: Buffer.from(raw).toString('latin1') }));
  }
  // Readers cannot tell this character from a name that was not UTF-8, so it is refused where it comes from.
  if (name.includes('\u{fffd}')) throw new Problem('InvalidInput', messages.archive_path_not_text({ path: name }));
  return name;
}
