import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { identifyProcess } from '../../../lib/process-identity.ts';
import type { ProcessIdentity } from '../../../lib/process-identity.ts';

/**
 * Every process of ours, and what it starts, carries our id of it in the environment. That is how a process is found
 * whose spawn was not recorded before a crash, and how its children are found after it has ended.
 */
export const markerName = 'SLUICE_PROCESS';

/** Every running process that carries the id, the leader of a process group first. */
export async function findMarked(processId: string): Promise<readonly ProcessIdentity[]> {
  const pids = process.platform === 'linux' ? await readProcPids(processId) : await askPs(processId);
  const found: ProcessIdentity[] = [];
  for (const pid of pids) {
    const identity = await identifyProcess(pid);
    if (identity !== undefined) found.push(identity);
  }
  return found;
}

async function readProcPids(processId: string): Promise<number[]> {
  const marker = Buffer.from(`${markerName}=${processId}\0`);
  const leaders: number[] = [];
  const members: number[] = [];
  const look = async (pid: number): Promise<void> => {
    // Other users' environments cannot be read, and need not be: ours run as us, or as a user that we switched to.
    const environment = await readFile(`/proc/${pid}/environ`).catch(() => undefined);
    if (environment === undefined || !hasMarker(environment, marker)) return;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
    (group === pid ? leaders : members).push(pid);
  };
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  for (let first = 0; first < pids.length; first += 64) {
    await Promise.all(pids.slice(first, first + 64).map(look));
  }
  return [...leaders, ...members];
}

function hasMarker(environment: Buffer, marker: Buffer): boolean {
  const at = environment.indexOf(marker);
  return at === 0 || (at > 0 && environment[at - 1] === 0);
}

const run = promisify(execFile);

// macOS has no /proc; its `ps` shows the environment of one's own processes behind the command.
async function askPs(processId: string): Promise<number[]> {
  const answer = await run('ps', ['-axEww', '-o', 'pid=,pgid=,command='], { maxBuffer: 64 << 20 });
  const rows = answer.stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words.includes(`${markerName}=${processId}`));
  const isLeader = (words: readonly string[]): boolean => words[0] === words[1];
  return [...rows.filter(isLeader), ...rows.filter((words) => !isLeader(words))].map((words) => Number(words[0]));
}
