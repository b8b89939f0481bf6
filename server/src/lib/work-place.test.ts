import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTestFolder } from '../db/test-folder.ts';
import { clearAbandoned } from './work-place.ts';

test('what lies outside of a data directory goes when that has been deleted, and nothing else does', async () => {
  const folder = await createTestFolder('sluice-place-');
  onTestFinished(() => folder.remove());
  const parent = join(folder.path, 'outside');
  const data = join(folder.path, 'data');
  await mkdir(data);
  const owners = { kept: `${data}\n`, gone: `${join(folder.path, 'deleted')}\n`, inside: `${data}/admin-token/x\n` };
  await writeFile(join(data, 'admin-token'), 'secret');
  for (const [name, owner] of Object.entries(owners)) {
    await mkdir(join(parent, name, 'run'), { recursive: true });
    await writeFile(join(parent, name, 'data-directory'), owner);
  }
  await mkdir(join(parent, 'unsaid'));

  await clearAbandoned(parent);
  expect((await readdir(parent)).toSorted()).toEqual(['kept', 'unsaid']);
  await rm(data, { recursive: true });
  await clearAbandoned(parent);
  expect(await readdir(parent)).toEqual(['unsaid']);
});
