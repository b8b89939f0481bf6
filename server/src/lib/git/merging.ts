import { Problem } from '../problem.ts';
import { GitFailure } from './git.ts';
import { gitMessages } from './git-messages.ts';
import { mergeBase } from './history.ts';
import { assertSha } from './names.ts';
import type { Site } from './references.ts';

export type MergePreview =
  /** Both are the same commit. */
  | { readonly kind: 'same'; readonly tree: string }
  /** Base has had the revision before; merging it again would do nothing. */
  | { readonly kind: 'contained'; readonly tree: string }
  /** Base is an ancestor: the branch can simply move to the revision. */
  | { readonly kind: 'fast-forward'; readonly tree: string }
  | { readonly kind: 'merge'; readonly tree: string }
  /** People must decide about these files. */
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

export interface MergeCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
  readonly at: Date;
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

/**
 * Computes the merge without moving anything.
 * @throws Problem Conflict `git_histories_unrelated`
 */
export async function previewMerge(site: Site, base: string, revision: string): Promise<MergePreview> {
  const common = await mergeBase(site, base, revision);
  if (common === undefined) {
    const names = { base: base.slice(0, 12), revision: revision.slice(0, 12) };
    throw new Problem('Conflict', gitMessages.git_histories_unrelated(names));
  }
  if (base === revision) return { kind: 'same', tree: await treeOf(site, base) };
  if (common === revision) return { kind: 'contained', tree: await treeOf(site, base) };
  if (common === base) return { kind: 'fast-forward', tree: await treeOf(site, revision) };

  const { exitCode, stdout } = await site.git.run(
    ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', assertSha(base), assertSha(revision)],
    { gitDir: site.path, answers: [0, 1] },
  );
  const [tree = '', ...files] = stdout
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '');
  // Exit code 1 without a tree is a fault of git, not a conflict.
  if (tree === '') throw new GitFailure('merge-tree', exitCode, '');
  return exitCode === 0 ? { kind: 'merge', tree: assertSha(tree) } : { kind: 'conflict', files };
}

/** Equal inputs give the same commit, so that a caller who crashed may simply ask again. */
export async function createMergeCommit(site: Site, commit: MergeCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', assertSha(parent)]);
  return site.git.text(['commit-tree', '-F', '-', ...parents, assertSha(commit.tree)], {
    gitDir: site.path,
    input: `${commit.message.trimEnd()}\n`,
    environment: signature(commit.author, commit.at),
  });
}

/** The variables from which git takes author and committer. */
export function signature(person: Person, at: Date): Record<string, string> {
  const name = clean(person.name, 'unknown');
  const email = clean(person.email, 'unknown@localhost');
  const date = `${Math.max(0, Math.floor(at.getTime() / 1000))} +0000`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: `@${date}`,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: `@${date}`,
  };
}

// git strips what would break a header, and refuses a name of which nothing is left.
function clean(text: string, otherwise: string): string {
  const plain = text
    .replaceAll(/[\u0000-\u001f\u007f<>]/g, ' ')
    .trim()
    .slice(0, 200);
  return /[\p{L}\p{N}]/u.test(plain) ? plain : otherwise;
}

async function treeOf(site: Site, sha: string): Promise<string> {
  return site.git.text(['rev-parse', '--verify', '--end-of-options', `${assertSha(sha)}^{tree}`], {
    gitDir: site.path,
  });
}
