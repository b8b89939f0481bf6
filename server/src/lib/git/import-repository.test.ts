import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRepository } from './bare-repository.ts';
import type { BareRepository } from './bare-repository.ts';
import {
  answers,
  each,
  repositoryWithWorkTree,
  serveRepository,
  temporaryFolder,
  testGit,
  workTree,
} from './git-fixture.ts';
import { isPrivateAddress } from '../outgoing/private-address.ts';
import { checkSource } from './import-source.ts';

async function emptyPlace(): Promise<BareRepository> {
  return openRepository({ git: testGit, path: join(await temporaryFolder(), 'copy.git') });
}

/** Every byte of every small file below a folder, to search for what must not be there. */
async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n') + files.join('\n');
}

describe('importing from a path', () => {
  it('takes branches and tags, nothing else, and the default branch', async () => {
    const work = await workTree();
    await work.commit({ 'a.txt': '1' });
    await work.git('tag', 'v1.0.0');
    await work.git('checkout', '-q', '-b', 'develop');
    const tip = await work.commit({ 'a.txt': '2' });
    await work.git('update-ref', 'refs/pull/1/head', tip);
    await work.git('update-ref', 'refs/replace/x', tip);
    await work.git('update-ref', 'refs/sluice/keep/x', tip);
    const copy = await emptyPlace();
    const imported = await copy.importFrom(work.folder, { policy: { localRoots: ['/'] } });
    expect(imported).toEqual({
      branches: ['develop', 'main'],
      tags: ['v1.0.0'],
      defaultBranch: 'develop',
      source: work.folder,
    });
    expect((await copy.refs('refs/')).map((ref) => ref.name)).toEqual([
      'refs/heads/develop',
      'refs/heads/main',
      'refs/tags/v1.0.0',
    ]);
    expect(await everythingIn(copy.path)).not.toContain(work.folder);
    await expect(copy.importFrom(work.folder, { policy: { localRoots: ['/'] } })).rejects.toMatchObject({
      code: 'git_repository_exists',
    });
  });

  it('stays inside the folders that the operator allows, through links and dots as well', async () => {
    const allowed = await temporaryFolder();
    const { folder: outside, commit } = await workTree();
    await commit({ 'a.txt': '1' });
    await symlink(outside, join(allowed, 'link'));
    await mkdir(join(allowed, 'plain'));
    await writeFile(join(allowed, 'file'), '');
    const copy = await emptyPlace();
    const policy = { localRoots: [allowed] };
    const refused = [
      outside,
      join(allowed, 'link'),
      `${allowed}/../${outside.split('/').at(-1)}`,
      `file://${allowed}/%2e%2e/${outside.split('/').at(-1)}`,
      pathToFileURL(outside).href,
      join(allowed, 'file'),
      join(allowed, 'missing'),
      join(allowed, 'plain'),
      '/etc',
      `${allowed}\0`,
    ];
    expect(await answers(refused, (source) => copy.importFrom(source, { policy }))).toEqual(
      each(refused, 'git_source_path_refused'),
    );
    await expect(copy.importFrom(outside, { policy: {} })).rejects.toMatchObject({ code: 'git_source_path_refused' });
    // It looks like a repository, and only git can tell that it is none.
    await mkdir(join(allowed, 'broken'));
    await writeFile(join(allowed, 'broken', 'HEAD'), '');
    await expect(copy.importFrom(join(allowed, 'broken'), { policy })).rejects.toMatchObject({
      code: 'git_source_unreachable',
    });
    await expect(copy.importFrom(`file://host${allowed}`, { policy })).rejects.toMatchObject({
      code: 'git_source_invalid',
    });
    expect(await readdir(dirname(copy.path))).toEqual([]);
    expect(await copy.exists()).toBe(false);
    await copy.importFrom(pathToFileURL(outside).href, { policy: { localRoots: [outside] } });
    expect(await copy.exists()).toBe(true);
  });

  it('gives up at its deadline and removes what it had, and what a killed server left', async () => {
    const { folder, commit } = await workTree();
    await commit({ 'a.txt': '1' });
    const copy = await emptyPlace();
    const abandoned = join(dirname(copy.path), '.copy.git.new-abandoned');
    await mkdir(abandoned);
    const longAgo = new Date(Date.now() - 48 * 3600 * 1000);
    await utimes(abandoned, longAgo, longAgo);
    await expect(copy.importFrom(folder, { policy: { localRoots: ['/'] }, timeoutMs: 1 })).rejects.toMatchObject({
      code: 'git_timeout',
    });
    const signal = AbortSignal.abort(new Error('draining'));
    await expect(copy.importFrom(folder, { policy: { localRoots: ['/'] }, signal })).rejects.toThrow('draining');
    expect(await readdir(dirname(copy.path))).toEqual([]);
  });

  it('lets one of two simultaneous imports win', async () => {
    const { folder, commit } = await workTree();
    await commit({ 'a.txt': '1' });
    const copy = await emptyPlace();
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => copy.importFrom(folder, { policy: { localRoots: ['/'] } })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dirname(copy.path))).toEqual(['copy.git']);
  });
});

