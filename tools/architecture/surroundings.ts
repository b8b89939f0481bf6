import { isModule, isTest, withoutComments } from './imports.ts';
import type { Tree } from './tree.ts';

/** One place in each program reads the environment, so that settings can be listed, documented and tested. */
const readers = new Set(['server/src/config.ts', 'cli/src/config.ts']);

export function environmentReadElsewhere(tree: Tree): readonly string[] {
  return [...tree].flatMap(([path, text]) => {
    if (!/^(server|client|cli|ui)\/src\//.test(path) || !isModule(path) || isTest(path) || readers.has(path)) return [];
    return linesWith(withoutComments(text), /\bprocess\.env\b|\benv\b[^;]*from 'node:process'/).map(
      ({ line }) => `${path}:${line} reads the environment. Read it in config.ts and pass the value here.`,
    );
  });
}

/** Paths that exist on one machine, and hosts that one network has, mean nothing to the next reader. */
const foreign = [
  {
    what: 'a path of one machine',
    pattern: /(?<![\w.])\/(?:home|Users)\/(?!\$|<|\.\.\.|…|(?:ada|grace|linus)\/)[a-z][\w.-]*\//i,
  },
  { what: 'a path of one machine', pattern: /(?<![\w.])\/work\/(?:main|shared)\b|(?<![\w.])\/root\/(?!\$)[\w.]/ },
  { what: 'a place outside the project', pattern: /(?:\.\.\/)+(?:shared)\/(?:seeds|reference|DESIGN)/ },
  {
    what: 'the host of a package registry',
    pattern: /\bregistry\.(?:npmjs|yarnpkg)\.\w+|\bnpm\.pkg\.github\.\w+|_auth[T]oken/,
  },
];

export function tracesOfAMachine(tree: Tree): readonly string[] {
  return [...tree].flatMap(([path, text]) =>
    foreign.flatMap(({ what, pattern }) =>
      linesWith(text, pattern).map(({ line, found }) => `${path}:${line} holds ${what}: ${found}. Leave it out.`),
    ),
  );
}

function linesWith(text: string, pattern: RegExp): readonly { line: number; found: string }[] {
  return text.split('\n').flatMap((content, index) => {
    const match = pattern.exec(content);
    return match === null ? [] : [{ line: index + 1, found: match[0] }];
  });
}
