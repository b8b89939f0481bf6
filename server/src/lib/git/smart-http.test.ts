import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { defineMessages } from '../message.ts';
import { serveRepository, stockGit, temporaryFolder, temporaryRepository, workTree } from './git-fixture.ts';
import type { WorkTree } from './git-fixture.ts';
import type { BareRepository } from './bare-repository.ts';
import type { RefUpdate } from './receive-commands.ts';
import { readSmartRequest } from './smart-request.ts';

const words = defineMessages({
  branch_is_ours: {
    en: (p: { ref: string }) => `${p.ref} is written by the server alone. Push to develop instead.`,
    uk: (p) => `${p.ref} змінює лише сервер. Надсилайте до develop.`,
  },
});

const protectQa = (update: RefUpdate) =>
  /^refs\/(heads|tags)\/qa(\/|$)/.test(update.ref) ? words.branch_is_ours({ ref: update.ref }) : undefined;

async function failing(push: Promise<unknown>): Promise<string> {
  const failure: unknown = await push.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeDefined();
  return failure instanceof Error ? failure.message : String(failure);
}

async function served(
  options: Parameters<typeof serveRepository>[1] = {},
  limits: Parameters<typeof serveRepository>[2] = {},
): Promise<{ repository: BareRepository; work: WorkTree; url: string; failures: unknown[]; first: string }> {
  const [repository, work] = [await temporaryRepository(), await workTree()];
  const server = await serveRepository(repository, options, limits);
  const first = await work.commit({ 'a.txt': '1\n' });
  await work.git('remote', 'add', 'origin', server.url);
  return { repository, work, first, ...server };
}

