import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { message } from '../../test-documents.ts';
import { serveDocuments } from '../../test-api.ts';
import type { TestApi } from '../../test-api.ts';
import { sluice } from '../../test-command-line.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const revision = 'b'.repeat(40);
let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await serveDocuments({
    'POST /v1/artifacts': { outcome: 'registered', message: message('shop 1.4.0 is known here.'), artifact: {} },
  });
  folder = await mkdtemp(join(tmpdir(), 'sluice-register-'));
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

const register = (...words: string[]) => sluice(['artifact', 'register', ...words], { server: api.url, columns: 80 });

test.each([
  [['shop@1.4.0', '--digest', digest]],
  [['shop', '--version', '1.4.0', '--digest', digest]],
  [['shop@1.4.0', '--image', `ghcr.io/acme/shop@${digest}`]],
])('sluice artifact register %j hands it over', async (words) => {
  const { out, code } = await register(...words, '--revision', revision);
  expect([out, code]).toEqual(['✔ shop 1.4.0 is known here.\n', 0]);
});

test('what is missing or cannot be read is said before anything is sent', async () => {
  const whole = ['shop@1.4.0', '--digest', digest, '--revision', revision];
  await writeFile(join(folder, 'list.json'), '[1]');
  for (const [words, cure] of [
    [['shop', '--digest', digest, '--revision', revision], 'Say what it is'],
    [['shop@1.4.0', '--revision', revision], 'Say what it is'],
    [[...whole, '--provenance', join(folder, 'none.json')], 'cannot be read (ENOENT)'],
    [[...whole, '--provenance', join(folder, 'list.json')], 'is not a JSON object'],
  ] as const) {
    const { err, code } = await register(...words);
    expect([code, err]).toEqual([2, expect.stringContaining(cure)]);
  }
});
