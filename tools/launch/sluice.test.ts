import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
let root: string;

// A checkout of its own with a command line of three lines, in a folder whose name has a space.
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice launcher '));
  for (const name of ['sluice', 'package.json', 'package-lock.json'])
    await copyFile(join(checkout, name), join(root, name));
  await cp(join(checkout, 'tools', 'launch'), join(root, 'tools', 'launch'), { recursive: true });
  await copyFile(join(checkout, 'tools', 'sluice.mjs'), join(root, 'tools', 'sluice.mjs'));
  await mkdir(join(root, 'cli', 'src'), { recursive: true });
  await mkdir(join(root, 'client', 'src'), { recursive: true });
  await mkdir(join(root, 'node_modules'));
  for (const name of ['esbuild', 'node'])
    await symlink(join(checkout, 'node_modules', name), join(root, 'node_modules', name));
  await copyFile(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'));
  await writeFile(join(root, 'client', 'src', 'index.ts'), "export const greeting: string = 'hello';\n");
  await writeMain('greeting');
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function writeMain(expression: string): Promise<void> {
  await writeFile(
    join(root, 'cli', 'src', 'main.ts'),
    `const { greeting } = await import('../../client/src/index.ts');\n` +
      `console.log(${expression}, process.argv.slice(2).join('|'), process.versions.node.split('.')[0]);\n` +
      `if (process.argv.includes('fail')) process.exit(6);\n`,
  );
}

async function sluice(
  args: readonly string[],
  options: { cwd?: string; via?: string; path?: string } = {},
): Promise<string> {
  const { cwd = root, via = join(root, 'sluice'), path = process.env['PATH'] } = options;
  const { stdout } = await run(via, [...args], { cwd, env: { ...process.env, PATH: path } });
  return stdout.trim();
}

test('the first call makes the bundle, and a changed source makes it anew', async () => {
  expect(await sluice(['list', 'two words'])).toMatch(/^hello list\|two words \d+$/);
  expect(await readdir(join(root, 'cli', 'dist'))).toContain('sluice.mjs');
  await writeMain("greeting + ' again'");
  expect(await sluice([])).toMatch(/^hello again/);
});

test('it is found from anywhere, through links to it and links to those', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'sluice elsewhere '));
  try {
    await symlink(join(root, 'sluice'), join(elsewhere, 'first'));
    await symlink('first', join(elsewhere, 'second'));
    expect(await sluice(['a'], { cwd: elsewhere, via: join(elsewhere, 'second') })).toContain(' a ');
    expect(await sluice(['b'], { cwd: elsewhere, via: './second' })).toContain(' b ');
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

test('its exit code is that of the command', async () => {
  await expect(sluice(['fail'])).rejects.toMatchObject({ code: 6 });
});

test('several at once after a change all run the new one', async () => {
  await writeMain("'newest'");
  const answers = await Promise.all(Array.from({ length: 4 }, () => sluice([])));
  for (const answer of answers) expect(answer).toMatch(/^newest/);
  const left = await readdir(join(root, 'cli', 'dist'));
  expect(left.filter((name) => name.startsWith('.'))).toEqual([]);
});

test('an old Node on the PATH is passed over for the one in node_modules', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice old node '));
  try {
    await writeFile(join(folder, 'node'), '#!/bin/sh\necho v20.19.0\n', { mode: 0o755 });
    expect(await sluice([], { path: `${folder}:/usr/bin:/bin` })).toMatch(/ 2[4-9]$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
