import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenRules, type rules } from './rules.ts';
import { readTree } from './tree.ts';

/** A small checkout that keeps every rule. */
const sound = {
  'server/migrations/0001_delivery.sql': 'create table promotions (id text);\ncreate table releases (id text);\n',
  'server/src/main.ts': "import { start } from './wiring.ts';\nstart(process.argv);\n",
  'server/src/config.ts': 'export const port = process.env.SLUICE_PORT;\n',
  'server/src/wiring.ts':
    "import { createLocal } from './drivers/forge/local/local.ts';\nexport { createLocal as start };\n",
  'server/src/engine/work.ts': "import type { Clock } from '../lib/clock.ts';\nexport type Work = Clock;\n",
  'server/src/lib/clock.ts': 'export interface Clock {}\n',
  'server/src/promotions/README.md': '# Promotions\n',
  'server/src/promotions/index.ts': "export { find } from './promotion-store.ts';\n",
  'server/src/promotions/promotion-store.ts': "export const find = () => db.selectFrom('promotions');\n",
  'server/src/releases/README.md': '# Releases\n',
  'server/src/releases/index.ts': "export type { Forge } from './forge.ts';\n",
  'server/src/releases/forge.ts': "import { find } from '../promotions/index.ts';\nexport type Forge = typeof find;\n",
  'server/src/releases/release-store.ts': 'export const all = () => sql`select * from releases`;\n',
  'server/src/drivers/forge/local/local.ts':
    "import type { Forge } from '../../../releases/forge.ts';\nexport const createLocal = (): Forge => 1;\n",
  'client/src/index.ts': 'export const client = 1;\n',
  'cli/src/main.ts': "import { client } from '@sluice/client';\nclient();\n",
} as const;

