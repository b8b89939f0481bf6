import { execFile } from 'node:child_process';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The running processes of all apps of a data directory, by process id, each with the folder of its release. */
export async function appProcesses(dataDir: string): Promise<ReadonlyMap<number, string>> {
  const under = join(dataDir, 'run', '/');
  const found = process.platform === 'linux' ? await lookInProc(under) : await askPs(under);
  return new Map(found.map(([pid, path]) => [pid, path.slice(under.length).split('/').slice(0, 2).join('/')]));
}

async function lookInProc(under: string): Promise<[number, string][]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return folders.flatMap((folder, index): [number, string][] =>
    folder.startsWith(under) ? [[Number(pids[index]), folder]] : [],
  );
}

// macOS has no /proc; its `ps` shows the environment, and HOME of an app lies in the folder of its release.
async function askPs(under: string): Promise<[number, string][]> {
  const { stdout } = await promisify(execFile)('ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 64 << 20 });
  return stdout.split('\n').flatMap((line): [number, string][] => {
    const home = line.split(/\s+/).find((word) => word.startsWith(`HOME=${under}`));
    return home === undefined ? [] : [[Number.parseInt(line, 10), home.slice('HOME='.length)]];
  });
}
