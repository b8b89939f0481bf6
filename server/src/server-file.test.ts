import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTestFolder } from './db/test-folder.ts';
import { keepServerFile } from './server-file.ts';

const faults: unknown[] = [];

async function folder(): Promise<string> {
  const made = await createTestFolder('sluice-server-file-');
  onTestFinished(() => made.remove());
  return made.path;
}
const named = async (dataDir: string): Promise<unknown> =>
  JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'));

test('names this server for commands on this machine, for its owner alone, until it stops', async () => {
  const dataDir = await folder();
  const file = await keepServerFile(dataDir, { url: 'http://localhost:7171', port: 7171 }, (fault) =>
    faults.push(fault),
  );
  expect(await named(dataDir)).toMatchObject({ url: 'http://localhost:7171', port: 7171, pid: process.pid });
  expect((await stat(join(dataDir, 'server.json'))).mode & 0o777).toBe(0o600);
  await file.remove();
  await expect(stat(join(dataDir, 'server.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(faults).toEqual([]);
});

/** Another server of the data directory, named as the last one that was started. */
async function another(dataDir: string, port: number): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  onTestFinished(kill);
  await writeFile(join(dataDir, 'server.json'), JSON.stringify({ url: '', port, pid: child.pid }));
  return kill;
}

test('takes the place of a server that has died', async () => {
  const dataDir = await folder();
  const file = await keepServerFile(dataDir, { url: 'http://localhost:1', port: 1 }, (fault) => faults.push(fault));
  onTestFinished(() => file.remove());
  const kill = await another(dataDir, 2);
  await kill();
  await expect.poll(() => named(dataDir), { timeout: 10_000 }).toMatchObject({ port: 1, pid: process.pid });
  expect(faults).toEqual([]);
});

test('that stops does not take away the name of one that was started later', async () => {
  const dataDir = await folder();
  const file = await keepServerFile(dataDir, { url: 'http://localhost:1', port: 1 }, (fault) => faults.push(fault));
  await another(dataDir, 2);
  await file.remove();
  expect(await named(dataDir)).toMatchObject({ port: 2 });
});
