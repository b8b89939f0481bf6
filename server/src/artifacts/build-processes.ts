import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseStat } from '../lib/process-identity.ts';

/** The processes of one build, wherever they went: into sessions of their own, or away from a server that was killed. */
export interface BuildProcesses {
  /** Process group of the build's shell, while it is known to be this build's. */
  readonly group?: number;
  /** Recognizes an environment entry (`NAME=value`) that every process of the build has inherited. */
  readonly isMarker: (entry: string) => boolean;
  /** Asked after every search: the marker of processes that are to live, although `isMarker` recognizes it. */
  readonly spared?: () => Promise<string>;
}

/**
 * Ends all processes of a build: asks first (SIGTERM) when there is a grace period, then kills until none is left.
 * Without `/proc` only the process group is known. Answers whether nothing is left.
 */
export async function endProcesses(build: BuildProcesses, graceMs: number): Promise<boolean> {
  if (graceMs > 0) {
    const askedAt = performance.now();
    for (let first = true; performance.now() - askedAt < graceMs; first = false) {
      const pids = await find(build);
      if (pids.length === 0) return true;
      if (first) send(pids, 'SIGTERM');
      await sleep(20);
    }
  }
  // A process may start another one between being seen and being killed, so one look is not enough.
  const maxRounds = 250;
  for (let round = 0; round < maxRounds; round += 1) {
    const pids = await find(build);
    if (pids.length === 0) return true;
    send(pids, 'SIGKILL');
    await sleep(10);
  }
  return false;
}

function send(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself in between.
    }
  }
}

async function find({ group, isMarker, spared }: BuildProcesses): Promise<number[]> {
  if (process.platform !== 'linux') return group !== undefined && groupExists(group) ? [-group] : [];
  const found: { pid: number; marker: string | undefined }[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    const parsed = stat === undefined ? undefined : parseStat(stat);
    if (parsed === undefined || parsed.state === 'Z' || parsed.state === 'X') continue;
    // Other users' environments are unreadable, and then the process is none of ours.
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    const marker = environment.split('\0').find(isMarker);
    if (parsed.group === group || marker !== undefined) found.push({ pid: Number(name), marker });
  }
  const alive = found.length > 0 ? await spared?.() : undefined;
  return found.filter(({ marker }) => marker === undefined || marker !== alive).map(({ pid }) => pid);
}

function groupExists(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}
