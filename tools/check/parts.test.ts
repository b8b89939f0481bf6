import { stripVTControlCharacters } from 'node:util';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { partsOf } from './parts.ts';

const checkout = join(import.meta.dirname, '..', '..');
let root: string;

// A checkout with the real settings of every tool and a few lines of code that please all of them.
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-check-'));
  for (const name of ['.oxlintrc.json', '.oxfmtrc.json', 'tsconfig.json', 'knip.json']) {
    await copyFile(join(checkout, name), join(root, name));
  }
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'));
  await write({
    'package.json': manifest({ name: 'planted', private: true, type: 'module', workspaces: ['server'] }),
    'package-lock.json': '{ "packages": {} }\n',
    'server/package.json': manifest({ name: 'server', private: true, type: 'module' }),
    'server/src/main.ts': "import { greet } from './lib/greeting.ts';\n\nprocess.stdout.write(greet('world'));\n",
    'server/src/lib/greeting.ts': 'export function greet(name: string): string {\n  return `Hello, ${name}.`;\n}\n',
  });
});

afterEach(() => rm(root, { recursive: true, force: true }));

const manifest = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** What a part of the gate says; nothing when it is green. */
async function verdictOf(name: string): Promise<string | undefined> {
  const part = partsOf(root, checkout).find((each) => each.name === name);
  if (part === undefined) throw new Error(`there is no part named ${name}`);
  return await part.check();
}

test('every part is green where nothing is wrong', async () => {
  for (const part of partsOf(root)) expect([part.name, await part.check()]).toEqual([part.name, undefined]);
});

test.for([
  ['types', { 'server/src/lib/greeting.ts': 'export const greet = (name: string): number => name;\n' }, 'TS2322'],
  ['types', { 'server/src/lib/list.ts': 'export const first = (all: string[]): string => all[0];\n' }, 'TS2322'],
  ['types', { 'tools/start.mjs': "/** @type {number} */\nexport const port = 'x';\n" }, 'TS2322'],
  [
    'format',
    { 'server/src/lib/greeting.ts': 'export const greet = (name: string) => "Hello, " + name\n' },
    'greeting.ts',
  ],
  ['dead code', { 'server/src/lib/unused.ts': 'export const nobody = 1;\n' }, 'unused.ts'],
  [
    'dead code',
    { 'server/src/lib/greeting.ts': 'export const greet = String;\n\nexport function nobody(): void {}\n' },
    'nobody',
  ],
  ['architecture', { 'server/src/gates/gate.ts': 'export const open = true;\n' }, 'server/src/gates has no README.md'],
  ['generated files', { 'tools/generate.ts': 'process.exitCode = 1;\nprocess.stdout.write(`stale`);\n' }, 'stale'],
  [
    'lock file',
    { 'package-lock.json': '{ "packages": { "x": { "resolved": "https://example.test/x.tgz" } } }' },
    'names the place',
  ],
] as const)('%s turns red on %o', async ([part, files, words]) => {
  await write(files);
  expect(await verdictOf(part)).toContain(words);
});

test('lint turns red on each thing it is there for', async () => {
  const planted = {
    'server/src/lib/floating.ts': [
      'export function start(): void {\n  work();\n}\n\nasync function work(): Promise<void> {}\n',
      'no-floating-promises',
    ],
    'server/src/lib/misused.ts': [
      'export const repeat = (work: () => Promise<void>): unknown => setInterval(async () => work(), 1);\n',
      'no-misused-promises',
    ],
    'server/src/lib/exhaustive.ts': [
      "export function word(state: 'open' | 'closed'): string {\n  switch (state) {\n    case 'open':\n      return 'yes';\n  }\n  return '';\n}\n",
      'switch-exhaustiveness-check',
    ],
    'server/src/lib/ring-one.ts': ["import type { Two } from './ring-two.ts';\n\nexport type One = Two;\n", 'no-cycle'],
    'server/src/lib/ring-two.ts': [
      "import type { One } from './ring-one.ts';\n\nexport type Two = readonly One[];\n",
      'no-cycle',
    ],
    'server/src/gates/gate-store.ts': ['export const gates = [1];\n', undefined],
    'server/src/gates/index.ts': ["export { gates } from './gate-store.ts';\n", undefined],
    'server/src/promotions/deep.ts': [
      "import { gates } from '../gates/gate-store.ts';\n\nexport const open = gates;\n",
      'no-restricted-imports',
    ],
    'server/src/promotions/front.ts': [
      "import { gates } from '../gates/index.ts';\n\nexport const open = gates;\n",
      undefined,
    ],
    'server/src/lib/any.ts': ['export const loose = (value: any): unknown => value;\n', 'no-explicit-any'],
    'server/src/lib/default.ts': ['export default 1;\n', 'no-default-export'],
    'server/src/lib/log.ts': ["export const log = (): void => console.log('x');\n", 'no-console'],
    'server/src/lib/only.test.ts': [
      "import { test } from 'vitest';\n\ntest.only('alone', () => {});\n",
      'no-focused-tests',
    ],
    'server/src/lib/skip.test.ts': [
      "import { test } from 'vitest';\n\ntest.skip('later', () => {});\n",
      'no-disabled-tests',
    ],
  } as const;
  await write(Object.fromEntries(Object.entries(planted).map(([path, [text]]) => [path, text])));
  // On a build server the linter speaks in colours and frames.
  const said = stripVTControlCharacters((await verdictOf('lint')) ?? '');
  for (const [path, [, rule]] of Object.entries(planted)) {
    const found = [...said.matchAll(/\(([\w-]+)\):[^\n]*\n\s*(?:,-|╭─)\[([^:\]]+)/g)].filter(
      (match) => match[2] === path,
    );
    expect([path, ...new Set(found.map((match) => match[1]))]).toEqual(rule === undefined ? [path] : [path, rule]);
  }
});

test('what a tool can repair is repaired', async () => {
  await write({ 'server/src/lib/greeting.ts': 'export const greet = (name: string) => "Hello, " + name\n' });
  // Tools that write get no way into the packages that everybody here runs on.
  await rm(join(root, 'node_modules'));
  for (const part of partsOf(root, checkout)) await part.fix?.();
  expect(await verdictOf('format')).toBeUndefined();
});
