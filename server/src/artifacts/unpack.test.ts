import { execFile, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import type { Header } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { treeOf } from './test-tree.ts';
import { checkArchive, unpack } from './unpack.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-unpack-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

type Entry = Partial<Header> & { readonly name: string; readonly body?: string | Buffer };

/** A tar as anybody could write it, hostile ones included. */
async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  const bytes = buffer(Readable.from(archive));
  for (const { body, ...header } of entries) {
    const mtime = new Date(0);
    if (header.type === undefined || header.type === 'file') archive.entry({ mtime, ...header }, body ?? '');
    else archive.entry({ mtime, ...header });
  }
  archive.finalize();
  return bytes;
}

const out = (): string => join(directory, 'out');
async function unpackEntries(...entries: readonly Entry[]): Promise<void> {
  await unpack(Readable.from([await tarOf(entries)]), out());
}

describe('what is let through', () => {
  test('files, directories, links and the executable bit; special bits and owners are dropped', async () => {
    await unpackEntries(
      { name: './', type: 'directory' },
      { name: './bin/', type: 'directory', mode: 0o1700 },
      { name: './bin/run', mode: 0o6755, uid: 12, gid: 34, body: '#!/bin/sh' },
      { name: 'bin//secret', mode: 0o600, body: 'x' },
      { name: 'same', type: 'link', linkname: 'bin/secret' },
      { name: 'deep/er/link', type: 'symlink', linkname: '../../bin/run' },
      { name: 'dangling', type: 'symlink', linkname: 'later/maybe' },
    );
    expect(await treeOf(out())).toEqual({
      bin: 'directory',
      'bin/run': '755 #!/bin/sh',
      'bin/secret': '644 x',
      same: '644 x',
      deep: 'directory',
      'deep/er': 'directory',
      'deep/er/link': '-> ../../bin/run',
      dangling: '-> later/maybe',
    });
    expect((await stat(join(out(), 'bin'))).mode & 0o7777).toBe(0o755);
    expect((await stat(out())).mode & 0o7777).toBe(0o755);
    expect((await stat(join(out(), 'bin/run'))).uid).toBe(process.getuid?.());
  });

  test('an empty archive gives an empty directory', async () => {
    await unpackEntries();
    expect(await readdir(out())).toEqual([]);
  });

  test('archives of tar in its formats and of git come out as they went in', async () => {
    const source = join(directory, 'source');
    const long = `${'long-directory-name-'.repeat(5)}/${'ї'.repeat(90)}`;
    await mkdir(join(source, dirname(long)), { recursive: true });
    await writeFile(join(source, long), 'x'.repeat(511));
    await writeFile(join(source, 'block'), 'y'.repeat(512));
    await writeFile(join(source, 'empty'), '');
    await symlink(long, join(source, 'link'));
    for (const format of ['gnu', 'pax']) {
      await run('tar', [`--format=${format}`, '-cf', join(directory, 'a.tar'), '-C', source, '.']);
      await unpack(createReadStream(join(directory, 'a.tar')), join(directory, format));
      expect(await treeOf(join(directory, format))).toEqual(await treeOf(source));
    }
    const git = async (...args: string[]) =>
      run('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', '-C', source, ...args]);
    await git('init', '-q');
    await git('add', '.');
    await git('commit', '-q', '-m', 'one');
    await git('archive', '-o', join(directory, 'git.tar'), 'HEAD');
    await unpack(createReadStream(join(directory, 'git.tar')), join(directory, 'git'));
    await rm(join(source, '.git'), { recursive: true });
    expect(await treeOf(join(directory, 'git'))).toEqual(await treeOf(source));
  });

  test.runIf(isRoot)('as root, the tree can be given to another user', async () => {
    const tar = await tarOf([
      { name: 'a/b', body: 'x' },
      { name: 'l', type: 'symlink', linkname: 'a' },
    ]);
    await unpack(Readable.from([tar]), out(), { owner: { uid: 54321, gid: 54322 } });
    for (const path of ['.', 'a', 'a/b', 'l']) {
      expect(await lstat(join(out(), path))).toMatchObject({ uid: 54321, gid: 54322 });
    }
  });
});

