import { execFile } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openRepository } from './bare-repository.ts';
import { createGit } from './git.ts';
import {
  answers,
  each,
  repositoryWithWorkTree,
  stockGit,
  temporaryFolder,
  temporaryRepository,
  testGit,
  workTree,
} from './git-fixture.ts';

describe('the git program', () => {
  it('is new enough, or a problem says what to install', async () => {
    expect(await testGit.checkVersion()).toMatch(/^\d+\.\d+/);
    const folder = await temporaryFolder();
    await expect(createGit({ searchPath: folder }).checkVersion()).rejects.toMatchObject({ code: 'git_missing' });
    await writeFile(join(folder, 'git'), '#!/bin/sh\necho git version 2.30.2\n', { mode: 0o755 });
    await expect(createGit({ searchPath: `${folder}:/bin` }).checkVersion()).rejects.toMatchObject({
      code: 'git_too_old',
      detail: { params: { found: '2.30.2', required: '2.38' } },
    });
  });

  it('is ended when it takes too long, prints too much or is not wanted any more', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'git'), '#!/bin/sh\nif [ "$1" = loud ]; then yes; else sleep 600 & wait; fi\n', {
      mode: 0o755,
    });
    const git = createGit({ searchPath: `${folder}:/usr/bin:/bin` });
    await expect(git.run(['quiet'], { timeoutMs: 100 })).rejects.toMatchObject({ code: 'git_timeout' });
    await expect(git.run(['loud'], { maxOutputBytes: 1000 })).rejects.toMatchObject({ code: 'git_output_too_large' });
    const cut = await git.run(['loud'], { maxOutputBytes: 1000, beyondCap: 'truncate' });
    expect([cut.truncated, cut.stdout.length]).toEqual([true, 1000]);
    const controller = new AbortController();
    const run = git.run(['quiet'], { signal: controller.signal });
    controller.abort(new Error('drained'));
    await expect(run).rejects.toThrow('drained');
  });

  it('sees neither the configuration nor the variables of whoever started the server', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, '.gitconfig'), '[user]\n\tname = Mallory\n');
    const git = createGit({
      searchPath: process.env['PATH'] ?? '',
      environment: { GIT_CONFIG_GLOBAL: join(folder, '.gitconfig'), GIT_DIR: folder },
    });
    await expect(git.run(['config', '--get', 'user.name'])).rejects.toMatchObject({ exitCode: 1 });
  });
});

