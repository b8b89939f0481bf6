import { readdir, stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { failing, protectQa, served } from './smart-http-fixture.ts';

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
