import { Problem } from '../lib/problem.ts';
import { artifactContentMessages as messages } from './content-messages.ts';

/** How much one archive may hold. */
export interface TreeLimits {
  /** Files, directories and links together, including directories that are only implied by a path. */
  readonly maxEntries: number;
  /** Content of all files together. */
  readonly maxBytes: number;
  readonly maxPathBytes: number;
}

export const defaultTreeLimits: TreeLimits = { maxEntries: 250_000, maxBytes: 4 * 1024 ** 3, maxPathBytes: 1024 };

/** The kernel's own limit for one name. */
const maxNameBytes = 255;
/** As many links as Linux follows before it answers ELOOP. */
const maxHops = 40;

type Node = { readonly kind: 'directory' | 'file' } | { readonly kind: 'symlink'; readonly target: string };

/**
 * The tree that an archive describes, checked before anything is written: every path is relative and stays inside, no
 * path is used twice, and no link leads out, also not through other links. Pure: it knows no disk.
 */
export interface TreePlan {
  /** Declares a directory. Answers the directories to create, outermost first, without those known already. */
  addDirectory(rawPath: string): readonly string[];
  addFile(rawPath: string, sizeBytes: number): PlannedEntry;
  addSymlink(rawPath: string, target: string): PlannedEntry;
  /** A hard link to a file that came earlier. */
  addHardLink(rawPath: string, rawTarget: string): PlannedEntry & { readonly target: string };
  /** All symbolic links, for writing them after everything else. Throws when one of them leads out of the tree. */
  symlinks(): readonly { readonly path: string; readonly target: string }[];
  readonly entries: number;
  readonly bytes: number;
}

interface PlannedEntry {
  readonly path: string;
  /** Directories to create first, outermost first. */
  readonly parents: readonly string[];
}

export function createTreePlan(limits: TreeLimits): TreePlan {
  const nodes = new Map<string, Node>();
  const links: { path: string; target: string }[] = [];
  let bytes = 0;

  const insert = (path: string, node: Node): void => {
    nodes.set(path, node);
    if (nodes.size > limits.maxEntries) {
      throw new Problem('InvalidInput', messages.archive_too_many_entries({ limit: limits.maxEntries }));
    }
  };

  const ensureDirectories = (parts: readonly string[]): string[] => {
    const created: string[] = [];
    for (let length = 1; length <= parts.length; length += 1) {
      const path = parts.slice(0, length).join('/');
      const node = nodes.get(path);
      if (node === undefined) {
        insert(path, { kind: 'directory' });
        created.push(path);
      } else if (node.kind !== 'directory') {
        throw new Problem('InvalidInput', messages.archive_path_repeated({ path: shown(path) }));
      }
    }
    return created;
  };

  const add = (rawPath: string, node: Node): PlannedEntry => {
    const parts = splitPath(rawPath, limits.maxPathBytes);
    const path = parts.join('/');
    if (path === '') throw new Problem('InvalidInput', messages.archive_path_unsafe({ path: shown(rawPath) }));
    const parents = ensureDirectories(parts.slice(0, -1));
    if (nodes.has(path)) throw new Problem('InvalidInput', messages.archive_path_repeated({ path: shown(path) }));
    insert(path, node);
    return { path, parents };
  };

  return {
    addDirectory: (rawPath) => ensureDirectories(splitPath(rawPath, limits.maxPathBytes)),
    addFile(rawPath, sizeBytes) {
      bytes += sizeBytes;
      if (bytes > limits.maxBytes) {
        throw new Problem('InvalidInput', messages.archive_too_large({ limitBytes: limits.maxBytes }));
      }
      return add(rawPath, { kind: 'file' });
    },
    addSymlink(rawPath, target) {
      if (target.includes('\0') || target === '' || Buffer.byteLength(target) > limits.maxPathBytes) {
        throw new Problem(
          'InvalidInput',
          messages.archive_link_unsafe({ path: shown(rawPath), target: shown(target) }),
        );
      }
      const planned = add(rawPath, { kind: 'symlink', target });
      links.push({ path: planned.path, target });
      return planned;
    },
    addHardLink(rawPath, rawTarget) {
      const target = splitPath(rawTarget, limits.maxPathBytes).join('/');
      if (nodes.get(target)?.kind !== 'file') {
        throw new Problem(
          'InvalidInput',
          messages.archive_link_unsafe({ path: shown(rawPath), target: shown(rawTarget) }),
        );
      }
      return { ...add(rawPath, { kind: 'file' }), target };
    },
    symlinks() {
      for (const { path, target } of links) {
        if (!staysInside(path, target, (at) => nodes.get(at))) {
          throw new Problem('InvalidInput', messages.archive_link_unsafe({ path: shown(path), target: shown(target) }));
        }
      }
      return links;
    },
    get entries() {
      return nodes.size;
    },
    get bytes() {
      return bytes;
    },
  };
}

/** The components of a relative path, without empty ones and `.`. Throws on everything that is not plainly inside. */
function splitPath(raw: string, maxPathBytes: number): string[] {
  if (Buffer.byteLength(raw) > maxPathBytes) {
    throw new Problem('InvalidInput', messages.archive_path_too_long({ path: shown(raw), limit: maxPathBytes }));
  }
  const parts = raw.split('/').filter((part) => part !== '' && part !== '.');
  if (raw === '' || raw.startsWith('/') || raw.includes('\0') || parts.includes('..')) {
    throw new Problem('InvalidInput', messages.archive_path_unsafe({ path: shown(raw) }));
  }
  for (const part of parts) {
    if (Buffer.byteLength(part) > maxNameBytes) {
      throw new Problem('InvalidInput', messages.archive_path_too_long({ path: shown(raw), limit: maxNameBytes }));
    }
  }
  return parts;
}

/**
 * Follows a link the way the kernel would, component by component and through other links of the tree. A component
 * that the tree does not have counts as a directory, so that a dangling link may not hold a way out for later.
 */
function staysInside(path: string, target: string, nodeAt: (path: string) => Node | undefined): boolean {
  const position = path.split('/').slice(0, -1);
  const ahead = target.split('/');
  if (target.startsWith('/')) return false;
  let hops = 1;
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (position.pop() === undefined) return false;
      continue;
    }
    position.push(part);
    const node = nodeAt(position.join('/'));
    if (node?.kind !== 'symlink') continue;
    hops += 1;
    // A circle leads nowhere, hence not out either, but nothing useful can be meant by it.
    if (hops > maxHops || node.target.startsWith('/')) return false;
    position.pop();
    ahead.unshift(...node.target.split('/'));
  }
  return true;
}

/** A path for a sentence: short and without control characters that would disturb a terminal. */
function shown(path: string): string {
  const clean = path.replace(/\p{Cc}/gu, '?');
  return clean.length > 120 ? `${clean.slice(0, 120)}…` : clean;
}
