import { compareBuild, valid } from 'semver';
import { Problem } from '../problem.ts';
import { GitFailure } from './git.ts';
import type { Git } from './git.ts';
import { gitMessages } from './git-messages.ts';
import { absentSha, assertSha, branchRef, invalidName, isRefName, isSha, tagRef } from './names.ts';

/** One bare repository and the git to reach it with. */
export interface Site {
  readonly git: Git;
  readonly path: string;
}

export interface Ref {
  /** Full name, e.g. `refs/heads/develop`. */
  readonly name: string;
  /** The commit it leads to: an annotated tag is followed. */
  readonly sha: string;
}

export type Move = 'moved' | 'already' | 'stale';

/** Every ref below `prefix` (`refs/heads/`, a whole path component or a full name), sorted by name. */
export async function listRefs(site: Site, prefix: string): Promise<readonly Ref[]> {
  const pattern = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  if (pattern !== 'refs' && !isRefName(pattern)) throw invalidName(prefix);
  return forEachRef(site, [pattern]);
}

async function forEachRef(site: Site, args: readonly string[]): Promise<Ref[]> {
  const format = '--format=%(refname) %(objectname) %(*objectname)';
  const output = await site.git.text(['for-each-ref', format, ...args], { gitDir: site.path });
  return output.split('\n').flatMap((line) => {
    const [name, object, peeled] = line.split(' ');
    if (name === undefined || object === undefined) return [];
    return [{ name, sha: peeled === undefined || peeled === '' ? object : peeled }];
  });
}

async function readRef(site: Site, name: string): Promise<string | undefined> {
  const refs = await listRefs(site, name);
  return refs.find((ref) => ref.name === name)?.sha;
}

/**
 * What a person names a commit by: a full or abbreviated id (≥ 4 digits), a branch, a tag, or a full ref name.
 * @throws Problem NotFound `git_revision_unknown`; InvalidInput `git_revision_ambiguous` with the candidates
 */
export async function resolve(site: Site, name: string): Promise<string> {
  const unknown = new Problem('NotFound', gitMessages.git_revision_unknown({ name: name.slice(0, 100) }));
  if (isSha(name)) {
    const [commit] = await commitsAmong(site, [name]);
    if (commit === undefined) throw unknown;
    return commit;
  }
  if (!isRefName(name)) throw invalidName(name);
  const names = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`];
  const refs = (await forEachRef(site, names)).filter((ref) => names.includes(ref.name));
  const candidates = refs.length > 0 ? refs.map((ref) => ref.sha) : await commitsByPrefix(site, name);
  const distinct = [...new Set(candidates)];
  if (distinct.length > 1) {
    const shown = refs.length > 0 ? refs.map((ref) => ref.name) : distinct.map((sha) => sha.slice(0, 12));
    throw new Problem('InvalidInput', gitMessages.git_revision_ambiguous({ name, candidates: shown }));
  }
  const [sha] = distinct;
  if (sha === undefined) throw unknown;
  return sha;
}

async function commitsByPrefix(site: Site, prefix: string): Promise<string[]> {
  if (!/^[0-9a-f]{4,39}$/.test(prefix)) return [];
  const output = await site.git.text(['rev-parse', `--disambiguate=${prefix}`], { gitDir: site.path });
  return commitsAmong(
    site,
    output.split('\n').filter((sha) => sha !== ''),
  );
}

async function commitsAmong(site: Site, shas: readonly string[]): Promise<string[]> {
  if (shas.length === 0) return [];
  const output = await site.git.text(['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    gitDir: site.path,
    input: `${shas.join('\n')}\n`,
  });
  return output
    .split('\n')
    .filter((line) => line.endsWith(' commit'))
    .map((line) => line.slice(0, 40));
}

/**
 * Compare and swap. `expected` undefined means that the branch must not exist yet. `already` is for the caller that
 * comes back after a crash: the branch is where it was to go, whoever moved it.
 */
export async function moveBranch(site: Site, branch: string, to: string, expected: string | undefined): Promise<Move> {
  const name = branchRef(branch);
  assertSha(to);
  const old = expected === undefined ? absentSha : assertSha(expected);
  if ((await readRef(site, name)) === to) return 'already';
  try {
    await site.git.run(['update-ref', '--', name, to, old], { gitDir: site.path });
    return 'moved';
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const current = await readRef(site, name);
    if (current === to) return 'already';
    // Still where it was expected: it is not a lost race but a fault, such as a full disk.
    if (current === expected) throw error;
    return 'stale';
  }
}

/** Makes the tag point here, wherever it pointed before: for tags that only their writer moves. */
export async function moveTag(site: Site, tag: string, sha: string): Promise<void> {
  await site.git.run(['update-ref', '--', tagRef(tag), assertSha(sha)], { gitDir: site.path });
}

/** Names of the tags (without `refs/tags/`) that lead to this commit. */
export async function tagsAt(site: Site, sha: string): Promise<readonly string[]> {
  const refs = await forEachRef(site, [`--points-at=${assertSha(sha)}`, 'refs/tags']);
  return refs.map((ref) => ref.name.slice('refs/tags/'.length));
}

/** The highest SemVer among the tags `1.2.3` and `v1.2.3` of this commit, without the `v`. */
export async function semverTag(site: Site, sha: string): Promise<string | undefined> {
  return semverOf(await tagsAt(site, sha))
    .toSorted(compareBuild)
    .at(-1);
}

/** Every SemVer among the tags that this commit or its history carries, without the `v`. */
export async function semverTagsBefore(site: Site, sha: string): Promise<readonly string[]> {
  const refs = await forEachRef(site, [`--merged=${assertSha(sha)}`, 'refs/tags']);
  return semverOf(refs.map((ref) => ref.name.slice('refs/tags/'.length)));
}

function semverOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => {
    const text = tag.startsWith('v') ? tag.slice(1) : tag;
    // `valid` also cleans its input ("=1.2.3"); only what is SemVer to the letter is meant as a version.
    const version = valid(text);
    return version !== null && text.startsWith(version) ? [text] : [];
  });
}

const keepNamespace = 'refs/sluice/keep/';

/** Protects a commit and its history from collection, even when every branch has moved away. Repeating it is fine. */
export async function keep(site: Site, sha: string): Promise<void> {
  await site.git.run(['update-ref', '--', `${keepNamespace}${assertSha(sha)}`, sha], { gitDir: site.path });
}

/** Ends the protection. Fine when there was none. */
export async function unkeep(site: Site, sha: string): Promise<void> {
  await site.git.run(['update-ref', '-d', '--', `${keepNamespace}${assertSha(sha)}`], { gitDir: site.path });
}