describe('a bare repository', () => {
  it('is made once and then left as it is', async () => {
    const repository = await temporaryRepository();
    expect(await readFile(join(repository.path, 'HEAD'), 'utf8')).toBe('ref: refs/heads/main\n');
    await repository.init({ defaultBranch: 'other' });
    expect(await readFile(join(repository.path, 'HEAD'), 'utf8')).toBe('ref: refs/heads/main\n');
    expect(await repository.refs('refs/')).toEqual([]);
  });

  it('finds commits by branch, tag, full ref and abbreviated sha', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const sha = await work.commit({ 'a.txt': 'one\n' }, 'Say "one", <кирилицею>\n\nbody');
    await work.git('tag', '-a', 'v1.0.0', '-m', 'first');
    await push();
    for (const name of ['main', 'v1.0.0', 'refs/heads/main', 'refs/tags/v1.0.0', sha, sha.slice(0, 8)]) {
      expect(await repository.resolve(name)).toBe(sha);
    }
    expect(await repository.commit(sha)).toMatchObject({
      sha,
      parents: [],
      authorName: 'Ada',
      authorEmail: 'ada@example.org',
      subject: 'Say "one", <кирилицею>',
    });
    expect(await repository.refs('refs/tags/')).toEqual([{ name: 'refs/tags/v1.0.0', sha }]);
    await expect(repository.resolve('nope')).rejects.toMatchObject({ code: 'git_revision_unknown', kind: 'NotFound' });
    await expect(repository.resolve('0'.repeat(40))).rejects.toMatchObject({ code: 'git_revision_unknown' });
  });

  it('lists the candidates when an abbreviation or a name means two commits', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const first = await work.commit({ 'a.txt': '1' });
    await work.git('tag', 'release');
    const second = await work.commit({ 'a.txt': '2' });
    await work.git('branch', 'release');
    await push();
    await expect(repository.resolve('release')).rejects.toMatchObject({
      code: 'git_revision_ambiguous',
      detail: { params: { candidates: ['refs/heads/release', 'refs/tags/release'] } },
    });
    // Commits whose ids begin alike are made by trying: 65,536 beginnings, so a few hundred suffice.
    const tree = (await repository.commit(second)).tree;
    const seen = new Map<string, string>([first, second].map((sha) => [sha.slice(0, 4), sha]));
    let pair: string[] = [];
    for (let n = 0; pair.length === 0 && n < 3000; n += 16) {
      const batch = Array.from({ length: 16 }, (_, index) =>
        repository.createMergeCommit({
          tree,
          parents: [second],
          message: `try ${n + index}`,
          author: { name: 'Ada', email: 'ada@example.org' },
          at: new Date(0),
        }),
      );
      for (const sha of await Promise.all(batch)) {
        const other = seen.get(sha.slice(0, 4));
        if (other !== undefined) pair = [other, sha];
        seen.set(sha.slice(0, 4), sha);
      }
    }
    expect(pair).toHaveLength(2);
    await expect(repository.resolve(pair[0]?.slice(0, 4) ?? '')).rejects.toMatchObject({
      code: 'git_revision_ambiguous',
    });
  }, 60_000);

  it('never takes a name for an option, a command or another path', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const sha = await work.commit({ 'a.txt': '1' });
    await push();
    const attacks = [
      '--upload-pack=touch /tmp/owned',
      '-x',
      'a\nb',
      'a b',
      'a..b',
      'a@{1}',
      '../../etc/passwd',
      'refs/heads/../x',
      '/a',
      'a/',
      'a//b',
      '.hidden',
      'x.lock',
      'a/.b',
      'a:b',
      'a^',
      'a~1',
      'a?',
      'a*',
      'a[',
      'a\\b',
      '@',
      'a\0b',
      '\u007f',
      'a.',
      '',
      'x/-y',
      '\ud800',
      'HEAD',
    ];
    const invalid = each(attacks, 'git_name_invalid');
    expect(await answers(attacks, (attack) => repository.moveBranch(attack, sha, undefined))).toEqual(invalid);
    expect(await answers(attacks, (attack) => repository.moveTag(attack, sha))).toEqual(invalid);
    // Legal, if odd: a shell would run it, git does not, and there is no shell.
    expect(await repository.moveBranch('$(id)', sha, undefined)).toBe('moved');
    expect(await repository.resolve('$(id)')).toBe(sha);
    for (const bad of ['--all', 'HEAD', sha.slice(0, 39), `${sha}\n`, sha.toUpperCase()]) {
      await expect(repository.commit(bad)).rejects.toMatchObject({ code: 'git_sha_invalid' });
      await expect(repository.isAncestor(sha, bad)).rejects.toMatchObject({ code: 'git_sha_invalid' });
    }
  });

  it('tells what lies between two commits', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join('');
    const from = await work.commit({
      'a.txt': 'one\ntwo\n',
      'old.txt': lines,
      'gone.txt': 'x\n',
      'b.bin': Buffer.from([0, 1]),
    });
    await work.commit({ 'a.txt': 'one\n2\n3\n' }, 'Count on');
    const to = await work.commit(
      { 'new\tname.txt': lines, 'old.txt': null, 'gone.txt': null, 'файл.txt': 'y\n', 'b.bin': Buffer.from([0, 2]) },
      'Move things',
    );
    await push();
    const log = await repository.log(from, to, 1);
    expect([log.total, log.commits.map((commit) => commit.subject)]).toEqual([2, ['Move things']]);
    expect((await repository.log(undefined, to, 10)).total).toBe(3);
    expect((await repository.log(to, from, 10)).commits).toEqual([]);
    const diff = await repository.diff(from, to);
    expect([diff.addedLines, diff.removedLines]).toEqual([3, 2]);
    expect(diff.files).toEqual([
      { path: 'a.txt', status: 'modified', addedLines: 2, removedLines: 1, binary: false },
      { path: 'b.bin', status: 'modified', addedLines: 0, removedLines: 0, binary: true },
      { path: 'gone.txt', status: 'deleted', addedLines: 0, removedLines: 1, binary: false },
      { path: 'new\tname.txt', from: 'old.txt', status: 'renamed', addedLines: 0, removedLines: 0, binary: false },
      { path: 'файл.txt', status: 'added', addedLines: 1, removedLines: 0, binary: false },
    ]);
    expect((await repository.patch(from, to, 1_000_000)).text).toContain('+3\n');
    expect(await repository.patch(from, to, 50)).toMatchObject({ truncated: true });
    expect(await repository.isAncestor(from, to)).toBe(true);
    expect(await repository.isAncestor(to, from)).toBe(false);
    expect(await repository.mergeBase(from, to)).toBe(from);
  });

  it('reads regular files only, up to a size', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    await symlink('/etc/passwd', join(work.folder, 'link'));
    const sha = await work.commit({
      Procfile: 'web: node .\n',
      'dir/x.txt': 'x',
      '--output=x': 'odd',
      '*.txt': 'star',
    });
    await push();
    expect((await repository.readFile(sha, 'Procfile', 100))?.toString()).toBe('web: node .\n');
    expect((await repository.readFile(sha, 'dir/x.txt', 100))?.toString()).toBe('x');
    expect((await repository.readFile(sha, '--output=x', 100))?.toString()).toBe('odd');
    expect((await repository.readFile(sha, '*.txt', 100))?.toString()).toBe('star');
    expect(await repository.readFile(sha, 'missing', 100)).toBeUndefined();
    await expect(repository.readFile(sha, 'Procfile', 3)).rejects.toMatchObject({ code: 'git_file_too_large' });
    for (const path of ['link', 'dir']) {
      await expect(repository.readFile(sha, path, 100)).rejects.toMatchObject({ code: 'git_file_not_regular' });
    }
    for (const path of ['../x', '/etc/passwd', 'dir/../Procfile', './Procfile', 'dir//x.txt', 'a\0b', '']) {
      await expect(repository.readFile(sha, path, 100)).rejects.toMatchObject({ code: 'git_path_invalid' });
    }
  });

  it('names submodules and LFS pointers, whose content an archive would miss', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
    const first = await work.commit({ 'a.txt': 'about git-lfs\n', 'big/video.mp4': pointer, empty: '' });
    await work.git('update-index', '--add', '--cacheinfo', `160000,${first},libs/other`);
    await work.git('commit', '-q', '-m', 'Add a submodule');
    const sha = (await work.git('rev-parse', 'HEAD')).stdout.trim();
    await push();
    expect(await repository.unsupported(sha)).toEqual({ submodules: ['libs/other'], lfsPointers: ['big/video.mp4'] });
    expect((await repository.entries(first)).map((entry) => entry.path)).toEqual(['a.txt', 'big/video.mp4', 'empty']);
  });

  it('reads the highest SemVer tag of a commit and ignores other tags', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const sha = await work.commit({ 'a.txt': '1' });
    for (const tag of ['1.9.0', 'v1.10.0', 'v2', '01.2.3', '=9.9.9', 'qa/9.0.0', '1.10.0-rc.1', 'v1.10.0+build.7']) {
      await work.git('tag', tag);
    }
    await work.git('tag', '-a', 'v1.11.0-rc.1', '-m', 'x');
    const plain = await work.commit({ 'a.txt': '2' });
    await push();
    expect(await repository.semverTag(sha)).toBe('1.11.0-rc.1');
    expect(await repository.semverTag(plain)).toBeUndefined();
    expect(await repository.tagsAt(sha)).toContain('qa/9.0.0');
  });

  it('keeps a commit through collection although its branch was pushed over', async () => {
    const { repository, work } = await repositoryWithWorkTree();
    const kept = await work.commit({ 'a.txt': 'kept' });
    await work.git('branch', 'lost');
    await work.git('checkout', '-q', '--orphan', 'fresh');
    const lost = await work.commit({ 'b.txt': 'lost' });
    await work.git('push', '-q', repository.path, 'main', 'fresh');
    await repository.keep(kept);
    await repository.keep(kept);
    const stock = stockGit(repository.path);
    await stock('update-ref', '-d', 'refs/heads/main');
    await stock('update-ref', '-d', 'refs/heads/fresh');
    await repository.maintain({ force: true });
    expect(await repository.resolve(kept)).toBe(kept);
    // Recent objects stay for two weeks anyway; only a prune without that grace tells what is really kept.
    await stock('prune', '--expire=now');
    expect(await repository.resolve(kept)).toBe(kept);
    await expect(repository.resolve(lost)).rejects.toMatchObject({ code: 'git_revision_unknown' });
    await repository.unkeep(kept);
    await repository.unkeep(kept);
    expect(await repository.refs('refs/sluice')).toEqual([]);
    await Promise.all([
      repository.maintain({ force: true }),
      repository.maintain({ force: true }),
      repository.maintain(),
    ]);
  });

  it('is read although it belongs to somebody else', async () => {
    const work = await workTree();
    const sha = await work.commit({ 'a.txt': '1' });
    // Only root can give a folder away; for anybody else the ownership check is not in the way to begin with.
    if (process.getuid?.() === 0) await promisify(execFile)('chown', ['-R', '65534', work.folder]);
    const copy = openRepository({ git: testGit, path: join(await temporaryFolder(), 'copy.git') });
    await copy.importFrom(work.folder, { policy: { localRoots: [work.folder] } });
    expect(await copy.resolve('main')).toBe(sha);
  });
});
