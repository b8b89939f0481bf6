import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { Problem } from '../lib/problem.ts';
import { embeddedMessages } from './embedded-messages.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so a server that is root hands its database to an unprivileged account.
 * `undefined` means: no switch, everything runs as ourselves.
 */
export interface Accounts {
  /** Runs PostgreSQL and owns the data. */
  readonly run: Account;
  /** Runs `initdb`, which insists on a name for its user id in /etc/passwd; PostgreSQL itself does not. */
  readonly init: Account;
}

// Nobody's: an account of its own, so that what else runs as `nobody` cannot read the database.
const dedicated: Account = { uid: 58_432, gid: 58_432 };

/**
 * The owner of an existing database; else the machine's `postgres` account; else a numeric id that needs no entry
 * in /etc/passwd, for which `nobody` performs `initdb`.
 */
export async function chooseAccounts(dataDirectory: string): Promise<Accounts | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(dataDirectory);
  if (owner !== undefined && owner.uid !== 0) return { run: owner, init: owner };
  const postgres = await lookUp('postgres');
  if (postgres !== undefined) return { run: postgres, init: postgres };
  const nobody = await lookUp('nobody');
  if (nobody === undefined) throw new Problem('Unavailable', embeddedMessages.embedded_postgres_no_account());
  return { run: dedicated, init: nobody };
}

async function ownerOf(path: string): Promise<Account | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found === undefined ? undefined : { uid: found.uid, gid: found.gid };
}

async function lookUp(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([
    runProgram('id', ['-u', name], { cwd: '/' }),
    runProgram('id', ['-g', name], { cwd: '/' }),
  ]);
  if (!uid.ok || !gid.ok) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

/** Whether the account may pass through every folder above `directory` and into it. */
export async function canEnter(account: Account | undefined, directory: string): Promise<boolean> {
  if (account === undefined) return true;
  // Asking the kernel in the account's name sees access lists and mounts that mode bits do not show.
  const answer = await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { cwd: '/', account });
  return answer.ok;
}

export interface ProgramResult {
  readonly ok: boolean;
  /** Both streams, trimmed; the reason when the program could not be started at all. */
  readonly output: string;
}

/**
 * Runs a program to its end with an environment of our choosing: PGPORT, PGDATA or LC_MESSAGES of whoever started
 * Sluice must not reach PostgreSQL. Never throws. The folder is entered before the account is switched, therefore `cwd`
 * may be a folder that the account could not reach by its path.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly account?: Account | undefined; readonly timeoutMs?: number },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const settings = {
      cwd: options.cwd,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' },
      timeout: options.timeoutMs ?? 0,
      maxBuffer: 4 * 1024 * 1024,
      ...options.account,
    };
    try {
      execFile(file, args, settings, (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`.trim();
        resolve({ ok: error === null, output: error === null || output !== '' ? output : error.message });
      });
    } catch (error) {
      // spawn throws synchronously for some failures (EPERM of a user id that may not be taken).
      resolve({ ok: false, output: error instanceof Error ? error.message : String(error) });
    }
  });
}
