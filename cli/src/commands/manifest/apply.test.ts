import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problem, serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';
import { message } from '../../test-documents.ts';

let folder: string;
let api: TestApi;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
});
afterEach(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

const applied = {
  applied: [
    {
      kind: 'App',
      name: 'shop',
      project: 'default',
      outcome: 'created',
      generation: 1,
      changes: [],
      notices: [],
      message: message('App shop: created'),
    },
  ],
};

test('a file is sent whole, with its name for the errors', async () => {
  api = await serveDocuments({ 'POST /v1/apply': applied });
  await writeFile(join(folder, 'app.yaml'), 'kind: App\n');
  const outcome = await sluice(['apply', '-f', 'app.yaml'], { server: api.url, workingDirectory: folder });
  expect(outcome).toEqual({ code: 0, out: '✔ App shop: created\n', err: '' });
  expect(api.asked[0]?.body).toEqual({ manifest: 'kind: App\n', file: 'app.yaml', project: 'default', dryRun: false });
});

test('standard input and a dry run', async () => {
  api = await serveDocuments({ 'POST /v1/apply': applied });
  const outcome = await sluice(['apply', '-f', '-', '--dry-run'], { server: api.url, input: 'kind: App\n' });
  expect(outcome.out).toBe('· App shop: created\nNothing was changed: this was a dry run.\n');
  expect(api.asked[0]?.body).toMatchObject({ manifest: 'kind: App\n', dryRun: true });
});

test('a folder is applied as one, and errors name the file and its own line', async () => {
  const text = '"Europe/Kiew" is not a time zone. Did you mean Europe/Kyiv?';
  api = await serveDocuments({
    'POST /v1/apply': problem(400, 'manifest_invalid', text, [
      { message: message(text), path: 'gates[0].freeze.timeZone', file: 'manifest.yaml', line: 5, column: 9 },
    ]),
  });
  await mkdir(join(folder, 'deploy'));
  await writeFile(join(folder, 'deploy', 'app.yaml'), 'kind: App\nmetadata: { name: shop }\n');
  await writeFile(join(folder, 'deploy', 'pipeline.yml'), 'kind: Pipeline\nmetadata: { name: shop }\n');
  await writeFile(join(folder, 'deploy', 'README.md'), 'not a manifest');
  const outcome = await sluice(['apply', '-f', 'deploy'], { server: api.url, workingDirectory: folder });
  expect(outcome).toEqual({
    code: 2,
    out: '',
    err: '✖ deploy/pipeline.yml:2:9  gates[0].freeze.timeZone: "Europe/Kiew" is not a time zone. Did you mean Europe/Kyiv?\n',
  });
  expect(api.asked[0]?.body).toMatchObject({
    manifest: 'kind: App\nmetadata: { name: shop }\n---\nkind: Pipeline\nmetadata: { name: shop }\n',
  });
});

test('a file that is not there is a mistake in the command', async () => {
  api = await serveDocuments({});
  const outcome = await sluice(['apply', '-f', 'nothing.yaml'], { server: api.url, workingDirectory: folder });
  expect(outcome).toEqual({ code: 2, out: '', err: '✖ There is no file nothing.yaml.\n' });
});

test('what changed is told with what was there before, what is new and what is gone', async () => {
  const changes = [
    { path: 'spec.environments[qa].promote.auto', before: false, after: true },
    { path: 'spec.environments[qa].gates', before: null, after: [{ soak: '30m' }] },
    { path: 'spec.environments[edge]', before: { name: 'edge' }, after: null },
  ];
  const one = {
    kind: 'Pipeline',
    name: 'shop',
    project: 'default',
    outcome: 'changed',
    generation: 4,
    changes,
    notices: [message('No runtime for flux.')],
  };
  api = await serveDocuments({
    'POST /v1/apply': { applied: [{ ...one, message: message('Pipeline shop changed') }] },
  });
  const line = ['apply', '-f', '-', '--set', 'team', '--prune'];
  const outcome = await sluice(line, { server: api.url, input: 'kind: Pipeline\n' });
  expect(outcome.out).toBe(`✔ Pipeline shop changed
    ~ spec.environments[qa].promote.auto: false → true
    + spec.environments[qa].gates: [{"soak":"30m"}]
    - spec.environments[edge]: {"name":"edge"}
  ! No runtime for flux.
`);
  expect(api.asked[0]?.body).toMatchObject({ set: 'team', prune: true });
});
