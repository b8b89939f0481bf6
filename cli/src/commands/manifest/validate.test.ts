import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sluice } from '../../test-command-line.ts';

const checkout = resolve(import.meta.dirname, '../../../..');
let workingDirectory: string;

beforeEach(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
});
afterEach(() => rm(workingDirectory, { recursive: true, force: true }));

const app = 'apiVersion: sluice.dev/v1alpha1\nkind: App\nmetadata: { name: shop }\nspec: {}\n';
const pipeline = (environments: string) =>
  `apiVersion: sluice.dev/v1alpha1\nkind: Pipeline\nmetadata: { name: shop }\nspec:\n  app: shop\n  environments:\n${environments}`;
const target = 'targets: [{ name: local, runtime: process }]';
const validate = (...args: string[]) => sluice(['validate', ...args], { workingDirectory, checkout, columns: 200 });

test('right files are told by what they hold, without any server', async () => {
  await writeFile(join(workingDirectory, 'app.yaml'), app);
  await writeFile(
    join(workingDirectory, 'pipeline.yaml'),
    pipeline(`    - { name: qa, from: { branch: x }, ${target} }\n`),
  );
  const outcome = await validate('.');
  expect(outcome.code).toBe(0);
  expect(outcome.out).toMatch(/^✔ App shop\n✔ Pipeline shop\n.*--dry-run\n$/s);
  expect(JSON.parse((await validate('.', '-o', 'json')).out)).toMatchObject({ documents: [{ kind: 'App' }, {}] });
});

test.each([
  [
    'a circle',
    `    - { name: qa, after: [prod], ${target} }\n    - { name: prod, after: [qa], ${target} }\n`,
    /^✖ pipeline\.yaml:7:\d+ {2}spec\.environments\[0\]\.after: the environments wait for each other in a circle/,
  ],
  [
    'a predecessor that is not there',
    `    - { name: qa, from: { branch: x }, ${target} }\n    - { name: prod, after: [qaa], ${target} }\n`,
    /^✖ pipeline\.yaml:8:29 .*there is no environment "qaa" in this pipeline\. Did you mean qa\?/,
  ],
  [
    'a time zone that is not there',
    `    - name: qa\n      from: { branch: x }\n      gates: [{ freeze: { rrule: "FREQ=DAILY;BYHOUR=1", for: 1h, timeZone: Europe/Kiew, reason: x } }]\n      ${target}\n`,
    /^✖ pipeline\.yaml:9:\d+ .*"Europe\/Kiew" is not a time zone\. Did you mean Europe\/Kyiv\?/,
  ],
  ['a field that is not known', `    - { nme: qa, ${target} }\n`, /^✖ pipeline\.yaml:7:\d+ .*Did you mean name\?/m],
])('%s is refused where it stands, with 2', async (_what, environments, complaint) => {
  await writeFile(join(workingDirectory, 'app.yaml'), app);
  await writeFile(join(workingDirectory, 'pipeline.yaml'), pipeline(environments));
  const outcome = await validate('app.yaml', 'pipeline.yaml');
  expect(outcome).toMatchObject({ code: 2, out: '' });
  expect(outcome.err).toMatch(complaint);
});

test('in Ukrainian as well', async () => {
  await writeFile(join(workingDirectory, 'app.yaml'), app.replace('App', 'Ap'));
  expect(await validate('app.yaml', '--lang', 'uk')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Можливо, App'),
  });
});

test('a program without its checkout says what it needs', async () => {
  await writeFile(join(workingDirectory, 'app.yaml'), app);
  const outcome = await sluice(['validate', 'app.yaml'], { workingDirectory });
  expect(outcome).toMatchObject({ code: 1, err: expect.stringContaining('needs the whole checkout') });
});
