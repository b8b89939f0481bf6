import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Registry, StoredArtifact } from '../../../artifacts/registry.ts';
import { isDiskFull } from '../../../lib/durable-file.ts';
import { withFileLock } from '../../../lib/file-lock.ts';
import { nameSchema } from '../../../lib/name-schema.ts';
import { Problem } from '../../../lib/problem.ts';
import { createBlobs, describeFile } from './blobs.ts';
import type { Blobs, Upload } from './blobs.ts';
import { markLayout, readIndex, withEntry, writeIndex } from './layout-index.ts';
import { layoutMessages as messages } from './layout-messages.ts';
import { artifactType, emptyConfig, isDigest, manifestOf, manifestSchema, manifestType } from './manifest.ts';
import type { Blob, Index, Manifest } from './manifest.ts';

export interface LayoutRegistryParts {
  /** Holds one image layout for each repository: `<directory>/<project>/<app>/`. */
  readonly directory: string;
  /** How long to wait for another writer of the same layout before answering `Unavailable`. */
  readonly lockWaitMs?: number;
}

interface Layout {
  readonly repository: string;
  readonly root: string;
  readonly blobs: Blobs;
}

/**
 * The registry as OCI image-layout folders, which stock OCI tools can read at any moment. Blobs are copied and forced to
 * the disk without a lock; giving them their names, changing the index and collecting are done under one lock a layout,
 * so a blob that has its name is either named by the index or free to be collected. Readers need no lock.
 */
export function createLayoutRegistry(parts: LayoutRegistryParts): Registry {
  const lockWaitMs = parts.lockWaitMs ?? 30_000;

  const layoutOf = (repository: string): Layout => {
    const names = repository.split('/');
    if (names.length !== 2 || !names.every((name) => nameSchema.safeParse(name).success)) {
      throw new Problem('InvalidInput', messages.registry_name_invalid({ repository }));
    }
    const root = join(parts.directory, ...names);
    return { repository, root, blobs: createBlobs(root) };
  };

  const locked = async <T>(layout: Layout, work: () => Promise<T>): Promise<T> => {
    const held = await withFileLock(join(layout.root, 'lock'), lockWaitMs, work);
    if (held === undefined) throw new Problem('Unavailable', messages.registry_busy({ repository: layout.repository }));
    return held.value;
  };

  return {
    async push(repository, tarPath, annotations) {
      const layout = layoutOf(repository);
      try {
        return await push(layout, tarPath, annotations, async (work) => locked(layout, work));
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        throw new Problem('Unavailable', messages.registry_disk_full({ directory: layout.root }), { cause: error });
      }
    },

    async pull(repository, digest) {
      const layout = layoutOf(repository);
      const manifest = await readManifest(layout, digest);
      const [layer] = manifest.layers;
      if (layer === undefined) throw damaged(layout, digest);
      const size = await layout.blobs.size(layer.digest);
      // Known before the first byte is used; equal size with other bytes is only known at the end of the stream.
      if (size !== undefined && size !== layer.size) throw damaged(layout, digest);
      const content = await layout.blobs.read(layer.digest, () => damaged(layout, digest));
      if (content === undefined) throw missing(layout, digest);
      return content;
    },

    async has(repository, digest) {
      const layout = layoutOf(repository);
      requireDigest(digest);
      const index = await readIndex(layout.root);
      if (!index.manifests.some((entry) => entry.digest === digest)) return false;
      const manifest = await readManifest(layout, digest).catch(absentWhenProblem);
      if (manifest === undefined) return false;
      for (const blob of [manifest.config, ...manifest.layers]) {
        if ((await layout.blobs.size(blob.digest)) !== blob.size) return false;
      }
      return true;
    },

    async remove(repository, digests) {
      const layout = layoutOf(repository);
      for (const digest of digests) requireDigest(digest);
      // Nothing was ever pushed here, and looking must not make a folder.
      if ((await readIndex(layout.root)).manifests.length === 0) return;
      await locked(layout, async () => {
        const index = await readIndex(layout.root);
        const kept = { ...index, manifests: index.manifests.filter((entry) => !digests.includes(entry.digest)) };
        if (kept.manifests.length < index.manifests.length) await writeIndex(layout.root, kept);
        await collect(layout, kept, digests);
      });
    },
  };
}

