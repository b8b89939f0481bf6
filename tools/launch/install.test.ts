import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureInstalled } from './install.mjs';

// A real npm installs a real, tiny project: one workspace and no packages, so that nothing is asked of a network.
let root: string;
let lines: string[];
const say = (line: string): number => lines.push(line);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice install '));
  lines = [];
  await mkdir(join(root, 'part'));
  await writeFile(join(root, 'part', 'package.json'), JSON.stringify({ name: 'part', version: '1.0.0' }));
  await writeProject(['part']);
});

afterEach(() => rm(root, { recursive: true, force: true }));

test('what is missing is installed, and what is there is left alone', async () => {
  await ensureInstalled(root, { say });
  expect(existsSync(join(root, 'node_modules', 'part', 'package.json'))).toBe(true);
  expect(lines).toEqual([expect.stringMatching(/^Installing/), expect.stringMatching(/^Installed in \d+ s\.$/)]);

  await ensureInstalled(root, { say });
  expect(lines).toHaveLength(2);
  expect(existsSync(join(root, '.install.lock'))).toBe(false);
});

test('a lock file that names something new is installed again', async () => {
  await ensureInstalled(root, { say });
  await mkdir(join(root, 'other'));
  await writeFile(join(root, 'other', 'package.json'), JSON.stringify({ name: 'other', version: '1.0.0' }));
  await writeProject(['part', 'other']);
  await ensureInstalled(root, { say });
  expect(existsSync(join(root, 'node_modules', 'other', 'package.json'))).toBe(true);
});

test('an installation made by hand is recognised by what npm noted', async () => {
  const packages = { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-same' } };
  await writeProject(['part'], packages);
  await mkdir(join(root, 'node_modules'));
  const note = join(root, 'node_modules', '.package-lock.json');
  await writeFile(
    note,
    JSON.stringify({ packages: { ...packages, 'node_modules/part': { resolved: 'part', link: true } } }),
  );
  await ensureInstalled(root, { say });
  expect(lines).toEqual([]);
});

test('two at once wait for each other and install once', async () => {
  const program = `
    import { ensureInstalled } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'install.mjs')).href)};
    await ensureInstalled(${JSON.stringify(root)});
  `;
  const outputs = await Promise.all([runModule(program), runModule(program), runModule(program)]);
  expect(outputs.join('').match(/Installing/g)).toHaveLength(1);
  expect(existsSync(join(root, 'node_modules', 'part'))).toBe(true);
});

test('a lock left by a process that was killed is taken over', async () => {
  const gone = spawn(process.execPath, ['--eval', '']);
  await new Promise((resolve) => gone.on('exit', resolve));
  await writeFile(join(root, '.install.lock'), JSON.stringify({ pid: gone.pid, host: hostname() }));
  await ensureInstalled(root, { say });
  expect(lines.some((line) => line.startsWith('Waiting'))).toBe(false);
});

test('a lock that was silent for long is taken over even when its owner ran elsewhere', async () => {
  const lock = join(root, '.install.lock');
  await writeFile(lock, JSON.stringify({ pid: 1, host: 'another-machine' }));
  const anHourAgo = (await stat(lock)).mtimeMs / 1000 - 3600;
  await utimes(lock, anHourAgo, anHourAgo);
  await ensureInstalled(root, { say });
  expect(existsSync(join(root, 'node_modules', 'part'))).toBe(true);
});

test('npm finds a cache to write to where the usual one is out of reach', async () => {
  const usual = process.env['npm_config_cache'];
  process.env['npm_config_cache'] = join(root, 'package.json', 'cache');
  try {
    await ensureInstalled(root, { say });
  } finally {
    if (usual === undefined) delete process.env['npm_config_cache'];
    else process.env['npm_config_cache'] = usual;
  }
  expect(existsSync(join(root, 'node_modules', 'part'))).toBe(true);
});

test('when npm fails, its own words are shown and the next start tries again', async () => {
  await writeFile(join(root, 'package.json'), JSON.stringify({ name: 'whole', dependencies: { absent: '1.0.0' } }));
  await expect(ensureInstalled(root, { say })).rejects.toThrow(/absent[\s\S]*npm ci could not install the packages/);
  expect(existsSync(join(root, '.install.lock'))).toBe(false);
  await expect(ensureInstalled(root, { say })).rejects.toThrow(/npm ci could not/);
});

async function writeProject(workspaces: readonly string[], packages: object = {}): Promise<void> {
  const whole = { name: 'whole', version: '1.0.0', workspaces };
  const links = workspaces.map((name) => [`node_modules/${name}`, { resolved: name, link: true }] as const);
  const members = workspaces.map((name) => [name, { version: '1.0.0' }] as const);
  await writeFile(join(root, 'package.json'), JSON.stringify(whole));
  await writeFile(
    join(root, 'package-lock.json'),
    JSON.stringify({
      name: 'whole',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': whole, ...Object.fromEntries([...links, ...members]), ...packages },
    }),
  );
}

async function runModule(source: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source]);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return code === 0 ? output : `${output} (ended with ${code})`;
}