describe('what is refused', () => {
  const file = (name: string): Entry => ({ name, body: 'x' });
  const linkTo = (name: string, linkname: string): Entry => ({ name, type: 'symlink', linkname });
  const cases: Record<string, readonly [code: string, ...entries: Entry[]]> = {
    'a path with ..': ['archive_path_unsafe', file('a/../../x')],
    'a path with .. that would stay inside': ['archive_path_unsafe', file('a/../x')],
    'an absolute path': ['archive_path_unsafe', file('/x')],
    'a file named like the root': ['archive_path_unsafe', file('.')],
    'a name with NUL': ['archive_path_unsafe', { name: 'x', pax: { path: 'a\0b' }, body: 'x' }],
    'a pax path that leads out': ['archive_path_unsafe', { name: 'x', pax: { path: '../x' }, body: 'x' }],
    'an absolute link': ['archive_link_unsafe', linkTo('l', '/etc/passwd')],
    'a link that leads out': ['archive_link_unsafe', linkTo('a/l', '../../x')],
    'a link out through an earlier link': [
      'archive_link_unsafe',
      linkTo('a/b/up', '../..'),
      linkTo('l', 'a/b/up/../x'),
    ],
    'a link out through a later link': ['archive_link_unsafe', linkTo('l', 'a/b/up/../x'), linkTo('a/b/up', '../..')],
    'a link out through a directory that is missing': ['archive_link_unsafe', linkTo('l', 'missing/../../x')],
    'links in a circle': ['archive_link_unsafe', linkTo('l', 'm'), linkTo('m', 'l')],
    'an empty link': ['archive_link_unsafe', { name: 'l', type: 'symlink', linkname: 'x', pax: { linkpath: 'a\0' } }],
    'writing through a link': [
      'archive_path_repeated',
      { name: 'd/', type: 'directory' },
      linkTo('l', 'd'),
      file('l/x'),
    ],
    'a link in place of a file': ['archive_path_repeated', file('a'), linkTo('a', 'b')],
    'a file in place of a link': ['archive_path_repeated', linkTo('a', 'b'), file('a')],
    'a file twice': ['archive_path_repeated', file('a'), file('./a')],
    'a file, then a directory': ['archive_path_repeated', file('a'), { name: 'a/', type: 'directory' }],
    'a file, then a file in it': ['archive_path_repeated', file('a'), file('a/b')],
    'a directory, then a file': ['archive_path_repeated', file('a/b'), file('a')],
    'a hard link out': ['archive_path_unsafe', { name: 'l', type: 'link', linkname: '../x' }],
    'an absolute hard link': ['archive_path_unsafe', { name: 'l', type: 'link', linkname: '/etc/passwd' }],
    'a hard link to nothing': ['archive_link_unsafe', { name: 'l', type: 'link', linkname: 'x' }],
    'a hard link to a link': ['archive_link_unsafe', linkTo('l', 'x'), { name: 'h', type: 'link', linkname: 'l' }],
    'a hard link through a link': [
      'archive_link_unsafe',
      file('d/x'),
      linkTo('l', 'd'),
      { name: 'h', type: 'link', linkname: 'l/x' },
    ],
    'a pipe': ['archive_entry_unsupported', { name: 'p', type: 'fifo' }],
    'a device': ['archive_entry_unsupported', { name: 'n', type: 'character-device', devmajor: 1, devminor: 3 }],
    'a disk': ['archive_entry_unsupported', { name: 'n', type: 'block-device', devmajor: 8 }],
    'a sparse file': ['archive_entry_unsupported', { name: 's', pax: { 'GNU.sparse.major': '1' }, body: 'x' }],
    'a name that is too long for the disk': ['archive_path_too_long', file(`a/${'n'.repeat(256)}`)],
    'a path that is too long': ['archive_path_too_long', file('n/'.repeat(600) + 'x')],
  };
  test.each(Object.entries(cases))('%s', async (_name, [code, ...entries]) => {
    await expect(unpackEntries(...entries)).rejects.toMatchObject({ kind: 'InvalidInput', code });
    await expect(checkArchive(Readable.from([await tarOf(entries)]))).rejects.toMatchObject({ code });
    expect(await readdir(directory)).toEqual([]);
  });

  test('a name that is not UTF-8', async () => {
    const tar = await tarOf([{ name: 'name', body: 'x' }]);
    tar[1] = 0xff;
    fixChecksum(tar, 0);
    await expect(unpack(Readable.from([tar]), out())).rejects.toMatchObject({ code: 'archive_path_not_text' });
  });

  test('an archive that is cut short anywhere, is changed, or is no archive', async () => {
    const tar = await tarOf([
      { name: 'a', body: 'x'.repeat(600) },
      { name: 'b', body: 'y' },
    ]);
    for (const length of [0, 1, 511, 512, 700, 1536, 2048, 2500, 2560]) {
      await expect(unpack(Readable.from([tar.subarray(0, length)]), out())).rejects.toMatchObject({
        code: 'archive_damaged',
      });
    }
    const changed = Buffer.from(tar);
    changed[3] = 7;
    await expect(unpack(Readable.from([changed]), out())).rejects.toMatchObject({ code: 'archive_damaged' });
    const text = Buffer.alloc(4096, 'not a tar ');
    await expect(unpack(Readable.from([text]), out())).rejects.toMatchObject({ code: 'archive_damaged' });
    expect(await readdir(directory)).toEqual([]);
  });

  test('more entries, bytes or headers than allowed, before they are written', async () => {
    const limits = { maxEntries: 10, maxBytes: 1000, maxPathBytes: 100 };
    const files = Array.from({ length: 11 }, (_, n) => ({ name: `f${n}`, body: '' }));
    await expect(unpack(Readable.from([await tarOf(files)]), out(), { limits })).rejects.toMatchObject({
      code: 'archive_too_many_entries',
    });
    const deep = await tarOf([{ name: 'd/'.repeat(11), type: 'directory' }]);
    await expect(unpack(Readable.from([deep]), out(), { limits })).rejects.toMatchObject({
      code: 'archive_too_many_entries',
    });
    const large = await tarOf([
      { name: 'a', body: 'x'.repeat(999) },
      { name: 'b', body: 'xx' },
    ]);
    await expect(unpack(Readable.from([large]), out(), { limits })).rejects.toMatchObject({
      code: 'archive_too_large',
    });
    // Header after header, none of which ever becomes an entry.
    const header = await tarOf([{ name: 'x', pax: { comment: 'c'.repeat(3000) }, body: '' }]);
    const endless = Readable.from(
      (function* () {
        for (;;) yield header.subarray(0, 512 + 3072);
      })(),
    );
    await expect(unpack(endless, out(), { limits })).rejects.toMatchObject({ code: 'archive_too_large' });
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('all or nothing', () => {
  test('a directory that is complete is left alone, and its source is not even opened', async () => {
    await unpackEntries({ name: 'a', body: 'one' });
    const again = await unpack(() => Promise.reject(new Error('must not be opened')), out());
    expect(again).toEqual({ created: false });
    expect(await readFile(join(out(), 'a'), 'utf8')).toBe('one');
  });

  test('two at once make one, and both are content', async () => {
    const tar = await tarOf(Array.from({ length: 200 }, (_, n) => ({ name: `f${n}`, body: 'x' })));
    const results = await Promise.all([1, 2, 3].map(async () => unpack(Readable.from([tar]), out())));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(await readdir(directory)).toEqual(['out']);
    expect(await readdir(out())).toHaveLength(200);
  });

  test('what a killed run left is replaced', async () => {
    const script = `
      import { unpack } from ${JSON.stringify(new URL('./unpack.ts', import.meta.url).href)};
      await unpack(process.stdin, ${JSON.stringify(out())});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const tar = await tarOf([
      { name: 'a', body: 'x' },
      { name: 'b', body: 'y' },
    ]);
    child.stdin.write(tar.subarray(0, 1100));
    await expect.poll(async () => readdir(directory), { timeout: 10_000, interval: 10 }).toHaveLength(1);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(await readdir(directory)).toHaveLength(1);
    await unpack(Readable.from([tar]), out());
    expect(await readdir(directory)).toEqual(['out']);
  });

  test('a source that breaks off, or a caller that gives up, leaves nothing', async () => {
    const tar = await tarOf([{ name: 'a', body: 'x'.repeat(100_000) }]);
    const broken = Readable.from(
      (async function* () {
        yield tar.subarray(0, 50_000);
        throw new Error('the connection was lost');
      })(),
    );
    await expect(unpack(broken, out())).rejects.toThrow('the connection was lost');
    const gaveUp = new AbortController();
    const slow = Readable.from(
      (async function* () {
        yield tar.subarray(0, 50_000);
        gaveUp.abort();
        yield tar.subarray(50_000, 60_000);
        await new Promise(() => {});
      })(),
    );
    await expect(unpack(slow, out(), { signal: gaveUp.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(directory)).toEqual([]);
  });

  test('a full disk is said clearly and leaves nothing', async () => {
    await writeFile(
      join(directory, 'a.tar'),
      await tarOf([
        { name: 'small', body: 'x' },
        { name: 'large', body: 'x'.repeat(900_000) },
      ]),
    );
    const script = `
      import { createReadStream } from 'node:fs';
      import { unpack } from ${JSON.stringify(new URL('./unpack.ts', import.meta.url).href)};
      await unpack(createReadStream(${JSON.stringify(join(directory, 'a.tar'))}), ${JSON.stringify(out())})
        .then(() => console.log('unpacked'), (error) => console.log(error.kind, error.code));`;
    // A limit on the size of files stops a write as a full disk does, for root as for everybody.
    const { stdout } = await run('/bin/sh', [
      '-c',
      'ulimit -f 100; exec "$0" "$@"',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
    ]);
    expect(stdout).toBe('Unavailable content_disk_full\n');
    expect(await readdir(directory)).toEqual(['a.tar']);
  });
});

test('hostile archives never write outside their directory', async () => {
  const parts = fc.constantFrom('..', '.', '', 'a', 'b', 'c', 'canary');
  const path = fc.array(parts, { maxLength: 5 }).map((all) => all.join('/'));
  const entry = fc.record({
    name: path,
    type: fc.constantFrom('file' as const, 'directory' as const, 'symlink' as const, 'link' as const, 'fifo' as const),
    linkname: fc.oneof(path, fc.constantFrom('/etc', '../canary', '../../canary')),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    body: fc.constant('hostile'),
  });
  let n = 0;
  let unpacked = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
      const around = join(directory, String((n += 1)));
      await mkdir(join(around, 'canary'), { recursive: true });
      await writeFile(join(around, 'canary', 'a'), 'alive');
      const tar = await tarOf(
        entries.map((one) => (one.type === 'symlink' || one.type === 'link' ? one : { ...one, linkname: '' })),
      );
      const root = join(around, 'root');
      const done = await unpack(Readable.from([tar]), root).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ kind: 'InvalidInput' });
          return false;
        },
      );
      if (done) unpacked += 1;
      expect((await readdir(around)).toSorted()).toEqual(done ? ['canary', 'root'] : ['canary']);
      expect(await treeOf(join(around, 'canary'))).toEqual({ a: '644 alive' });
      if (!done) return;
      for (const name of await readdir(root, { recursive: true })) {
        const found = await lstat(join(root, name));
        expect(found.mode & 0o7000).toBe(0);
        // What can be reached through a link is inside too.
        const { stdout } = await (found.isSymbolicLink()
          ? run('realpath', ['-m', join(root, name)])
          : { stdout: root });
        expect(`${stdout.trim()}/`.startsWith(`${root}/`)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  // Otherwise the property would hold because everything is refused.
  expect(unpacked).toBeGreaterThan(10);
});

/** Makes a changed header valid again. */
function fixChecksum(tar: Buffer, offset: number): void {
  tar.fill(' ', offset + 148, offset + 156);
  const sum = tar.subarray(offset, offset + 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, offset + 148, 'latin1');
}