/** Every rule with changes that break it, and words of the complaint that say what to do. */
const planted: Readonly<Record<keyof typeof rules, readonly { files: Record<string, string>; says: string }[]>> = {
  'engine, http, db and lib import no slice': [
    {
      files: { 'server/src/lib/clock.ts': "import { find } from '../promotions/index.ts';\n" },
      says: 'server/src/lib/clock.ts:1 imports server/src/promotions/index.ts. Pass in what it needs',
    },
    {
      files: { 'server/src/http/door.ts': "\nexport type { Forge } from '../releases/index.ts';\n" },
      says: 'server/src/http/door.ts:2 imports',
    },
    {
      files: { 'server/src/engine/work.ts': "const forge = await import('../drivers/forge/local/local.ts');\n" },
      says: 'server/src/engine/work.ts:1 imports server/src/drivers/forge/local/local.ts',
    },
  ],
  'a slice is imported only through its index.ts': [
    {
      files: { 'server/src/releases/forge.ts': "import { find } from '../promotions/promotion-store.ts';\n" },
      says: "Export what is needed from that slice's index.ts",
    },
    {
      files: { 'server/src/drivers/forge/local/local.ts': "import '../../../releases/release-store.ts';\n" },
      says: 'server/src/drivers/forge/local/local.ts:1 imports server/src/releases/release-store.ts',
    },
  ],
  'only the wiring knows a driver': [
    {
      files: { 'server/src/releases/forge.ts': "import { createLocal } from '../drivers/forge/local/local.ts';\n" },
      says: 'let wiring.ts pass the driver',
    },
    {
      files: { 'server/src/drivers/forge/github/github.ts': "import { createLocal } from '../local/local.ts';\n" },
      says: 'imports the driver server/src/drivers/forge/local/local.ts',
    },
  ],
  'the doors import only the client': [
    {
      files: { 'cli/src/main.ts': "import { find } from '../../server/src/promotions/index.ts';\n" },
      says: 'cli may import only client',
    },
    {
      files: { 'client/src/index.ts': "import { port } from '@sluice/server';\n" },
      says: 'client may import no other workspace',
    },
    {
      files: { 'ui/src/main.tsx': "import { port } from '../../cli/src/main.ts';\n" },
      says: 'ui may import only client',
    },
  ],
  'no files import each other in a ring': [
    {
      files: { 'server/src/lib/clock.ts': "import type { Work } from '../engine/work.ts';\n" },
      says: 'server/src/engine/work.ts → server/src/lib/clock.ts → server/src/engine/work.ts. Move what both need',
    },
  ],
  'only config.ts reads the environment': [
    {
      files: {
        'server/src/promotions/index.ts': '// process.env is not for us\n\nexport const port = process.env.PORT;\n',
      },
      says: 'server/src/promotions/index.ts:3 reads the environment. Read it in config.ts',
    },
    { files: { 'cli/src/main.ts': "import { env } from 'node:process';\n" }, says: 'cli/src/main.ts:1 reads' },
  ],
  'a table is touched only in the store of its owner': [
    {
      files: {
        'server/src/releases/release-store.ts': "export const all = () => db.innerJoin('promotions as p', 'p.id');\n",
      },
      says: 'The table promotions is used in promotions and releases.',
    },
    {
      files: {
        'server/src/releases/release-store.ts': 'export const all = () => sql<Row>`select * from\n promotions`;\n',
      },
      says: 'The table promotions is used in promotions and releases.',
    },
    {
      files: { 'server/src/promotions/promotion.ts': "export const add = () => db.insertInto('promotions');\n" },
      says: 'Move it to a file named *-store.ts',
    },
  ],
  'no file is longer than 400 lines': [{ files: { 'cli/src/main.ts': ';\n'.repeat(401) }, says: 'has 401 lines' }],
  'no folder holds more than 25 source files': [
    {
      files: Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`server/src/lib/part-${index}.ts`, ''])),
      says: 'server/src/lib has 26 source files',
    },
  ],
  'names say what a thing is': [
    { files: { 'server/src/lib/clock.ts': 'export class ClockManager {}\n' }, says: 'declares ClockManager' },
    {
      files: { 'server/src/lib/clock.ts': 'export function promotionHelper() {}\n' },
      says: 'declares promotionHelper',
    },
    { files: { 'server/src/promotions/promotion-service.ts': '' }, says: 'a name that says nothing' },
    { files: { 'cli/src/utils/color.ts': '' }, says: 'a name that says nothing' },
  ],
  'every slice has a README.md and an index.ts': [
    { files: { 'server/src/gates/gate.ts': '' }, says: 'server/src/gates has no index.ts' },
    { files: { 'server/src/gates/index.ts': '' }, says: 'server/src/gates has no README.md' },
    { files: { 'server/src/promotions/README.md': 'line\n'.repeat(31) }, says: 'has 31 lines, more than 30' },
  ],
  'nothing points to one machine or one network': [
    {
      files: { 'docs/start.md': ['', 'home', 'someone', 'sluice'].join('/') },
      says: 'docs/start.md:1 holds a path of one machine',
    },
    { files: { 'README.md': `See ${['', 'work', 'main'].join('/')}` }, says: 'a path of one machine' },
    {
      files: { '.npmrc': `x=https://${['registry', 'npmjs', 'org'].join('.')}/` },
      says: 'the host of a package registry',
    },
  ],
};

test('a checkout that keeps the rules is left in peace', () => {
  expect(brokenRules(new Map(Object.entries(sound)))).toEqual([]);
});

test.for(Object.entries(planted).flatMap(([rule, cases]) => cases.map((planting) => ({ rule, ...planting }))))(
  '"$rule" finds what breaks it: $says',
  ({ rule, files, says }) => {
    const complaints = brokenRules(new Map(Object.entries({ ...sound, ...files })));
    expect(complaints.filter((complaint) => complaint.startsWith(`${rule}: `)).join('\n')).toContain(says);
  },
);

test('imports in comments and words in messages are not taken for the real thing', () => {
  const quiet = {
    'server/src/lib/clock.ts':
      "// import { find } from '../promotions/index.ts';\nexport const at = 1; /* from '../gates/gate.ts' */\n",
    'server/src/promotions/promotion.ts': "export const text = 'nothing came back from releases';\n",
  };
  expect(brokenRules(new Map(Object.entries({ ...sound, ...quiet })))).toEqual([]);
});

test('this checkout keeps the rules', async () => {
  expect(brokenRules(await readTree(join(import.meta.dirname, '..', '..')))).toEqual([]);
});
