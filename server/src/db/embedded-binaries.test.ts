import { chmod, lstat, mkdir, mkdtemp, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installBinaries, packagedPostgres } from './embedded-binaries.ts';
import type { PackagedPostgres } from './embedded-binaries.ts';

let root: string;
let packaged: PackagedPostgres;
let own: string;

/** A package as npm unpacks it when it runs no install scripts: without the links between libraries. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-binaries-'));
  own = join(root, 'data');
  const directory = join(root, 'native');
  for (const folder of ['bin', 'lib', 'share']) await mkdir(join(directory, folder), { recursive: true });
  await mkdir(own);
  await writeFile(join(directory, 'bin', 'postgres'), '#!/bin/sh\necho "postgres 18.4"\n', { mode: 0o644 });
  await writeFile(join(directory, 'lib', 'libone.so.1.2'), 'a library');
  await writeFile(join(directory, 'lib', 'libone.a'), 'for compilers');
  await writeFile(
    join(directory, 'pg-symlinks.json'),
    JSON.stringify([
      { source: 'native/lib/libone.so.1.2', target: 'native/lib/libone.so.1' },
      { source: 'native/lib/libone.so.1.2', target: '../../outside' },
    ]),
  );
  packaged = { directory, version: '18.4.0-test', major: 18 };
});
afterEach(() => rm(root, { recursive: true, force: true }));

const install = (homes = { own, shared: [] as readonly string[] }) => installBinaries(packaged, homes, undefined);

test('the package of this platform names its exact version and its major', async () => {
  const found = await packagedPostgres();
  expect(found.major).toBe(18);
  expect(found.version).toMatch(/^18\.\d+\.\d+/);
});

test('a copy is made once, runnable, with the links between libraries and without what compilers need', async () => {
  const bin = await install();
  expect(bin).toBe(join(own, 'postgres-18.4.0-test', 'bin'));
  const lib = join(bin, '..', 'lib');
  expect((await readdir(lib)).toSorted()).toEqual(['libone.so.1', 'libone.so.1.2']);
  expect(await readlink(join(lib, 'libone.so.1'))).toBe('libone.so.1.2');
  const before = await lstat(join(bin, '..'));
  await install();
  expect((await lstat(join(bin, '..'))).ino).toBe(before.ino);
});

test('a copy damaged by a power cut is replaced', async () => {
  const bin = await install();
  await truncate(join(bin, 'postgres'));
  expect(await install()).toBe(bin);
  expect((await lstat(join(bin, 'postgres'))).size).toBeGreaterThan(0);
  expect(await readdir(own)).toEqual(['postgres-18.4.0-test']);
});

test('a home that does not work is passed over for the next one, and one that others may write to is never used', async () => {
  const open = join(root, 'open');
  await mkdir(open);
  await chmod(open, 0o777);
  const good = join(root, 'good');
  const file = join(root, 'file');
  await writeFile(file, '');
  const bin = await install({ own: join(file, 'data'), shared: [open, good] });
  expect(bin).toBe(join(good, 'postgres-18.4.0-test', 'bin'));
  expect(await readdir(open)).toEqual([]);
});

test('programs that cannot run here are refused with the reason and the way out', async () => {
  await writeFile(join(packaged.directory, 'bin', 'postgres'), '#!/bin/sh\necho "no loader" >&2\nexit 1\n');
  await expect(install()).rejects.toMatchObject({
    code: 'embedded_postgres_cannot_run',
    message: expect.stringMatching(/no loader.*Set DATABASE_URL/),
  });
});
