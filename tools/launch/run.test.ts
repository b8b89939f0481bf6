import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let folder: string;
let launchers: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice run '));
  launchers = [];
});

afterEach(async () => {
  for (const launcher of launchers) launcher.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts a launcher that becomes `program`, and waits for the line "ready". */
async function launch(program: string, env: Record<string, string> = {}): Promise<ChildProcess> {
  const file = join(folder, 'program.mjs');
  await writeFile(file, program);
  const source = `
    import { runInstead } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'run.mjs')).href)};
    await runInstead(process.execPath, [${JSON.stringify(file)}]);
  `;
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    env: { ...withoutNpm(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  launchers.push(launcher);
  await new Promise<void>((resolve, reject) => {
    launcher.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready')) resolve();
    });
    launcher.on('exit', (code) => reject(new Error(`the launcher ended with ${code}`)));
  });
  return launcher;
}

function withoutNpm(): NodeJS.ProcessEnv {
  const { npm_lifecycle_event: _, ...rest } = process.env;
  return rest;
}

/** Counts the signals it gets into a file, and leaves when it is told to by the last one. */
const counting = (path: string, lastSignal: string): string => `
  import { appendFileSync } from 'node:fs';
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      appendFileSync(${JSON.stringify(path)}, signal + ' ');
      if (signal === '${lastSignal}') process.exit(7);
    });
  }
  setInterval(() => {}, 1000);
  console.log('ready');
`;

function ended(launcher: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve) => launcher.on('exit', (code, signal) => resolve({ code, signal })));
}

test('Ctrl-C and the copy of it that npm sends reach the program as one signal, and its exit code is passed on', async () => {
  const heard = join(folder, 'heard');
  // The program sends the copy itself, so that it comes right after the first, however busy the machine is.
  const copies = `process.once('SIGINT', () => process.kill(process.ppid, 'SIGINT'));`;
  const launcher = await launch(copies + counting(heard, 'SIGTERM'));
  const end = ended(launcher);
  launcher.kill('SIGINT');
  await vi.waitFor(async () => expect(await readFile(heard, 'utf8')).toBe('SIGINT '), { timeout: 10_000 });
  launcher.kill('SIGTERM');
  expect(await end).toEqual({ code: 7, signal: null });
  expect(await readFile(heard, 'utf8')).toBe('SIGINT SIGTERM ');
});

test('a closed terminal asks the program to stop cleanly', async () => {
  const heard = join(folder, 'heard');
  const launcher = await launch(counting(heard, 'SIGTERM'));
  const end = ended(launcher);
  launcher.kill('SIGHUP');
  expect(await end).toEqual({ code: 7, signal: null });
});

test('the program stops when the launcher is killed, instead of living on', async () => {
  const heard = join(folder, 'heard');
  const launcher = await launch(counting(heard, 'SIGTERM'));
  launcher.kill('SIGKILL');
  await vi.waitFor(async () => expect(await readFile(heard, 'utf8')).toBe('SIGTERM '), { timeout: 10_000 });
});

test('a program that a signal ended makes the launcher end the same way', async () => {
  const launcher = await launch("console.log('ready'); setTimeout(() => process.kill(process.pid, 'SIGQUIT'), 50);");
  expect(await ended(launcher)).toEqual({ code: null, signal: 'SIGQUIT' });
});

test("the leash is not handed to the program's own children", async () => {
  const report = join(folder, 'report');
  await launch(`
    import { execFileSync } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    const childEnvironment = execFileSync(process.execPath, ['-p', 'process.env.SLUICE_LEASH_FD'], { encoding: 'utf8' });
    writeFileSync(${JSON.stringify(report)}, childEnvironment.trim());
    console.log('ready');
    setInterval(() => {}, 1000);
  `);
  expect(await readFile(report, 'utf8')).toBe('undefined');
});
