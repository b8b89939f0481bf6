import type { Tree } from './tree.ts';

const source = 'server/src/';

/** Folders of the server that know no noun of the domain. */
const mechanism = ['lib', 'db', 'engine', 'http'] as const;

/**
 * The part of the server a file belongs to: `promotions`, `engine`, `drivers/runtime/process`. Files beside main.ts
 * belong to no part, and neither does anything outside the server.
 */
export function partOf(path: string): string | undefined {
  if (!path.startsWith(source)) return undefined;
  const [first, ...rest] = path.slice(source.length).split('/');
  if (first === undefined || rest.length === 0) return undefined;
  if (first !== 'drivers') return first;
  return rest.length > 2 ? `drivers/${rest[0]}/${rest[1]}` : 'drivers';
}

export function isMechanism(part: string): boolean {
  return mechanism.some((name) => name === part);
}

export function isDriver(part: string): boolean {
  return part.startsWith('drivers');
}

export function isSlice(part: string): boolean {
  return !isMechanism(part) && !isDriver(part);
}

export function slicesOf(tree: Tree): readonly string[] {
  const parts = [...tree.keys()].flatMap((path) => partOf(path) ?? []);
  return [...new Set(parts)].filter(isSlice).toSorted();
}