async function push(
  layout: Layout,
  tarPath: string,
  annotations: Readonly<Record<string, string>>,
  locked: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<StoredArtifact> {
  const { blobs } = layout;
  for (;;) {
    const layer = await describeFile(tarPath);
    // A blob that went bad on the disk is written again, which is how a push repairs.
    const uploads: Upload[] = [];
    try {
      if (!(await blobs.isIntact(layer.digest))) uploads.push(await blobs.upload(createReadStream(tarPath)));
      // The tar as it was copied decides, should somebody still have been writing it.
      const content = uploads[0] ?? layer;
      const manifest = manifestOf(content);
      for (const small of [emptyConfig, manifest]) {
        if (!(await blobs.isIntact(small.digest))) uploads.push(await blobs.upload(once(small)));
      }
      const stored = await locked(async () => {
        for (const upload of uploads) await upload.place();
        for (const digest of [content.digest, emptyConfig.digest, manifest.digest]) {
          // Collected by somebody between the look above and the lock: start again.
          if ((await blobs.size(digest)) === undefined) return false;
        }
        await markLayout(layout.root);
        const index = await readIndex(layout.root);
        await writeIndex(layout.root, withEntry(index, entryOf(manifest, annotations)));
        return true;
      });
      if (stored) return { digest: manifest.digest, sizeBytes: content.sizeBytes };
    } finally {
      for (const upload of uploads) await upload.discard();
    }
  }
}

function entryOf(manifest: Blob, annotations: Readonly<Record<string, string>>): Index['manifests'][number] {
  return {
    mediaType: manifestType,
    digest: manifest.digest,
    size: manifest.bytes.length,
    artifactType,
    annotations: { ...annotations },
  };
}

async function* once(blob: Blob): AsyncGenerator<Uint8Array> {
  yield blob.bytes;
}

/** Drops every blob that no entry of the index needs, including what a push that was killed had already named. */
async function collect(layout: Layout, index: Index, removed: readonly string[]): Promise<void> {
  const needed = new Set<string>();
  let certain = true;
  for (const { digest } of index.manifests) {
    needed.add(digest);
    const manifest = await readManifest(layout, digest).catch(absentWhenProblem);
    if (manifest === undefined) certain = false;
    else for (const blob of [manifest.config, ...manifest.layers]) needed.add(blob.digest);
  }
  const present = await layout.blobs.list();
  // While one manifest cannot be read nobody knows what it needs, so only the removed manifests themselves go.
  const unneeded = present.filter((digest) => !needed.has(digest) && (certain || removed.includes(digest)));
  await layout.blobs.drop(unneeded);
}

async function readManifest(layout: Layout, digest: string): Promise<Manifest> {
  requireDigest(digest);
  const content = await layout.blobs.read(digest, () => damaged(layout, digest));
  if (content === undefined) throw missing(layout, digest);
  const text = await readSmall(content);
  const manifest = manifestSchema.safeParse(text === undefined ? undefined : parseJson(text));
  if (!manifest.success) throw damaged(layout, digest);
  return manifest.data;
}

/** A manifest has a few hundred bytes; a digest of something else, such as a layer, shall not be read into memory. */
async function readSmall(content: Readable): Promise<string | undefined> {
  const maxBytes = 1024 * 1024;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function requireDigest(digest: string): void {
  if (!isDigest(digest)) throw new Problem('InvalidInput', messages.registry_digest_invalid({ digest }));
}

function missing(layout: Layout, digest: string): Problem {
  return new Problem('NotFound', messages.registry_content_missing({ repository: layout.repository, digest }));
}

function damaged(layout: Layout, digest: string): Problem {
  return new Problem('Unavailable', messages.registry_content_damaged({ repository: layout.repository, digest }));
}

function absentWhenProblem(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}