describe('importing from a URL', () => {
  const policy = { privateHosts: true };

  it('copies over smart HTTP', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    const sha = await work.commit({ 'a.txt': '1' });
    await push();
    const { url } = await serveRepository(repository);
    const copy = await emptyPlace();
    expect(await copy.importFrom(url, { policy })).toEqual({
      branches: ['main'],
      tags: [],
      defaultBranch: 'main',
      source: url,
    });
    expect(await copy.resolve('main')).toBe(sha);
  });

  it('uses a credential in the URL and lets it appear nowhere', async () => {
    const authorizations: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      authorizations.push(request.headers.authorization);
      response.writeHead(request.headers.authorization === undefined ? 401 : 403).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const copy = await emptyPlace();
    const source = `http://ada:s3cr%40t@127.0.0.1:${port}/x.git`;
    const failure: unknown = await copy.importFrom(source, { policy }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'git_source_unreachable', kind: 'Unavailable' });
    expect(authorizations).toContain(`Basic ${Buffer.from('ada:s3cr@t').toString('base64')}`);
    const words = JSON.stringify(failure, Object.getOwnPropertyNames(failure)) + String(failure);
    expect(words).toContain(`http://127.0.0.1:${port}/x.git`);
    for (const secret of ['s3cr', Buffer.from('ada:s3cr@t').toString('base64')]) expect(words).not.toContain(secret);
    expect(await readdir(dirname(copy.path))).toEqual([]);
  });

  it('leaves no credential in the repository it makes', async () => {
    const { repository, work, push } = await repositoryWithWorkTree();
    await work.commit({ 'a.txt': '1' });
    await push();
    const { url } = await serveRepository(repository);
    const copy = await emptyPlace();
    const imported = await copy.importFrom(url.replace('//', '//ada:s3cret@'), { policy });
    expect(imported.source).toBe(url);
    expect(await everythingIn(copy.path)).not.toMatch(/s3cret|YWRhOnMzY3JldA/);
  });

  it('follows no redirect, which could lead to an address that nobody checked', async () => {
    let reached = false;
    const inner = createServer((_, response) => {
      reached = true;
      response.end();
    });
    await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
    const { port } = inner.address() as AddressInfo;
    const outer = createServer((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/info/refs?service=git-upload-pack` }).end();
    });
    await new Promise<void>((resolve) => outer.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void (inner.close(), outer.close()));
    const copy = await emptyPlace();
    const source = `http://127.0.0.1:${(outer.address() as AddressInfo).port}/x.git`;
    await expect(copy.importFrom(source, { policy })).rejects.toMatchObject({ code: 'git_source_unreachable' });
    expect(reached).toBe(false);
  });

  it('refuses private addresses however they are written', async () => {
    const hosts = [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '0.0.0.0',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:a9fe:a9fe]',
      '[fe80::1]',
      '[fd00::1]',
    ];
    expect(await answers(hosts, (host) => checkSource(`http://${host}/x.git`, {}))).toEqual(
      each(hosts, 'git_source_private'),
    );
    expect(['8.8.8.8', '1.1.1.1', '2606:4700::1111'].map(isPrivateAddress)).toEqual([false, false, false]);
  });

  it('refuses every transport but those allowed, and everything that is no address', async () => {
    const marker = join(await temporaryFolder(), 'owned');
    const copy = await emptyPlace();
    const transports = [
      `ext::sh -c touch% ${marker}`,
      'ext::sh',
      'fd::17',
      'ssh://git@example.org/x',
      'git://example.org/x',
      'gopher://example.org/x',
      'ftp://example.org/x',
      'EXT::sh -c x',
      'javascript:alert(1)',
    ];
    expect(await answers(transports, (source) => copy.importFrom(source, { policy }))).toEqual(
      each(transports, 'git_source_protocol_refused'),
    );
    for (const source of [
      '--upload-pack=touch',
      'example.org:x.git',
      'git@example.org:x.git',
      '',
      ' ',
      'relative/path',
      '../x',
      'http://',
      'https://u:hush@example.org/x?y=1',
      'x://u:hush@',
    ]) {
      const failure: unknown = await copy.importFrom(source, { policy }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: 'InvalidInput' });
      expect(String(failure)).not.toContain('hush');
    }
    expect(await readdir(dirname(marker))).toEqual([]);
    await expect(copy.importFrom('http://example.org/x', { policy: { protocols: ['https'] } })).rejects.toMatchObject({
      code: 'git_source_protocol_refused',
    });
  });
});
