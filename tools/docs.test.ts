import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { appSpecSchema } from '../server/src/apps/app-schema.ts';
import { freezeSpecSchema } from '../server/src/freezes/freeze-schema.ts';
import { calendarFault } from '../server/src/gates/index.ts';
import { parseManifest } from '../server/src/manifests/manifest.ts';
import { faultsOf } from '../server/src/pipelines/index.ts';
import { sourceSpecSchema } from '../server/src/manifest-sources/source-schema.ts';
import { groupSpecSchema } from '../server/src/groups/group-schema.ts';
import { roleBindingSpecSchema } from '../server/src/role-bindings/role-binding-schema.ts';
import { pipelineSpecSchema, writtenPipelineSchema } from '../server/src/pipelines/pipeline-schema.ts';
import { templateSpecSchema } from '../server/src/pipelines/template/template-schema.ts';
import { promotionStates, results } from '../server/src/promotions/promotion-schema.ts';
import { webhookSpecSchema } from '../server/src/webhooks/webhook-schema.ts';
import { documentedCommands } from './docs/command-line.ts';
import type { DocumentedCommand } from './docs/command-line.ts';
import { eventTypes } from './docs/event-types.ts';
import { replaceBlock } from './docs/marked-block.ts';
import { generateDocs } from './generate-docs.ts';

const root = resolve(import.meta.dirname, '..');

/** Everything in Markdown that belongs to the repository. */
const documents = ['.', 'docs', 'server', 'cli', 'client', 'examples', 'e2e', 'bench']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
  .toSorted();

let commands: readonly DocumentedCommand[] = [];
beforeAll(async () => {
  commands = await documentedCommands(root);
});

test('what is made from the code is up to date', async () => {
  expect(await generateDocs(root, { check: true })).toEqual([]);
});

test('a block is replaced between its marks and nowhere else', () => {
  const document = 'before\n<!-- begin generated: one -->\nold\n<!-- end generated: one -->\nafter\n';
  const replaced = replaceBlock(document, 'one', 'new');
  expect(replaced).toBe('before\n<!-- begin generated: one -->\n\nnew\n\n<!-- end generated: one -->\nafter\n');
  expect(replaceBlock(replaced, 'one', 'new')).toBe(replaced);
  expect(() => replaceBlock(document, 'two', 'new')).toThrow('there is no block "two"');
});

test('every link to something in the repository leads there', () => {
  const broken = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      if (/^[a-z]+:/.test(target)) return [];
      const [file = '', anchor] = target.split('#');
      const found = file === '' ? join(root, path) : join(root, dirname(path), file);
      if (!existsSync(found)) return [`${path}: ${target}`];
      if (anchor === undefined || anchorsOf(readFileSync(found, 'utf8')).includes(anchor)) return [];
      return [`${path}: ${target}`];
    }),
  );
  expect(broken).toEqual([]);
});

test('every file that a document names exists', () => {
  const missing = documents
    .filter((path) => !path.startsWith('CHANGELOG'))
    .flatMap((path) =>
      [...read(path).matchAll(/`([\w-]+(?:\/[\w.-]+)*\.(?:ts|mjs|sql|yaml|md|json|fast-export))`/g)].flatMap(
        ([, name = '']) => (isSomewhere(path, name) ? [] : [`${path}: ${name}`]),
      ),
    );
  expect(missing).toEqual([]);
});