describe('stock git', () => {
  it('pushes, clones, fetches any branch and clones partially', async () => {
    const { repository, work, url, first, failures } = await served();
    await work.git('push', '-q', 'origin', 'main');
    await work.git('checkout', '-q', '-b', 'feature/x');
    // Large and incompressible, so that it travels in chunks and fills every pipe on its way.
    const second = await work.commit({ 'big.bin': randomBytes(5_000_000) });
    await work.git('tag', '-a', 'v1.0.0', '-m', 'first');
    await work.git('push', '-q', '--follow-tags', 'origin', 'feature/x');
    expect(await repository.resolve('main')).toBe(first);
    expect(await repository.resolve('v1.0.0')).toBe(second);
    const folder = await temporaryFolder();
    const git = stockGit(folder);
    await git('clone', '-q', url, 'full');
    await git('-C', 'full', 'checkout', '-q', 'feature/x');
    expect(await readFile(join(folder, 'full/big.bin'))).toEqual(await readFile(join(work.folder, 'big.bin')));
    await git('clone', '-q', '--filter=blob:none', '--no-checkout', url, 'partial');
    await git('-c', 'protocol.version=0', 'ls-remote', url);
    // Many haves make git compress its request.
    for (let n = 0; n < 60; n += 1) await work.commit({ 'a.txt': `${n}` });
    await work.git('push', '-q', 'origin', 'feature/x');
    await git('-C', 'full', 'pull', '-q');
    await work.git('push', '-q', '--force', 'origin', `${first}:feature/x`);
    await work.git('push', '-q', 'origin', ':feature/x');
    expect((await repository.refs('refs/heads/')).map((ref) => ref.name)).toEqual(['refs/heads/main']);
    expect(failures).toEqual([]);
  });

  it('is told by ref what was refused and why, and the rest of the push goes through', async () => {
    const moves: RefUpdate[] = [];
    const { repository, work, first, failures } = await served({
      refuse: protectQa,
      moved: async (some) => void moves.push(...some),
    });
    const reason = await failing(
      work.git(
        'push',
        'origin',
        'main',
        'main:qa',
        'main:qa/x',
        'main:quality',
        'main:refs/tags/qa/1.0.0',
        'main:refs/pull/1/head',
      ),
    );
    expect(reason).toContain('remote: refs/heads/qa is written by the server alone. Push to develop instead.');
    expect(reason).toContain('remote: refs/tags/qa/1.0.0 is written by the server alone.');
    expect(reason).toContain('remote: refs/pull/1/head cannot be pushed: only branches and tags can.');
    expect(reason.match(/\[remote rejected\]/g)).toHaveLength(4);
    const names = (await repository.refs('refs/')).map((ref) => ref.name);
    expect(names).toEqual(['refs/heads/main', 'refs/heads/quality']);
    expect(moves).toEqual([
      { ref: 'refs/heads/main', old: undefined, new: first },
      { ref: 'refs/heads/quality', old: undefined, new: first },
    ]);
    expect(failures).toEqual([]);
  });

  it('can neither change nor delete a protected branch, nor hide one behind an allowed one', async () => {
    const { repository, work, first } = await served({ refuse: protectQa });
    await work.git('push', '-q', 'origin', 'main');
    await repository.moveBranch('qa', first, undefined);
    const next = await work.commit({ 'a.txt': '2\n' });
    for (const spec of [`${next}:refs/heads/qa`, `+${next}:refs/heads/qa`, ':refs/heads/qa']) {
      expect(await failing(work.git('push', 'origin', spec))).toContain(
        'remote: refs/heads/qa is written by the server',
      );
      await work.git('push', '-q', '--force', 'origin', `${next}:refs/heads/main`).catch(() => undefined);
    }
    expect(await repository.resolve('qa')).toBe(first);
    expect(await repository.resolve('main')).toBe(next);
  });

  it('may push below a refused name when the rule allows that', async () => {
    const { repository, work } = await served({
      refuse: (update) => (update.ref === 'refs/heads/a' ? words.branch_is_ours({ ref: update.ref }) : undefined),
    });
    await failing(work.git('push', 'origin', 'main:refs/heads/a/b', 'main:refs/heads/a'));
    expect((await repository.refs('refs/heads/')).map((ref) => ref.name)).toEqual(['refs/heads/a/b']);
  });

  it('hears the rule in the language that the caller speaks', async () => {
    const { work } = await served({ refuse: protectQa, say: (message) => `${message.code}: ні` });
    expect(await failing(work.git('push', 'origin', 'main:qa'))).toContain('remote: branch_is_ours: ні');
  });

  it('does not see the refs that Sluice keeps for itself', async () => {
    const { repository, work, url, first } = await served();
    await work.git('push', '-q', 'origin', 'main');
    await repository.keep(first);
    expect((await work.git('ls-remote', url)).stdout).not.toContain('refs/sluice');
    await failing(work.git('push', 'origin', 'main:refs/sluice/keep/x', `:refs/sluice/keep/${first}`));
    expect(await repository.refs('refs/sluice')).toHaveLength(1);
  });

  it('cannot push an object that would escape when it is unpacked', async () => {
    const { repository, work } = await served();
    const blob = (await work.git('hash-object', '-w', 'a.txt')).stdout.trim();
    const entry = Buffer.concat([Buffer.from('100644 ../evil\0'), Buffer.from(blob, 'hex')]);
    await writeFile(join(work.folder, '.git/evil'), entry);
    const tree = (await work.git('hash-object', '-w', '--literally', '-t', 'tree', '.git/evil')).stdout.trim();
    const commit = (await work.git('commit-tree', '-m', 'evil', tree)).stdout.trim();
    expect(await failing(work.git('push', 'origin', `${commit}:refs/heads/evil`))).toMatch(
      /fullPathname|hasDotdot|fsck/,
    );
    expect(await repository.refs('refs/')).toEqual([]);
  });

  it('is answered although waking somebody about its push failed', async () => {
    const { repository, work, first, failures } = await served({
      moved: async () => {
        throw new Error('nobody home');
      },
    });
    await work.git('push', '-q', 'origin', 'main');
    expect(await repository.resolve('main')).toBe(first);
    await vi.waitFor(() => expect(failures).toEqual([new Error('nobody home')]));
  });

  it('pushes from eight places at once, and every branch arrives', async () => {
    const moved = vi.fn<() => Promise<void>>(async () => undefined);
    const { repository, work, first } = await served({ moved });
    await work.git('push', '-q', 'origin', 'main');
    await Promise.all(Array.from({ length: 8 }, (_, n) => work.git('push', '-q', 'origin', `main:refs/heads/b${n}`)));
    const refs = await repository.refs('refs/heads/');
    expect(refs).toHaveLength(9);
    expect(new Set(refs.map((ref) => ref.sha))).toEqual(new Set([first]));
    expect(moved).toHaveBeenCalledTimes(9);
  });
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

function ask(url: string, method: string, headers: Record<string, string>, body?: Readable): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method, headers: { connection: 'close', ...headers } },
      (response: IncomingMessage) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    if (body === undefined) request.end();
    else body.pipe(request);
  });
}

function packet(line: string): string {
  return (Buffer.byteLength(line) + 4).toString(16).padStart(4, '0') + line;
}

const receiveType = { 'content-type': 'application/x-git-receive-pack-request' };
const newRef = `${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/main\0report-status side-band-64k`;

