import { assertSha } from './names.ts';
import type { Site } from './references.ts';

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  readonly authoredAt: Date;
  readonly committedAt: Date;
  readonly subject: string;
}

export interface Log {
  /** Newest first, at most as many as were asked for. */
  readonly commits: readonly Commit[];
  readonly total: number;
}

export type FileStatus = 'added' | 'modified' | 'deleted' | 'renamed' | 'type-changed';

export interface FileChange {
  readonly path: string;
  /** Where a renamed file was. */
  readonly from?: string;
  readonly status: FileStatus;
  readonly addedLines: number;
  readonly removedLines: number;
  readonly binary: boolean;
}

export interface Diff {
  readonly files: readonly FileChange[];
  readonly addedLines: number;
  readonly removedLines: number;
}

// NUL between fields and after each commit: no name or subject can contain one.
const commitFormat = '%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%s';
const commitFields = 8;

export async function readCommit(site: Site, sha: string): Promise<Commit> {
  const commits = await readCommits(site, ['--no-walk', assertSha(sha)]);
  const [commit] = commits;
  if (commit === undefined) throw new Error(`git log answered nothing for ${sha}`);
  return commit;
}

/** The commits that are in `to` and not in `from`; all of `to` when `from` is undefined. */
export async function readLog(site: Site, from: string | undefined, to: string, limit: number): Promise<Log> {
  const range = [assertSha(to), ...(from === undefined ? [] : [`^${assertSha(from)}`])];
  const [commits, total] = await Promise.all([
    readCommits(site, [`--max-count=${Math.max(0, Math.trunc(limit))}`, ...range]),
    site.git.text(['rev-list', '--count', ...range, '--'], { gitDir: site.path }),
  ]);
  return { commits, total: Number(total) };
}

async function readCommits(site: Site, args: readonly string[]): Promise<Commit[]> {
  const output = await site.git.run(['log', '-z', `--format=${commitFormat}`, '--encoding=UTF-8', ...args, '--'], {
    gitDir: site.path,
  });
  const fields = output.stdout.toString('utf8').split('\0');
  const commits: Commit[] = [];
  for (let index = 0; index + commitFields <= fields.length; index += commitFields) {
    const [sha = '', tree = '', parents = '', authorName = '', authorEmail = '', authored, committed, subject = ''] =
      fields.slice(index, index + commitFields);
    commits.push({
      sha,
      tree,
      parents: parents === '' ? [] : parents.split(' '),
      authorName,
      authorEmail,
      authoredAt: new Date(Number(authored) * 1000),
      committedAt: new Date(Number(committed) * 1000),
      subject,
    });
  }
  return commits;
}

/** True as well when both are the same commit. */
export async function isAncestor(site: Site, ancestor: string, descendant: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', assertSha(ancestor), assertSha(descendant)];
  const { exitCode } = await site.git.run(args, { gitDir: site.path, answers: [0, 1] });
  return exitCode === 0;
}

/** The best common ancestor, or undefined when the histories are unrelated. */
export async function mergeBase(site: Site, a: string, b: string): Promise<string | undefined> {
  const { exitCode, stdout } = await site.git.run(['merge-base', assertSha(a), assertSha(b)], {
    gitDir: site.path,
    answers: [0, 1],
  });
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}

const diffOptions = ['-r', '--find-renames', '-l400', '--no-ext-diff', '--no-textconv'];

/** What turns the content of `a` into that of `b` (commits or trees). Lines of binary files are not counted. */
export async function readDiff(site: Site, a: string, b: string): Promise<Diff> {
  const output = await site.git.run(
    ['diff-tree', '-z', '--raw', '--numstat', ...diffOptions, assertSha(a), assertSha(b), '--'],
    { gitDir: site.path },
  );
  const files = parseDiff(output.stdout.toString('utf8'));
  const sum = (pick: (file: FileChange) => number): number => files.reduce((total, file) => total + pick(file), 0);
  return { files, addedLines: sum((file) => file.addedLines), removedLines: sum((file) => file.removedLines) };
}

/** The same as a patch in git's own form, cut at `maxBytes`. */
export async function readPatch(
  site: Site,
  a: string,
  b: string,
  maxBytes: number,
): Promise<{ readonly text: string; readonly truncated: boolean }> {
  const output = await site.git.run(['diff-tree', '--patch', ...diffOptions, assertSha(a), assertSha(b), '--'], {
    gitDir: site.path,
    maxOutputBytes: maxBytes,
    beyondCap: 'truncate',
  });
  return { text: output.stdout.toString('utf8'), truncated: output.truncated };
}

const statuses: Readonly<Record<string, FileStatus>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  T: 'type-changed',
};

/**
 * With -z the raw records come first (`:modes shas S`, path, and a second path for a rename), then one numstat record a
 * file in the same order (`added TAB removed TAB path`, or an empty path followed by both names for a rename).
 */
function parseDiff(output: string): FileChange[] {
  const parts = output.split('\0');
  const raws: { status: FileStatus; path: string; from?: string }[] = [];
  const counts: { added: string; removed: string }[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    if (part.startsWith(':')) {
      const letter = part.slice(part.lastIndexOf(' ') + 1).charAt(0);
      const status = statuses[letter] ?? 'modified';
      const first = parts[(index += 1)] ?? '';
      raws.push(
        status === 'renamed' ? { status, from: first, path: parts[(index += 1)] ?? '' } : { status, path: first },
      );
    } else if (part !== '') {
      const [added = '-', removed = '-', path = ''] = part.split('\t');
      counts.push({ added, removed });
      if (path === '') index += 2;
    }
  }
  return raws.map((raw, position) => {
    const { added, removed } = counts[position] ?? { added: '-', removed: '-' };
    const binary = added === '-';
    return { ...raw, binary, addedLines: binary ? 0 : Number(added), removedLines: binary ? 0 : Number(removed) };
  });
}
