import { Problem } from '../problem.ts';
import { gitMessages } from './git-messages.ts';
import { assertSha, assertTreePath } from './names.ts';
import type { Site } from './references.ts';

export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'link' | 'submodule';
  readonly sha: string;
  /** Of the content; 0 for a submodule. */
  readonly sizeBytes: number;
}

export interface Unsupported {
  readonly submodules: readonly string[];
  readonly lfsPointers: readonly string[];
}

/** Every file below a commit or tree, sorted as git sorts. */
export async function listTree(site: Site, revision: string): Promise<readonly TreeEntry[]> {
  const { stdout } = await site.git.run(['ls-tree', '-r', '-l', '-z', '--full-tree', assertSha(revision), '--'], {
    gitDir: site.path,
  });
  return parseTree(stdout);
}

function parseTree(output: Buffer): TreeEntry[] {
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((record) => {
      const [head, path] = splitOnce(record, '\t');
      const [mode = '', , sha = '', size = ''] = head.split(/ +/);
      if (path === undefined) return [];
      return [{ path, kind: kindOf(mode), sha, sizeBytes: size === '-' ? 0 : Number(size) }];
    });
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '160000') return 'submodule';
  if (mode === '120000') return 'link';
  return mode === '100755' ? 'executable' : 'file';
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/**
 * One regular file of a commit or tree; undefined when there is none. Links are not followed.
 * @throws Problem InvalidInput `git_path_invalid`, `git_file_not_regular`, `git_file_too_large`
 */
export async function readFile(
  site: Site,
  revision: string,
  path: string,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const { stdout } = await site.git.run(
    ['ls-tree', '-l', '-z', '--full-tree', assertSha(revision), '--', assertTreePath(path)],
    { gitDir: site.path },
  );
  if (stdout.length === 0) return undefined;
  const entry = parseTree(stdout).find((candidate) => candidate.path === path);
  const regular = entry?.kind === 'file' || entry?.kind === 'executable';
  if (entry === undefined || !regular || isFolder(stdout)) {
    throw new Problem('InvalidInput', gitMessages.git_file_not_regular({ path }));
  }
  if (entry.sizeBytes > maxBytes) {
    throw new Problem('InvalidInput', gitMessages.git_file_too_large({ path, bytes: entry.sizeBytes, maxBytes }));
  }
  const blob = await site.git.run(['cat-file', 'blob', assertSha(entry.sha)], {
    gitDir: site.path,
    maxOutputBytes: maxBytes + 1,
  });
  return blob.stdout;
}

function isFolder(record: Buffer): boolean {
  return record.subarray(0, 6).toString('latin1') === '040000';
}

const lfsSignature = 'version https://git-lfs.github.com/spec/v1\n';
// The LFS specification keeps a pointer below this size.
const maxPointerBytes = 1024;

/** The paths whose content is not in the repository, so that an archive of it would be silently incomplete. */
export async function findUnsupported(site: Site, revision: string): Promise<Unsupported> {
  const entries = await listTree(site, revision);
  const submodules = entries.filter((entry) => entry.kind === 'submodule').map((entry) => entry.path);
  const small = entries.filter(
    (entry) =>
      (entry.kind === 'file' || entry.kind === 'executable') &&
      entry.sizeBytes >= lfsSignature.length &&
      entry.sizeBytes < maxPointerBytes,
  );
  const contents = await readBlobs(
    site,
    small.map((entry) => entry.sha),
  );
  const lfsPointers = small.filter((_, index) => contents[index]?.startsWith(lfsSignature)).map((entry) => entry.path);
  return { submodules, lfsPointers };
}

/** Answers in the order of the question. Meant for small blobs: everything is held in memory. */
async function readBlobs(site: Site, shas: readonly string[]): Promise<string[]> {
  if (shas.length === 0) return [];
  const { stdout } = await site.git.run(['cat-file', '--batch'], {
    gitDir: site.path,
    input: `${shas.join('\n')}\n`,
    maxOutputBytes: shas.length * (maxPointerBytes + 128),
  });
  const blobs: string[] = [];
  let position = 0;
  while (position < stdout.length) {
    const lineEnd = stdout.indexOf(0x0a, position);
    const size = Number(stdout.subarray(position, lineEnd).toString('latin1').split(' ')[2]);
    blobs.push(stdout.subarray(lineEnd + 1, lineEnd + 1 + size).toString('latin1'));
    position = lineEnd + 1 + size + 1;
  }
  return blobs;
}
