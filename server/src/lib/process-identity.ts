import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What tells one process from every other, also after its number was given to somebody else: the number together with
 * when it started, in whatever unit the system counts. Without letters that a file name could not hold.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** The identity of a process, or `undefined` when it is gone. A zombie is gone: it only waits to be counted. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    const parsed = stat === undefined ? undefined : parseStat(stat);
    if (parsed === undefined || parsed.state === 'Z' || parsed.state === 'X') return undefined;
    return { pid, startedAt: `${parsed.startTicks}-${bootId()}` };
  }
  const answer = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
  const started = answer?.stdout.trim().replaceAll(/[^A-Za-z0-9]+/g, '-');
  return started === undefined || started === '' ? undefined : { pid, startedAt: started };
}

export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.startedAt === identity.startedAt;
}

/** The fields of `/proc/<pid>/stat` that say who a process belongs to. */
export function parseStat(stat: string): { state: string; group: number; startTicks: string } | undefined {
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, , group] = fields;
  const startTicks = fields[19];
  if (state === undefined || group === undefined || startTicks === undefined) return undefined;
  return { state, group: Number(group), startTicks };
}

// Start times count from the boot, so they mean nothing after the next one.
function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
}
