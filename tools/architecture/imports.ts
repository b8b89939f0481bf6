import { posix } from 'node:path';
import type { Tree } from './tree.ts';

export interface Import {
  readonly from: string;
  /** A path of the tree for files of ours; the specifier itself for packages. */
  readonly to: string;
  readonly line: number;
}

const specifier = /(?:^|[\s;{}()])(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g;

/** Every import of every module, types included, with relative paths and workspace names resolved. */
export function importsOf(tree: Tree): readonly Import[] {
  return [...tree].filter(([path]) => isModule(path)).flatMap(([path, text]) => importsOfModule(path, text));
}

function importsOfModule(path: string, text: string): readonly Import[] {
  const code = withoutComments(text);
  return [...code.matchAll(specifier)].map((match) => ({
    from: path,
    to: resolve(path, match[2] ?? ''),
    line: code.slice(0, match.index + match[0].length).split('\n').length,
  }));
}

function resolve(from: string, target: string): string {
  if (target.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), target));
  const workspace = /^@sluice\/([^/]+)(\/.*)?$/.exec(target);
  return workspace === null ? target : `${workspace[1]}${workspace[2] ?? '/src/index.ts'}`;
}

export function isModule(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts');
}

export function isTest(path: string): boolean {
  return (
    /\.(test|e2e)\.tsx?$/.test(path) || /(^|\/)test-[^/]+\.ts$/.test(path) || /-(conformance|fixture)\.ts$/.test(path)
  );
}

const stringOrComment = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** Comments become blanks, so that lines keep their numbers. Strings are left as they are. */
export function withoutComments(text: string): string {
  return text.replace(stringOrComment, (whole, string?: string) => string ?? blank(whole));
}

/** Only what is code in the strict sense: neither comments nor strings. */
export function codeAlone(text: string): string {
  return text.replace(stringOrComment, blank);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
