import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { Header } from 'tar-stream';
import { Problem } from '../lib/problem.ts';
import { artifactContentMessages as messages } from './content-messages.ts';
import type { TreeLimits } from './tree-plan.ts';

/** One entry of an archive as it says of itself; nothing about it is to be trusted yet. */
export type ArchiveEntry =
  | { readonly type: 'directory'; readonly path: string }
  | {
      readonly type: 'file';
      readonly path: string;
      readonly sizeBytes: number;
      readonly executable: boolean;
      /** To be read to its end before the visitor returns. */
      readonly content: AsyncIterable<Uint8Array>;
    }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }
  | { readonly type: 'hard-link'; readonly path: string; readonly target: string };

/**
 * Reads an uncompressed tar (ustar, pax or GNU) entry by entry. Only what an artifact may hold is let through: owners,
 * times and special bits are dropped; devices, pipes and sparse files are refused, and so is an archive that stops early.
 */
export async function readArchive(
  source: Readable,
  limits: TreeLimits,
  signal: AbortSignal | undefined,
  visit: (entry: ArchiveEntry) => Promise<void>,
): Promise<void> {
  const watch = createWatch(limits);
  // Names are taken as bytes, so that two different names that are not UTF-8 cannot become the same text.
  const options = { highWaterMark: 64 * 1024, filenameEncoding: 'latin1' };
  const entries = extract(options);
  // Errors of the source, the watch and the parser all arrive at the loop below as the error of `entries`; the pipeline
  // says it again, and the first one thrown is the cause.
  const feeding = pipeline(source, watch.stream, entries, signal === undefined ? {} : { signal });
  feeding.catch(() => {});
  try {
    for await (const entry of entries) {
      const visited = describe(entry.header, bytes(entry));
      await visit(visited);
      entry.resume();
    }
    await feeding;
  } catch (error) {
    entries.destroy();
    source.destroy();
    await feeding.catch(() => {});
    throw explain(error, signal);
  }
  if (!watch.sawEnd()) throw damaged('it ends too early');
}

async function* bytes(content: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

function describe(header: Header, content: AsyncIterable<Uint8Array>): ArchiveEntry {
  const pax = new Map(Object.entries(header.pax ?? {}));
  const path = text(header.name, pax.get('path'));
  const target = text(header.linkname ?? '', pax.get('linkpath'));
  if ([...pax.keys()].some((key) => key.startsWith('GNU.sparse.'))) throw unsupported(path, 'sparse file');
  switch (header.type) {
    case 'file':
    case 'contiguous-file':
      return { type: 'file', path, sizeBytes: header.size, executable: (header.mode & 0o111) !== 0, content };
    case 'directory':
      return { type: 'directory', path };
    case 'symlink':
      return { type: 'symlink', path, target };
    case 'link':
      return { type: 'hard-link', path, target };
    default:
      throw unsupported(path, header.type ?? 'entry of an unknown type');
  }
}

/** A name is given as latin1 by the header, i.e. as its bytes, or as text by a pax record. */
function text(name: string, pax: unknown): string {
  if (typeof pax !== 'string' || pax === '') {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(name, 'latin1'));
    } catch {
      throw new Problem('InvalidInput', messages.archive_path_not_text({ path: name }));
    }
  }
  if (pax.includes('\u{fffd}')) throw new Problem('InvalidInput', messages.archive_path_not_text({ path: pax }));
  return pax;
}

interface Watch {
  readonly stream: Transform;
  /** Whether the last block was empty, as the end of every tar is. */
  sawEnd(): boolean;
}

/** Counts raw bytes, because headers without entries also cost time, and looks at the last block. */
function createWatch(limits: TreeLimits): Watch {
  const blockBytes = 512;
  const maxRawBytes = limits.maxBytes + limits.maxEntries * (limits.maxPathBytes * 2 + 8 * blockBytes) + 1024 * 1024;
  let raw = 0;
  let tail = Buffer.alloc(0);
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      raw += chunk.byteLength;
      tail = Buffer.concat([tail, chunk.subarray(-blockBytes)]).subarray(-blockBytes);
      if (raw <= maxRawBytes) done(null, chunk);
      else done(new Problem('InvalidInput', messages.archive_too_large({ limitBytes: limits.maxBytes })));
    },
  });
  return { stream, sawEnd: () => tail.byteLength === blockBytes && tail.every((byte) => byte === 0) };
}

function explain(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return signal.reason;
  if (error instanceof Problem) return error;
  // Errors of the operating system are about our disk or the source; everything else is the parser's.
  if (error instanceof Error && 'errno' in error) return error;
  return damaged(error instanceof Error ? error.message : String(error));
}

function damaged(reason: string): Problem {
  return new Problem('InvalidInput', messages.archive_damaged({ reason: reason.replace(/\.$/, '') }));
}

function unsupported(path: string, type: string): Problem {
  return new Problem('InvalidInput', messages.archive_entry_unsupported({ path, type: type.replaceAll('-', ' ') }));
}
