import { writeArchive } from './archive.ts';
import { findUnsupported, listTree, readFile } from './contents.ts';
import type { TreeEntry, Unsupported } from './contents.ts';
import { createFileCommit } from './file-commit.ts';
import type { FileCommit } from './file-commit.ts';
import type { Git } from './git.ts';
import { isAncestor, mergeBase, readCommit, readDiff, readLog, readPatch } from './history.ts';
import type { Commit, Diff, Log } from './history.ts';
import { exists, importFrom, initialise } from './import-repository.ts';
import type { Imported, ImportOptions } from './import-repository.ts';
import { maintain } from './maintenance.ts';
import type { MaintainOptions } from './maintenance.ts';
import { createMergeCommit, previewMerge } from './merging.ts';
import type { MergeCommit, MergePreview } from './merging.ts';
import {
  keep,
  listRefs,
  moveBranch,
  moveTag,
  resolve,
  semverTag,
  semverTagsBefore,
  tagsAt,
  unkeep,
} from './references.ts';
import type { Move, Ref } from './references.ts';

/**
 * A bare repository on the local disk. Nothing is cached: every call asks git, so several replicas may use the same one.
 * Shas are full, lower-case and checked; every other string is validated before git sees it. Errors are Problems.
 */
export interface BareRepository {
  readonly path: string;
  exists(): Promise<boolean>;
  /** Makes an empty repository; one that is there already is left as it is. */
  init(options: { readonly defaultBranch: string }): Promise<void>;
  /** Copies branches and tags from an absolute path, or a file or http(s) URL, as far as the policy allows. */
  importFrom(source: string, options: ImportOptions): Promise<Imported>;

  /** Refs below `refs/heads/`, `refs/tags/` or any other prefix, each with the commit it leads to. */
  refs(prefix: string): Promise<readonly Ref[]>;
  /** Full or abbreviated sha, branch, tag or full ref name → full sha of the commit. NotFound, or ambiguous with candidates. */
  resolve(name: string): Promise<string>;
  commit(sha: string): Promise<Commit>;
  /** True as well for a commit and itself. */
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Commits in `to` and not in `from`, newest first, with the total. `from` undefined: all of `to`. */
  log(from: string | undefined, to: string, limit: number): Promise<Log>;
  /** Files and line counts that turn `a` into `b` (commits or trees). */
  diff(a: string, b: string): Promise<Diff>;
  patch(a: string, b: string, maxBytes: number): Promise<{ readonly text: string; readonly truncated: boolean }>;

  /** A regular file of a commit or tree, or undefined. Links and folders are refused. */
  readFile(revision: string, path: string, maxBytes: number): Promise<Buffer | undefined>;
  /** Every file below a commit or tree. */
  entries(revision: string): Promise<readonly TreeEntry[]>;
  /** Submodules and LFS pointers: paths whose content is not in the repository. */
  unsupported(revision: string): Promise<Unsupported>;
  /** Uncompressed tar; equal trees give equal bytes everywhere. */
  archive(
    tree: string,
    outFile: string,
    options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
  ): Promise<void>;

  tagsAt(sha: string): Promise<readonly string[]>;
  /** The highest of the tags `1.2.3` and `v1.2.3` on the commit, without `v`. */
  semverTag(sha: string): Promise<string | undefined>;
  /** The SemVer tags of the commit and its history, without `v`. */
  semverTagsBefore(sha: string): Promise<readonly string[]>;

  /** Computes a merge; moves nothing. Unrelated histories are a Conflict problem. */
  previewMerge(base: string, revision: string): Promise<MergePreview>;
  /** Equal inputs give the same sha. Nothing refers to the commit until a branch is moved to it. */
  createMergeCommit(commit: MergeCommit): Promise<string>;
  /** Changes files and nothing else. Equal inputs give the same sha; nothing refers to it until a branch is moved to it. */
  createFileCommit(commit: FileCommit): Promise<string>;
  /** Compare and swap; `expected` undefined: the branch must not exist. */
  moveBranch(branch: string, to: string, expected: string | undefined): Promise<Move>;
  /** Makes the tag point at the commit, wherever it pointed before. */
  moveTag(name: string, sha: string): Promise<void>;

  /** Keeps a commit and its history from collection, whatever happens to the branches. */
  keep(sha: string): Promise<void>;
  unkeep(sha: string): Promise<void>;
  maintain(options?: MaintainOptions): Promise<void>;
}

export function openRepository({ git, path }: { readonly git: Git; readonly path: string }): BareRepository {
  const site = { git, path };
  return {
    path,
    exists: () => exists(site),
    init: ({ defaultBranch }) => initialise(site, defaultBranch),
    importFrom: (source, options) => importFrom(site, source, options),
    refs: (prefix) => listRefs(site, prefix),
    resolve: (name) => resolve(site, name),
    commit: (sha) => readCommit(site, sha),
    isAncestor: (ancestor, descendant) => isAncestor(site, ancestor, descendant),
    mergeBase: (a, b) => mergeBase(site, a, b),
    log: (from, to, limit) => readLog(site, from, to, limit),
    diff: (a, b) => readDiff(site, a, b),
    patch: (a, b, maxBytes) => readPatch(site, a, b, maxBytes),
    readFile: (revision, file, maxBytes) => readFile(site, revision, file, maxBytes),
    entries: (revision) => listTree(site, revision),
    unsupported: (revision) => findUnsupported(site, revision),
    archive: (tree, outFile, options) => writeArchive(site, tree, outFile, options),
    tagsAt: (sha) => tagsAt(site, sha),
    semverTag: (sha) => semverTag(site, sha),
    semverTagsBefore: (sha) => semverTagsBefore(site, sha),
    previewMerge: (base, revision) => previewMerge(site, base, revision),
    createMergeCommit: (commit) => createMergeCommit(site, commit),
    createFileCommit: (commit) => createFileCommit(site, commit),
    moveBranch: (branch, to, expected) => moveBranch(site, branch, to, expected),
    moveTag: (name, sha) => moveTag(site, name, sha),
    keep: (sha) => keep(site, sha),
    unkeep: (sha) => unkeep(site, sha),
    maintain: (options) => maintain(site, options),
  };
}
