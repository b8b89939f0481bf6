import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listTree } from './contents.ts';
import { signature } from './merging.ts';
import type { Person } from './merging.ts';
import { assertSha, assertTreePath } from './names.ts';
import type { Site } from './references.ts';

export interface FileCommit {
  /** The commit that it follows. */
  readonly parent: string;
  /** Files that are there already, with their new content. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly message: string;
  readonly author: Person;
  readonly at: Date;
}

/** A commit that changes some files and nothing else. Equal inputs give the same sha; no branch leads to it yet. */
export async function createFileCommit(site: Site, commit: FileCommit): Promise<string> {
  const parent = assertSha(commit.parent);
  const folder = await mkdtemp(join(tmpdir(), 'sluice-index-'));
  const place = { gitDir: site.path, environment: { GIT_INDEX_FILE: join(folder, 'index') } };
  try {
    const kinds = new Map((await listTree(site, parent)).map(({ path, kind }) => [path, kind]));
    await site.git.run(['read-tree', parent], place);
    for (const { path, text } of commit.files) {
      const blob = await site.git.text(['hash-object', '-w', '--stdin'], { ...place, input: text });
      const mode = kinds.get(path) === 'executable' ? '100755' : '100644';
      const entry = `${mode},${assertSha(blob)},${assertTreePath(path)}`;
      await site.git.run(['update-index', '--cacheinfo', entry], place);
    }
    const tree = await site.git.text(['write-tree'], place);
    return await site.git.text(['commit-tree', '-F', '-', '-p', parent, assertSha(tree)], {
      gitDir: site.path,
      input: `${commit.message.trimEnd()}\n`,
      environment: signature(commit.author, commit.at),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
