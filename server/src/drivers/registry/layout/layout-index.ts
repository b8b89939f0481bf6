import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, replaceFile } from '../../../lib/durable-file.ts';
import { Problem } from '../../../lib/problem.ts';
import { layoutMessages as messages } from './layout-messages.ts';
import { indexSchema, indexType } from './manifest.ts';
import type { Descriptor, Index } from './manifest.ts';

const refName = 'org.opencontainers.image.ref.name';
/** Two entries that agree in these say the same about the same content. */
const identity = ['org.opencontainers.image.version', 'org.opencontainers.image.revision', refName];

/** Reads `index.json`. A layout that does not exist yet is an empty one. */
export async function readIndex(root: string): Promise<Index> {
  const file = join(root, 'index.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) return { schemaVersion: 2, mediaType: indexType, manifests: [] };
  try {
    return indexSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Problem('Unavailable', messages.registry_index_damaged({ file }), { cause: error });
  }
}

/** Replaces `index.json` as a whole. Only under the layout's lock. */
export async function writeIndex(root: string, index: Index): Promise<void> {
  await replaceFile(join(root, 'index.json'), `${JSON.stringify(index, undefined, 2)}\n`);
}

/** The file that makes a folder an image layout. */
export async function markLayout(root: string): Promise<void> {
  const file = join(root, 'oci-layout');
  await mkdir(root, { recursive: true });
  const content = JSON.stringify({ imageLayoutVersion: '1.0.0' });
  if ((await readFile(file, 'utf8').catch(() => '')) !== content) await replaceFile(file, content);
}

/**
 * The index with one more entry. One digest may have several, for several versions of equal content. A reference name
 * is a pointer, as a tag is for stock tools: the newest entry takes it from an older one.
 */
export function withEntry(index: Index, entry: Descriptor): Index {
  const keyOf = (one: Descriptor): string =>
    JSON.stringify([one.digest, ...identity.map((name) => one.annotations?.[name] ?? null)]);
  const name = entry.annotations?.[refName];
  const others = index.manifests
    .filter((other) => keyOf(other) !== keyOf(entry))
    .map((other) => (name !== undefined && other.annotations?.[refName] === name ? withoutRefName(other) : other));
  // Taking the name away may have made two older entries alike.
  const distinct = new Map(others.map((other) => [keyOf(other), other]));
  return { ...index, manifests: [...distinct.values(), entry] };
}

function withoutRefName(entry: Descriptor): Descriptor {
  const kept = Object.entries(entry.annotations ?? {}).filter(([name]) => name !== refName);
  return { ...entry, annotations: Object.fromEntries(kept) };
}