/** A push whose one blob never ends: a valid beginning, then stored (uncompressed) deflate blocks of zeros. */
function* endlessPush(totalBytes: number): Generator<Buffer> {
  yield Buffer.from(`${packet(newRef)}0000PACK\0\0\0\u0002\0\0\0\u0001`, 'latin1');
  // Type blob, size 2^40, in the variable-length form of packs; then a zlib header.
  const size = 2n ** 40n;
  const head = [0x30 | Number(size & 15n) | 0x80];
  for (let rest = size >> 4n; rest > 0n; rest >>= 7n) head.push(Number(rest & 127n) | (rest >> 7n > 0n ? 0x80 : 0));
  yield Buffer.from([...head, 0x78, 0x01]);
  const block = Buffer.concat([Buffer.from([0, 0xff, 0xff, 0, 0]), Buffer.alloc(65_535)]);
  for (let sent = 0; sent < totalBytes; sent += block.length) yield block;
}

async function bytesBelow(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (found) => found.size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

describe('a hostile client', () => {
  it.each([
    ['with chunks of zeros', {}, () => Readable.from(endlessPush(1_000_000_000))],
    [
      'as a gzip bomb',
      { 'content-encoding': 'gzip' },
      () => Readable.from(endlessPush(1_000_000_000)).pipe(createGzip({ level: 1 })),
    ],
  ])(
    'that sends 1 GB %s gets 413, and neither memory nor disk grows',
    async (_, headers, body) => {
      const { repository, url, failures } = await served({}, { maxPushBytes: 20_000_000 });
      const before = process.memoryUsage().rss;
      let [peakRss, peakDisk] = [0, 0];
      const probe = setInterval(() => {
        peakRss = Math.max(peakRss, process.memoryUsage().rss);
        void bytesBelow(repository.path).then((bytes) => (peakDisk = Math.max(peakDisk, bytes)));
      }, 20);
      try {
        const answer = await ask(`${url}/git-receive-pack`, 'POST', { ...receiveType, ...headers }, body());
        expect(answer.status).toBe(413);
        expect(answer.text).toContain('The push is larger than 20 MB');
      } finally {
        clearInterval(probe);
      }
      expect(peakRss - before).toBeLessThan(150_000_000);
      expect(peakDisk).toBeLessThan(25_000_000);
      expect(await repository.refs('refs/')).toEqual([]);
      expect(
        (await readdir(join(repository.path, 'objects'))).filter(
          (name) => name.includes('tmp') || name.includes('incoming'),
        ),
      ).toEqual([]);
      expect(failures).toEqual([]);
    },
    60_000,
  );

  it('that announces 1 GB is answered before it sends', async () => {
    const { url } = await served({}, { maxPushBytes: 20_000_000 });
    const headers = { ...receiveType, 'content-length': '1000000000', expect: '100-continue' };
    const answer = await ask(`${url}/git-receive-pack`, 'POST', headers, Readable.from([]));
    expect(answer.status).toBe(413);
  });

  it('that is slower than the limit is let go', async () => {
    const { url } = await served({}, { idleTimeoutMs: 100 });
    const stuck = new Readable({ read: () => undefined });
    stuck.push(packet(newRef));
    const answer = await ask(`${url}/git-receive-pack`, 'POST', receiveType, stuck);
    stuck.destroy();
    expect([answer.status, answer.text]).toEqual([
      408,
      'Nothing was received for 0.1 s, so the transfer was stopped. Try again.\n',
    ]);
  });

  it('that hangs up in the middle leaves no process and no half push', async () => {
    const { repository, url, failures } = await served();
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${url}/git-receive-pack`, { method: 'POST', headers: receiveType });
      request.on('error', () => resolve());
      const body = Readable.from(endlessPush(5_000_000));
      body.pipe(request, { end: false });
      body.once('end', () => request.destroy(new Error('hang up')));
    });
    await vi.waitFor(async () => {
      expect((await readdir(join(repository.path, 'objects'))).toSorted()).toEqual(['info', 'pack']);
    }, 10_000);
    expect(await repository.refs('refs/')).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('of a repository that is not there gets 404, and a rule that fails is a fault of ours', async () => {
    const { url } = await served({ path: '/nonexistent.git' });
    expect((await ask(`${url}/info/refs?service=git-upload-pack`, 'GET', {})).status).toBe(404);
    const broken = await served({
      refuse: () => {
        throw new Error('no rule');
      },
    });
    expect(await failing(broken.work.git('push', '-q', 'origin', 'main'))).toContain('500');
    expect(broken.failures).toEqual([new Error('no rule')]);
  });

  it('that sends nonsense gets 400 and git is never started', async () => {
    const { repository, url } = await served({ path: '/nonexistent.git' });
    const texts = [
      '',
      'zzzz',
      '0003',
      packet('hello'),
      packet(`${newRef}\n`) + packet(newRef),
      packet('push-cert\0report-status') + '0000',
      packet(`${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/a b`),
      packet(`${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/\u001f\n`) + 'x',
    ];
    const notUtf8 = Buffer.from(`0060${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/\u00ff\u00fe`, 'latin1');
    const statuses: number[] = [];
    for (const body of [...texts.map((text) => Buffer.from(text)), notUtf8, Buffer.alloc(3_000_000, 'f')]) {
      const answer = await ask(`${url}/git-receive-pack`, 'POST', receiveType, Readable.from([body]));
      statuses.push(answer.status);
    }
    expect(new Set(statuses)).toEqual(new Set([400]));
    const gzip = { ...receiveType, 'content-encoding': 'gzip' };
    expect((await ask(`${url}/git-receive-pack`, 'POST', gzip, Readable.from(['not gzip']))).status).toBe(400);
    const brotli = { ...receiveType, 'content-encoding': 'br' };
    expect((await ask(`${url}/git-receive-pack`, 'POST', brotli, Readable.from(['x']))).status).toBe(400);
    expect(await repository.refs('refs/')).toEqual([]);
  });

  it('cannot make a ref with an odd name, nor un-hide others with it', async () => {
    const { repository, url, first, work } = await served({ refuse: protectQa });
    await work.git('push', '-q', 'origin', 'main');
    const refs = async (): Promise<string[]> => (await repository.refs('refs/')).map(({ name }) => name);
    const results: { ref: string; answered: boolean; refs: string[] }[] = [];
    for (const ref of [
      'refs/heads/--upload-pack=x',
      'refs/heads/-x',
      '!refs/heads/qa',
      '^refs/heads/qa',
      'refs/heads/qa/',
      'refs//heads/qa',
      'refs/heads/../heads/qa',
      'HEAD',
      'config',
      '../../x',
      'refs/heads/',
      'refs/tags',
      'refs/heads/x.lock',
      'refs/heads/a\u0001',
    ]) {
      const lines = `${packet(`${'0'.repeat(40)} ${first} ${ref}\0report-status`)}${packet(`${'0'.repeat(40)} ${first} refs/heads/qa`)}0000`;
      // The pack of no objects: everything is there already.
      const empty = Buffer.concat([
        Buffer.from('PACK\0\0\0\u0002\0\0\0\0'),
        Buffer.from('029d08823bd8a8eab510ad6ac75c823cfd3ed31e', 'hex'),
      ]);
      const body = gzipSync(Buffer.concat([Buffer.from(lines, 'latin1'), empty]));
      const answer = await ask(
        `${url}/git-receive-pack`,
        'POST',
        { ...receiveType, 'content-encoding': 'gzip' },
        Readable.from([body]),
      );
      results.push({
        ref,
        answered: answer.status === 400 || answer.text.includes('ng refs/heads/qa'),
        refs: await refs(),
      });
    }
    expect(results).toEqual(results.map(({ ref }) => ({ ref, answered: true, refs: ['refs/heads/main'] })));
  });
});

describe('readSmartRequest', () => {
  it('knows three requests to the letter', () => {
    expect(readSmartRequest('GET', '/info/refs', 'service=git-upload-pack')).toEqual({
      service: 'upload-pack',
      step: 'advertise',
    });
    expect(readSmartRequest('GET', '/info/refs', 'service=git-receive-pack')).toEqual({
      service: 'receive-pack',
      step: 'advertise',
    });
    expect(readSmartRequest('POST', '/git-upload-pack', '')).toEqual({ service: 'upload-pack', step: 'exchange' });
    expect(readSmartRequest('POST', '/git-receive-pack', '')).toEqual({ service: 'receive-pack', step: 'exchange' });
  });

  it('refuses the dumb protocol and every disguise', () => {
    const refused: [string, string, string, string][] = [
      ['GET', '/info/refs', '', 'git_dumb_protocol'],
      ['GET', '/HEAD', '', 'git_dumb_protocol'],
      ['GET', '/objects/info/packs', '', 'git_dumb_protocol'],
      ['GET', '/info/refs', 'service=git-upload-archive', 'git_request_malformed'],
      ['GET', '/info/refs', 'service=git-upload-pack&service=git-receive-pack', 'git_request_malformed'],
      ['GET', '/info/refs', 'service=git%2Dreceive-pack', 'git_request_malformed'],
      ['GET', '/git-receive-pack', '', 'git_request_malformed'],
      ['PUT', '/git-receive-pack', '', 'git_request_malformed'],
      ['POST', '/git-receive-pack/', '', 'git_request_malformed'],
      ['POST', '//git-receive-pack', '', 'git_request_malformed'],
      ['POST', '/x/../git-receive-pack', '', 'git_request_malformed'],
      ['GET', '/config', '', 'git_request_malformed'],
    ];
    for (const [method, rest, query, code] of refused) {
      expect(() => readSmartRequest(method, rest, query)).toThrow(expect.objectContaining({ code, kind: 'NotFound' }));
    }
  });
});
