import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createRenderer } from '../lib/message.ts';
import type { Language } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import { schemaIssueMessages } from '../lib/schema-issue-messages.ts';
import { parseManifest } from './manifest.ts';
import { manifestMessages } from './manifest-messages.ts';

const render = createRenderer([manifestMessages.catalogue, schemaIssueMessages.catalogue]);
const options = { file: 'shop.yaml', project: 'default', kinds: ['App', 'Pipeline'] };

/** Shaped like the real ones: unions, lists, enumerations, defaults. */
const specSchema = z.strictObject({
  app: z.string(),
  health: z
    .union([z.string().startsWith('/'), z.strictObject({ path: z.string(), deadline: z.string().optional() })])
    .optional(),
  count: z.int().min(1).default(1),
  environments: z
    .array(
      z.strictObject({ name: z.string(), promote: z.strictObject({ by: z.enum(['direct', 'merge']) }).optional() }),
    )
    .default([]),
});

function complaints(text: string): readonly ProblemDetail[] {
  try {
    const documents = parseManifest(text, options);
    return documents.flatMap((document) => {
      const checked = document.check(specSchema);
      return checked.success ? [] : checked.details;
    });
  } catch (error) {
    if (error instanceof Problem) return error.details.length > 0 ? error.details : [{ message: error.detail }];
    throw error;
  }
}

const told = (text: string, language: Language = 'en') =>
  complaints(text).map(({ line, column, message }) => `${line}:${column} ${render(message, language)}`);

const pipeline = (spec: string) => `apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: shop }
spec:
${spec}`;

test.each([
  [
    'an unknown field',
    '  app: shop\n  environmnets: []\n',
    '6:3 spec: there is no field "environmnets". Did you mean environments?',
  ],
  [
    'an unknown field inside a list',
    '  app: shop\n  environments:\n    - name: qa\n      promot: { by: merge }\n',
    '8:7 spec.environments[0]: there is no field "promot". Did you mean promote?',
  ],
  [
    'an unknown field inside one branch of a union',
    '  app: shop\n  health: { pth: /healthz, path: / }\n',
    '6:13 spec.health: there is no field "pth". Did you mean path?',
  ],
  [
    'an unknown field that is like no other',
    '  app: shop\n  zzz: 1\n',
    '6:3 spec: there is no field "zzz". Known here: app, health, count, environments. Or remove it.',
  ],
  ['a wrong type', '  app: shop\n  environments: yes\n', '6:17 spec.environments must be a list.'],
  ['a wrong type in a union', '  app: shop\n  health: 7\n', '6:11 spec.health must be a text or an object.'],
  [
    'the wrong shape of the right type in a union',
    '  app: shop\n  health: healthz\n',
    '6:11 spec.health must start with "/".',
  ],
  ['a missing field', '  count: 2\n', '5:3 spec.app is required.'],
  ['a number that is too small', '  app: shop\n  count: 0\n', '6:10 spec.count must be 1 or more.'],
  [
    'a value that is not allowed',
    '  app: shop\n  environments:\n    - { name: qa, promote: { by: merg } }\n',
    '7:34 spec.environments[0].promote.by must be one of: direct, merge. Did you mean merge?',
  ],
])('%s is told with line and column', (_name, spec, expected) => {
  expect(told(pipeline(spec))).toEqual([expected]);
});

test('everything that is wrong is told at once, in the order in which it is written', () => {
  const text = pipeline('  app: 7\n  count: 0\n  environments: [{ nme: qa }]\n');
  expect(told(text).map((line) => line.split(' ')[0])).toEqual(['5:8', '6:10', '7:18', '7:20']);
});

test('the same in Ukrainian', () => {
  const text = pipeline(
    '  count: 0\n  environmnets: []\n  health: 7\n  environments: [{ name: qa, promote: { by: merg } }]\n',
  );
  expect(told(text, 'uk')).toEqual([
    "5:3 spec.app: обов'язкове поле.",
    "7:11 spec.health: тут має бути текст або об'єкт.",
    '5:10 spec.count: має бути 1 або більше.',
    '8:45 spec.environments[0].promote.by: можливі значення: direct, merge. Можливо, merge?',
    '6:3 spec: поля «environmnets» тут немає. Можливо, ви мали на увазі environments?',
  ]);
});