test('every command that a document names exists, with its options', () => {
  const wrong = documents.flatMap((path) =>
    [...read(path).matchAll(/(?<!-U |[\w.]|\w\/)sluice ([a-z]+)([^\n`]*)/g)].flatMap(
      ([whole, name = '', rest = '']) => {
        const problem = faultOf(name, rest);
        return problem === undefined ? [] : [`${path}: ${whole.slice(0, 80)}: ${problem}`];
      },
    ),
  );
  expect(wrong).toEqual([]);
});

test('the table of events has every type that is written, and no other', () => {
  const rows = read('docs/events.md')
    .split('\n')
    .filter((line) => line.startsWith('| `') && line.includes('.'));
  const told = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([a-z]+\.[a-z]+)`/g)].map(([, type]) => type),
  );
  expect(new Set(told)).toEqual(new Set(eventTypes(root)));
});

test('no sentence of an error has a loose end', () => {
  expect(read('docs/errors.md').match(/undefined|\[object|\{\}|\bnull\b/g)).toBeNull();
});

test('the words tell every state and result of a promotion', () => {
  const concepts = read('docs/concepts.md');
  for (const word of [...promotionStates, ...results]) expect(concepts).toContain(`\`${word}\``);
});

const schemas: Readonly<Record<string, { parse(spec: unknown): unknown }>> = {
  App: appSpecSchema,
  Pipeline: writtenPipelineSchema,
  PipelineTemplate: templateSpecSchema,
  ManifestSource: sourceSpecSchema,
  Group: groupSpecSchema,
  RoleBinding: roleBindingSpecSchema,
  Freeze: freezeSpecSchema,
  Webhook: webhookSpecSchema,
};

test('every manifest in the documents would be accepted', () => {
  const kinds = new Set<string>();
  for (const path of ['docs/pipeline-reference.md', 'docs/webhooks.md', 'README.md']) {
    for (const [, manifest = ''] of read(path).matchAll(/```yaml\n([\s\S]*?)```/g)) {
      // Pieces that show a single field, and the empty frame, are no manifests.
      if (!manifest.includes('kind:') || manifest.includes('spec: {}')) continue;
      for (const { kind, spec } of parseManifest(manifest, {
        file: path,
        project: 'default',
        kinds: Object.keys(schemas),
      })) {
        kinds.add(kind);
        schemas[kind]?.parse(spec);
        const written = kind === 'Pipeline' ? pipelineSpecSchema.safeParse(spec) : undefined;
        if (written?.success === true) expect(faultsOf(written.data)).toEqual([]);
        if (kind === 'Freeze') expect(calendarFault(freezeSpecSchema.parse(spec))).toBeUndefined();
      }
    }
  }
  expect(kinds).toEqual(new Set(Object.keys(schemas)));
});

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** As GitHub makes them. */
function anchorsOf(document: string): string[] {
  return [...document.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Beside the document, below the repository or the server's sources; a bare name is enough where it is unmistakable. */
function isSomewhere(document: string, name: string): boolean {
  if (!name.includes('/')) return madeWhileRunning.has(name) || sources.some((path) => path.endsWith(`/${name}`));
  return [dirname(document), '.', 'server/src'].some((place) => existsSync(join(root, place, name)));
}

const sources = ['server', 'client', 'cli', 'tools', 'docs', 'examples', 'e2e', 'bench']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `/${folder}/${path}`),
  )
  .concat(readdirSync(root).map((name) => `/${name}`));

const madeWhileRunning = new Set(['server.json', 'index.json', 'pipeline.yaml', 'NNNN_name.sql']);

function faultOf(name: string, rest: string): string | undefined {
  const [second = ''] = rest.trim().split(/\s/);
  const group = commands.some((command) => command.name.startsWith(`${name} `));
  const isWord = /^[a-z]+$/.test(second) && rest.startsWith(' ');
  const full = group && isWord ? `${name} ${second}` : name;
  const command = commands.find((candidate) => candidate.name === full);
  if (command === undefined) return `there is no command "${full}"`;
  // What follows a pipe, a comment or the end of the sentence belongs to something else.
  const own = rest.split(/\s[|#>·]\s|[;"]|\. [A-Z]| {3,}/)[0] ?? '';
  const unknown = [...own.matchAll(/(?<= )(--[a-z][a-z-]*)/g)]
    .map(([, option = '']) => option)
    .find((option) => !globals.has(option) && !command.help.includes(`${option} `));
  return unknown === undefined ? undefined : `${full} has no option ${unknown}`;
}

const globals = new Set(['--help', '--server', '--token', '--project', '--output', '--lang', '--color', '--no-color']);
