import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSecretBox, loadSecretKey } from './secret-box.ts';

const place = { project: 'default', app: 'shop', environment: 'qa', name: 'API_KEY' };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-secret-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what was sealed opens in its place, whatever it is', () => {
  const box = createSecretBox(randomBytes(32));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (plain) => {
      const sealed = box.seal(plain, place);
      return box.open(sealed, place) === plain.toWellFormed() && box.seal(plain, place) !== sealed;
    }),
  );
});

test('it opens in no other place', () => {
  const box = createSecretBox(randomBytes(32));
  const sealed = box.seal('s3cret', place);
  for (const other of [{ project: 'p' }, { app: 'a' }, { environment: 'prod' }, { name: 'OTHER' }]) {
    expect(() => box.open(sealed, { ...place, ...other })).toThrow(/damaged or was copied/);
  }
});

test('another key is told apart from damage', () => {
  const box = createSecretBox(randomBytes(32));
  const sealed = box.seal('s3cret', place);
  expect(() => createSecretBox(randomBytes(32)).open(sealed, place)).toThrow(/Put the old key back/);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    const result = attempt(() => box.open(changed, place));
    // The last character of a base64 text may carry bits that nobody reads.
    expect(result === 's3cret' ? lastBitsOnly(sealed, changed) : result instanceof Error).toBe(true);
  }
  expect(() => box.open('', place)).toThrow(/damaged/);
});

test('twenty first starts at once agree on one key, in a file of their own', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadSecretKey({ dataDir: join(folder, 'new') })));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect((await stat(join(folder, 'new/secret-key'))).mode & 0o777).toBe(0o600);
  expect((await readFile(join(folder, 'new/secret-key'), 'utf8')).trim()).toBe(keys[0]?.toString('base64'));
});

test('a given key wins, and what is no key is refused with the way to make one', async () => {
  const given = randomBytes(32);
  expect(await loadSecretKey({ dataDir: folder, given: given.toString('base64') })).toEqual(given);
  await expect(loadSecretKey({ dataDir: folder, given: 'password' })).rejects.toThrow(/openssl rand -base64 32/);
  await writeFile(join(folder, 'secret-key'), 'torn');
  await expect(loadSecretKey({ dataDir: folder })).rejects.toThrow(/does not hold a key/);
});

function attempt(open: () => string): unknown {
  try {
    return open();
  } catch (error) {
    return error;
  }
}

/** Two base64url texts of the same bytes. */
function lastBitsOnly(a: string, b: string): boolean {
  const bytes = (text: string) =>
    text
      .split('.')
      .slice(2)
      .map((part) => Buffer.from(part, 'base64url').toString('hex'));
  return JSON.stringify(bytes(a)) === JSON.stringify(bytes(b));
}