test.each([
  [
    'a bad name',
    'apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: My Shop }\nspec: {}\n',
    /^3:19 metadata\.name: must be lower-case/,
  ],
  [
    'an unknown kind',
    'apiVersion: sluice.dev/v1alpha1\nkind: Ap\nmetadata: { name: shop }\nspec: {}\n',
    /^2:7 kind: "Ap" .*Did you mean App\?$/,
  ],
  [
    'another version',
    'apiVersion: v1\nkind: App\nmetadata: { name: shop }\nspec: {}\n',
    /^1:13 apiVersion: "v1" is not known\. Write sluice\.dev\/v1alpha1\.$/,
  ],
  ['no kind', 'apiVersion: sluice.dev/v1alpha1\nmetadata: { name: shop }\nspec: {}\n', /^1:1 kind is required\.$/],
  [
    'a misspelt envelope',
    'apiVersion: sluice.dev/v1alpha1\nkind: App\nmetdata: { name: shop }\nmetadata: { name: shop }\nspec: {}\n',
    /^3:1 There is no field "metdata" here\. Did you mean metadata\?$/,
  ],
  ['a text that is no object', 'hello\n', /^1:1 value must be an object\.$/],
  ['a key written twice', 'kind: App\nkind: App\n', /^2:1 This is not valid YAML/],
  ['a broken indent', 'spec:\n  a: 1\n b: 2\n', /^3:1 This is not valid YAML/],
  ['an open bracket', 'metadata: { name: shop\n', /This is not valid YAML/],
  ['nothing at all', '# only a comment\n', /The manifest has no documents/],
])('%s is refused where it stands', (_name, text, expected) => {
  expect(told(text)[0]).toMatch(expected);
});

test('several documents are read, each with its own source; a second of the same name is refused where it says its name', () => {
  const app = (name: string) =>
    `apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: ${name} }\nspec: { app: x } # as written\n`;
  const documents = parseManifest(`${app('one')}---\n${app('two')}`, options);
  expect(documents.map(({ name }) => name)).toEqual(['one', 'two']);
  expect(documents.map(({ source }) => source)).toEqual([app('one'), app('two')]);
  expect(told(`${app('one')}---\n${app('one')}`)).toEqual([
    '8:19 metadata.name: App "one" stands in this manifest twice.',
  ]);
  const misspelt = `${app('one')}---\n${app('two').replace('app: x', 'ap: x')}`;
  expect(told(misspelt).map((line) => line.split(' ')[0])).toEqual(['9:7', '9:9']);
});

test('aliases cannot make a small manifest a huge one', () => {
  const levels = Array.from({ length: 30 }, (_, level) =>
    level === 0 ? '  l0: &l0 [x, x]' : `  l${level}: &l${level} [*l${level - 1}, *l${level - 1}]`,
  );
  expect(told(pipeline(`${levels.join('\n')}\n`))[0]).toMatch(/^1:1 This is not valid YAML: /);
});

test('whatever is sent, it is read or refused with positions, never with a fault', () => {
  const yamlish = fc.array(
    fc.constantFrom(
      'apiVersion: ',
      'sluice.dev/v1alpha1',
      '\n',
      '  ',
      'kind: App',
      '- ',
      '{',
      '}',
      '[',
      '&a',
      '*a',
      ': ',
      '"',
      "'",
      '---\n',
      '# x',
      '!!binary x',
      '\t',
      'spec:',
      'metadata: { name: a }',
      '|',
      '>',
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        yamlish.map((parts) => parts.join('')),
        fc.string(),
      ),
      (text) => {
        for (const { line, column } of complaints(text)) {
          if (line !== undefined) expect(line).toBeGreaterThan(0);
          if (column !== undefined) expect(column).toBeGreaterThan(0);
        }
      },
    ),
  );
});
