import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packDirectory } from './pack.ts';
import { treeOf } from './test-tree.ts';
import { defaultTreeLimits } from './tree-plan.ts';
import { unpack } from './unpack.ts';

const run = promisify(execFile);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-pack-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const names = fc.constantFrom(
  'a',
  'b',
  'é',
  'ж',
  '.hidden',
  'with space',
  'n'.repeat(120),
  'ї'.repeat(100),
  '-x',
  'a\nb',
  '.gitignore',
);
const paths = fc.array(names, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const nodes = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    body: fc.uint8Array({ maxLength: 1100 }),
    executable: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('directory' as const) }),
  fc.record({ kind: fc.constant('symlink' as const), target: paths }),
);
const trees = fc.dictionary(paths, nodes, { maxKeys: 12, noNullPrototype: true });

type TreeNode = typeof nodes extends fc.Arbitrary<infer T> ? T : never;

async function writeTree(root: string, tree: Record<string, TreeNode>): Promise<void> {
  await mkdir(root);
  for (const [path, node] of Object.entries(tree)) {
    const at = join(root, path);
    // Where two of the random paths exclude each other, or a link came first, the later one is left out.
    const parent = await mkdir(dirname(at), { recursive: true }).then(
      () => lstatAll(root, dirname(path)),
      () => false,
    );
    if (!parent || (await lstat(at).catch(() => undefined)) !== undefined) continue;
    if (node.kind === 'directory') await mkdir(at);
    else if (node.kind === 'symlink') await symlink(node.target, at);
    else await writeFile(at, node.body, { mode: node.executable ? 0o755 : 0o644 });
  }
}
async function lstatAll(root: string, path: string): Promise<boolean> {
  for (let at = path; at !== '.'; at = dirname(at)) if (!(await lstat(join(root, at))).isDirectory()) return false;
  return true;
}

test('what is packed comes back equal, and packs to the same bytes again', async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      const at = join(directory, String((n += 1)));
      await mkdir(at);
      await writeTree(join(at, 'one'), tree);
      try {
        await packDirectory(join(at, 'one'), join(at, 'one.tar'));
      } catch (error) {
        // Random links may form circles, which is the one thing here that an artifact cannot hold.
        expect(error).toMatchObject({ code: 'archive_link_unsafe' });
        return;
      }
      await unpack(createReadStream(join(at, 'one.tar')), join(at, 'two'));
      expect(await treeOf(join(at, 'two'))).toEqual(await treeOf(join(at, 'one')));
      await packDirectory(join(at, 'two'), join(at, 'two.tar'));
      expect((await readFile(join(at, 'two.tar'))).equals(await readFile(join(at, 'one.tar')))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('equal trees give equal bytes whatever their times, modes, umask and order of creation', async () => {
  const one = join(directory, 'one');
  const two = join(directory, 'two');
  for (const [root, order, mode] of [
    [one, ['b', 'a', 'B'], 0o600],
    [two, ['B', 'a', 'b'], 0o664],
  ] as const) {
    await mkdir(join(root, 'd'), { recursive: true });
    for (const name of order) {
      await writeFile(join(root, name), name);
      await chmod(join(root, name), mode);
    }
    await writeFile(join(root, 'x'), '');
    await chmod(join(root, 'x'), mode | 0o100);
  }
  await chmod(join(two, 'd'), 0o700);
  await mkdir(join(two, 'd', '.git'));
  await writeFile(join(two, '.git'), 'gitdir: elsewhere');
  await packDirectory(one, join(directory, 'one.tar'));
  const { sizeBytes } = await packDirectory(two, join(directory, 'two.tar'));
  const bytes = await readFile(join(directory, 'one.tar'));
  expect((await readFile(join(directory, 'two.tar'))).equals(bytes)).toBe(true);
  expect(sizeBytes).toBe(bytes.length);
  const { stdout } = await run('tar', ['-tvf', join(directory, 'one.tar')], {
    env: { TZ: 'UTC', PATH: process.env['PATH'] },
  });
  expect(stdout.split('\n').map((line) => line.replace(/^(\S+) \S+ +\d+ /, '$1 '))).toEqual([
    '-rw-r--r-- 1980-01-01 00:00 B',
    '-rw-r--r-- 1980-01-01 00:00 a',
    '-rw-r--r-- 1980-01-01 00:00 b',
    'drwxr-xr-x 1980-01-01 00:00 d/',
    '-rwxr-xr-x 1980-01-01 00:00 x',
    '',
  ]);
});

test('links that lead out, pipes, and more than the limit are refused, and no file remains', async () => {
  const root = join(directory, 'root');
  const tar = join(directory, 'a.tar');
  await mkdir(root);
  await symlink(join(root, 'inside-but-absolute'), join(root, 'l'));
  await expect(packDirectory(root, tar)).rejects.toMatchObject({ code: 'archive_link_unsafe' });
  await rm(join(root, 'l'));
  await run('mkfifo', [join(root, 'p')]);
  await expect(packDirectory(root, tar)).rejects.toMatchObject({ code: 'archive_entry_unsupported' });
  await rm(join(root, 'p'));
  await writeFile(join(root, 'large'), Buffer.alloc(100_001));
  const limits = { ...defaultTreeLimits, maxBytes: 100_000 };
  await expect(packDirectory(root, tar, { limits })).rejects.toMatchObject({ code: 'archive_too_large' });
  await expect(packDirectory(root, tar, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(await readdir(directory)).toEqual(['root']);
});

test('large files are packed byte by byte too', async () => {
  const root = join(directory, 'root');
  await mkdir(root);
  for (const size of [262_143, 262_144, 262_145, 1_000_000]) {
    await writeFile(join(root, `file-${size}`), Buffer.alloc(size, String(size)));
  }
  await packDirectory(root, join(directory, 'a.tar'));
  await unpack(createReadStream(join(directory, 'a.tar')), join(directory, 'again'));
  expect(await treeOf(join(directory, 'again'))).toEqual(await treeOf(root));
});
