import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../problem.ts';
import { configuration, GitFailure } from './git.ts';
import type { RunOptions } from './git.ts';
import { gitMessages } from './git-messages.ts';
import { checkSource } from './import-source.ts';
import type { ImportPolicy, ImportSource } from './import-source.ts';
import { branchRef, isRefName } from './names.ts';
import { listRefs } from './references.ts';
import type { Site } from './references.ts';

export interface ImportOptions {
  readonly policy: ImportPolicy;
  /** For the whole import. Default: 10 min. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Imported {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** The source's HEAD, when it names a branch that exists. */
  readonly defaultBranch: string | undefined;
  /** Where it came from, without a credential. */
  readonly source: string;
}

export async function exists(site: Site): Promise<boolean> {
  return stat(join(site.path, 'HEAD')).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Makes an empty repository. One that is there already is left as it is. */
export async function initialise(site: Site, defaultBranch: string): Promise<void> {
  branchRef(defaultBranch);
  if (await exists(site)) return;
  await build(site, async (room) => {
    await create(room, defaultBranch);
  });
}

/**
 * Copies branches and tags from a path or an http(s) URL. It is made beside its place and moved there when complete, so
 * a crash or a failure leaves nothing that looks like a repository.
 * @throws Problem Conflict `git_repository_exists`; InvalidInput as `checkSource`; Unavailable `git_source_unreachable`
 */
export async function importFrom(site: Site, source: string, options: ImportOptions): Promise<Imported> {
  if (await exists(site)) throw new Problem('Conflict', gitMessages.git_repository_exists());
  const checked = await checkSource(source, options.policy);
  const deadline = Date.now() + (options.timeoutMs ?? 600_000);
  return build(site, async (room) => {
    await create(room, 'main');
    const call = (): RunOptions => ({
      gitDir: room.path,
      protocols: checked.protocols,
      environment: configuration(checked.settings),
      timeoutMs: Math.max(1, deadline - Date.now()),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const head = await reach(checked, room.git.text(['ls-remote', '--symref', '--', checked.location, 'HEAD'], call()));
    const specs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
    const flags = ['--no-tags', '--no-write-fetch-head', '--no-auto-gc', '--no-recurse-submodules', '--quiet'];
    await reach(checked, room.git.run(['fetch', ...flags, '--', checked.location, ...specs], call()));
    const names = async (prefix: string): Promise<string[]> =>
      (await listRefs(room, prefix)).map((ref) => ref.name.slice(prefix.length));
    const [branches, tags] = await Promise.all([names('refs/heads/'), names('refs/tags/')]);
    const named = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(head)?.[1];
    const defaultBranch = named !== undefined && isRefName(named) && branches.includes(named) ? named : undefined;
    if (defaultBranch !== undefined) {
      await room.git.run(['symbolic-ref', 'HEAD', branchRef(defaultBranch)], { gitDir: room.path });
    }
    return { branches, tags, defaultBranch, source: checked.shown };
  });
}

async function create(room: Site, defaultBranch: string): Promise<void> {
  const flags = ['--bare', '--quiet', '--object-format=sha1', '--template=', `--initial-branch=${defaultBranch}`];
  await room.git.run(['init', ...flags, '--', room.path]);
}

/** git's own words about a remote, in ours. They never hold the credential: git was not given it in the address. */
async function reach<T>(source: ImportSource, attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const reason = (error.stderr.match(/^(?:fatal|error|ERR):? .*$/m)?.[0] ?? `git exit code ${error.exitCode}`)
      .replace(/^(fatal|error|ERR):? /, '')
      .replaceAll(source.location, source.shown)
      .slice(0, 300);
    throw new Problem('Unavailable', gitMessages.git_source_unreachable({ source: source.shown, reason }));
  }
}

async function build<T>(site: Site, make: (room: Site) => Promise<T>): Promise<T> {
  const folder = dirname(site.path);
  const prefix = `.${basename(site.path)}.new-`;
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder, prefix);
  const room = { git: site.git, path: join(folder, prefix + randomBytes(6).toString('hex')) };
  try {
    const made = await make(room);
    await rename(room.path, site.path).catch(async (error: unknown) => {
      // Somebody else was quicker; a repository is never replaced.
      if (await exists(site)) throw new Problem('Conflict', gitMessages.git_repository_exists(), { cause: error });
      throw error;
    });
    return made;
  } finally {
    await rm(room.path, { recursive: true, force: true });
  }
}

const abandonedAfterMs = 24 * 3600 * 1000;

/** What a killed server left behind. The age keeps it from touching an import that another replica is making. */
async function removeAbandoned(folder: string, prefix: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs)
      await rm(path, { recursive: true, force: true });
  }
}
