import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform, pipeline as connect } from 'node:stream';
import { hasCode, syncDirectory } from '../../../lib/durable-file.ts';

export interface BlobContent {
  readonly digest: string;
  readonly sizeBytes: number;
}

/**
 * The content-addressed files of one image layout. A blob appears under its name complete and on the disk, by a rename
 * from `uploads/`, a folder beside the blobs that readers of the layout do not look into.
 */
export interface Blobs {
  /** Size of a blob, or `undefined` when it is not there. */
  size(digest: string): Promise<number | undefined>;
  /** Reads the whole blob and says whether it is what its name says. */
  isIntact(digest: string): Promise<boolean>;
  /** A stream that ends with `damaged()` instead of its end when the bytes are not those of the digest. */
  read(digest: string, damaged: () => Error): Promise<Readable | undefined>;
  /** Copies content into `uploads/`, forced to the disk. The caller places or discards it. */
  upload(source: AsyncIterable<Uint8Array>): Promise<Upload>;
  list(): Promise<string[]>;
  drop(digests: readonly string[]): Promise<void>;
}

export interface Upload extends BlobContent {
  /** Gives the content its name. A damaged blob under that name is replaced, also under the eyes of its readers. */
  place(): Promise<void>;
  discard(): Promise<void>;
}

/** Uploads that nobody has written to for so long belong to servers that were killed. */
const abandonedAfterMs = 10 * 60 * 1000;

export function createBlobs(root: string): Blobs {
  const blobs = join(root, 'blobs', 'sha256');
  const uploads = join(root, 'uploads');
  const pathOf = (digest: string): string => join(blobs, digest.slice('sha256:'.length));

  return {
    async size(digest) {
      const found = await stat(pathOf(digest)).catch(ignoreMissing);
      return found?.size;
    },
    async isIntact(digest) {
      return (await describeFile(pathOf(digest)).catch(ignoreMissing))?.digest === digest;
    },
    async read(digest, damaged) {
      const handle = await open(pathOf(digest), 'r').catch(ignoreMissing);
      if (handle === undefined) return undefined;
      const hash = createHash('sha256');
      const verify = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          done(null, chunk);
        },
        flush(done) {
          done(`sha256:${hash.digest('hex')}` === digest ? null : damaged());
        },
      });
      // The error, if any, is told by the stream that is handed out.
      return connect(handle.createReadStream({ highWaterMark: 256 * 1024 }), verify, () => {});
    },
    async upload(source) {
      await mkdir(uploads, { recursive: true });
      await removeAbandoned(uploads);
      const path = join(uploads, randomBytes(12).toString('hex'));
      const discard = async (): Promise<void> => rm(path, { force: true });
      try {
        const content = await copy(source, path);
        return {
          ...content,
          discard,
          async place() {
            await mkdir(blobs, { recursive: true });
            await rename(path, pathOf(content.digest));
            await syncDirectory(blobs);
          },
        };
      } catch (error) {
        await discard();
        throw error;
      }
    },
    async list() {
      const names = (await readdir(blobs).catch(ignoreMissing)) ?? [];
      return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => `sha256:${name}`);
    },
    async drop(digests) {
      for (const digest of digests) await rm(pathOf(digest), { force: true });
      if (digests.length > 0) await syncDirectory(blobs);
    },
  };
}

/** Digest and size of a file. */
export async function describeFile(path: string): Promise<BlobContent> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    if (!(chunk instanceof Uint8Array)) continue;
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { digest: `sha256:${hash.digest('hex')}`, sizeBytes };
}

async function copy(source: AsyncIterable<Uint8Array>, path: string): Promise<BlobContent> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await open(path, 'wx', 0o644);
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      sizeBytes += chunk.byteLength;
      // Writes what a nearly full disk left out of the first attempt, and then gets the error.
      await handle.appendFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { digest: `sha256:${hash.digest('hex')}`, sizeBytes };
}

async function removeAbandoned(uploads: string): Promise<void> {
  for (const name of await readdir(uploads)) {
    const found = await stat(join(uploads, name)).catch(ignoreMissing);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs)
      await rm(join(uploads, name), { force: true });
  }
}

function ignoreMissing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}
