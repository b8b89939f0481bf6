import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

/** What a start says whose database is not there. */
async function failedStart(language: string): Promise<{ code: unknown; said: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-main-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const env = {
    PATH: process.env['PATH'],
    SLUICE_DATA_DIR: dataDir,
    SLUICE_LANG: language,
    DATABASE_URL: 'postgres://nobody:s3cret@127.0.0.1:1/none',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [main], { env }, (error, _out, said) => resolve({ code: error?.code, said }));
  });
}

test('a start that fails says why in the language that was asked for, without the password', async () => {
  const [english, ukrainian] = await Promise.all([failedStart('en'), failedStart('uk')]);
  expect(english).toMatchObject({ code: 1, said: expect.stringContaining('Sluice did not start. The database at') });
  expect(ukrainian).toMatchObject({ code: 1, said: expect.stringContaining('Sluice не запустилася. База даних') });
  expect(english.said + ukrainian.said).not.toContain('s3cret');
});
