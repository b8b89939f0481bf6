import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { expect, it } from 'vitest';
import { openRepository } from './bare-repository.ts';
import type { BareRepository } from './bare-repository.ts';
import { createGit } from './git.ts';
import { repositoryWithWorkTree, stockGit, temporaryFolder, temporaryRepository } from './git-fixture.ts';
import type { WorkTree } from './git-fixture.ts';

const hostileAttributes = [
  '[attr]sneaky export-ignore',
  'secret.txt export-ignore',
  'macro.txt sneaky',
  'dir/ export-ignore',
  'version.txt export-subst ident',
  '*.txt text eol=crlf',
  'wide.txt working-tree-encoding=UTF-16LE',
  'legacy.txt crlf',
  'filtered.txt filter=evil',
  '',
].join('\n');

async function fill(work: WorkTree, message: string): Promise<string> {
  await symlink('secret.txt', join(work.folder, 'link'));
  await writeFile(join(work.folder, 'run.sh'), '#!/bin/sh\n');
  await chmod(join(work.folder, 'run.sh'), 0o755);
  await writeFile(join(work.folder, '.git/info/attributes'), '* -text -ident !working-tree-encoding\n');
  return work.commit(
    {
      '.gitattributes': hostileAttributes,
      'secret.txt': 'kept\n',
      'macro.txt': 'kept\n',
      'dir/inside.txt': 'kept\n',
      'version.txt': '$Format:%H$ $Id$\n',
      'wide.txt': 'plain\n',
      'legacy.txt': 'a\nb\n',
      'filtered.txt': 'same\n',
      [`long/${'x'.repeat(90)}/${'y'.repeat(90)}/файл.txt`]: 'deep\n',
    },
    message,
  );
}

async function archiveOf(repository: BareRepository, sha: string): Promise<string> {
  const file = join(await temporaryFolder(), 'out.tar');
  await repository.archive((await repository.commit(sha)).tree, file);
  expect(await readdir(dirname(file))).toEqual(['out.tar']);
  return file;
}

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

async function contents(file: string): Promise<Map<string, { mode: number; mtime: number; text: string }>> {
  const found = new Map<string, { mode: number; mtime: number; text: string }>();
  const reader = extract();
  const fed = pipeline(createReadStream(file), reader);
  for await (const entry of reader) {
    const { name, mode, mtime, linkname } = entry.header;
    const content = await text(entry);
    found.set(name, { mode, mtime: mtime?.getTime() ?? 0, text: linkname ?? content });
  }
  await fed;
  return found;
}

it('archives every file of the tree byte for byte, whatever its attributes say', async () => {
  const { repository, work, push } = await repositoryWithWorkTree();
  const sha = await fill(work, 'First');
  await push();
  const files = await contents(await archiveOf(repository, sha));
  expect(files.get('secret.txt')?.text).toBe('kept\n');
  expect(files.get('macro.txt')?.text).toBe('kept\n');
  expect(files.get('dir/inside.txt')?.text).toBe('kept\n');
  expect(files.get('version.txt')?.text).toBe('$Format:%H$ $Id$\n');
  expect(files.get('wide.txt')?.text).toBe('plain\n');
  expect(files.get('legacy.txt')?.text).toBe('a\nb\n');
  expect(files.get('filtered.txt')?.text).toBe('same\n');
  expect(files.get('link')?.text).toBe('secret.txt');
  expect([...files.keys()].some((name) => name.endsWith('y/файл.txt'))).toBe(true);
  expect([files.get('run.sh')?.mode, files.get('secret.txt')?.mode, files.get('dir/')?.mode]).toEqual([
    0o755, 0o644, 0o755,
  ]);
  expect(new Set([...files.values()].map((entry) => entry.mtime))).toEqual(new Set([Date.UTC(2000, 0, 1)]));
});

it('gives equal bytes for equal trees: other history, other repository, hostile configuration everywhere', async () => {
  const one = await repositoryWithWorkTree();
  const first = await fill(one.work, 'First');
  await one.push();
  const two = await repositoryWithWorkTree();
  await two.work.commit({ 'other.txt': 'x' }, 'A different history');
  await two.work.commit({ 'other.txt': null }, 'without a trace in the tree');
  const second = await fill(two.work, 'Second');
  await two.push();
  expect(first).not.toBe(second);

  // The second repository and the machine it lives on do their worst.
  const hostile = stockGit(two.repository.path);
  for (const [key, value] of [
    ['tar.umask', '0077'],
    ['core.autocrlf', 'true'],
    ['core.eol', 'crlf'],
    ['tar.tar.command', 'gzip'],
    ['filter.evil.smudge', 'rev'],
    ['user.name', 'Mallory'],
    ['commit.gpgSign', 'true'],
    ['i18n.commitEncoding', 'ISO-8859-1'],
    ['core.attributesFile', '/dev/stdin'],
  ] as const) {
    await hostile('config', key, value);
  }
  await writeFile(join(two.repository.path, 'info-attributes'), '');
  await stockGit(two.repository.path)('config', 'core.attributesFile', join(two.repository.path, 'info-attributes'));
  const home = await temporaryFolder();
  await writeFile(join(home, '.gitconfig'), '[core]\n\tautocrlf = true\n[tar]\n\tumask = 0777\n');
  const machine = createGit({
    searchPath: process.env['PATH'] ?? '',
    environment: {
      HOME: home,
      XDG_CONFIG_HOME: home,
      TZ: 'Asia/Tokyo',
      GIT_AUTHOR_DATE: '@0 +0000',
      LC_ALL: 'uk_UA.UTF-8',
    },
  });
  const elsewhere = openRepository({ git: machine, path: two.repository.path });
  await elsewhere.maintain({ force: true });
  const before = await digest(await archiveOf(one.repository, first));
  expect(await digest(await archiveOf(elsewhere, second))).toBe(before);
});

it('ignores replacement refs, which would show other content under the same id', async () => {
  const { repository, work, push } = await repositoryWithWorkTree();
  const sha = await work.commit({ 'a.txt': 'good\n' });
  const other = await work.commit({ 'a.txt': 'evil\n' });
  await push();
  const before = await digest(await archiveOf(repository, sha));
  const [tree, evil] = [(await repository.commit(sha)).tree, (await repository.commit(other)).tree];
  await stockGit(repository.path)('replace', tree, evil);
  expect(await digest(await archiveOf(repository, sha))).toBe(before);
});

it('archives an empty tree, and leaves nothing behind when the tree is unknown', async () => {
  const repository = await temporaryRepository();
  const folder = await temporaryFolder();
  const empty = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  await repository.archive(empty, join(folder, 'empty.tar'));
  expect(await contents(join(folder, 'empty.tar'))).toEqual(new Map());
  await expect(repository.archive('1'.repeat(40), join(folder, 'x.tar'))).rejects.toMatchObject({ code: 'git_failed' });
  await expect(repository.archive('--output=/x', join(folder, 'x.tar'))).rejects.toMatchObject({
    code: 'git_sha_invalid',
  });
  expect(await readdir(folder)).toEqual(['empty.tar']);
});
