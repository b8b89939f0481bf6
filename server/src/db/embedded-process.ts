import { readFile, readdir, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { runProgram } from './embedded-account.ts';
import type { Account } from './embedded-account.ts';

/**
 * Who a process id belongs to, seen from one database folder. A pid in a file proves nothing: after a power cut it may
 * name any program, and a killed postmaster stays visible as a zombie until its parent collects it.
 */
export type PidBearer = 'nobody' | 'zombie' | 'stranger' | 'our postgres';

export interface DatabaseFolder {
  /** A real path, without symbolic links. */
  readonly directory: string;
  /** Whom its PostgreSQL runs as, when not ourselves. */
  readonly account?: Account | undefined;
}

export async function bearerOf(pid: number, folder: DatabaseFolder): Promise<PidBearer> {
  return process.platform === 'linux' ? bearerOnLinux(pid, folder) : bearerByPs(pid, folder);
}

/** Ids of the living PostgreSQL processes of this folder: the postmaster and its children, also orphaned ones. */
export async function processesOf(folder: DatabaseFolder): Promise<readonly number[]> {
  // Without /proc, orphans cannot be told from another database's; PostgreSQL's own shared memory check remains.
  if (process.platform !== 'linux') return [];
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name) && (await bearerOnLinux(Number(name), folder)) === 'our postgres') found.push(Number(name));
  }
  return found;
}

async function bearerOnLinux(pid: number, folder: DatabaseFolder): Promise<PidBearer> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // `pid (name) state …`, where the name may itself contain parentheses.
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(line) ?? [];
  if (name === undefined || state === 'X') return 'nobody';
  if (state === 'Z') return 'zombie';
  if (name !== 'postgres') return 'stranger';
  const [program, directory] = await Promise.all([
    readProcessLink(pid, 'exe', folder.account),
    // Every process of PostgreSQL works inside its database folder.
    readProcessLink(pid, 'cwd', folder.account),
  ]);
  const isPostgres = program !== undefined && /^postgres( \(deleted\))?$/.test(basename(program));
  return isPostgres && directory === folder.directory ? 'our postgres' : 'stranger';
}

async function readProcessLink(pid: number, name: string, account: Account | undefined): Promise<string | undefined> {
  const path = `/proc/${pid}/${name}`;
  const target = await readlink(path).catch(() => undefined);
  if (target !== undefined || account === undefined) return target;
  // In a container root may lack the right to look into processes of others; their own account never does.
  const answer = await runProgram('readlink', [path], { cwd: '/', account });
  return answer.ok ? answer.output : undefined;
}

async function bearerByPs(pid: number, folder: DatabaseFolder): Promise<PidBearer> {
  const answer = await runProgram('ps', ['-o', 'stat=,command=', '-p', String(pid)], { cwd: '/' });
  if (!answer.ok || answer.output === '') return 'nobody';
  if (answer.output.startsWith('Z')) return 'zombie';
  const ours = answer.output.includes('postgres') && answer.output.includes(folder.directory);
  return ours ? 'our postgres' : 'stranger';
}
