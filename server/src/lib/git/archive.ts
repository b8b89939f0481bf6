import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { configuration } from './git.ts';
import { assertSha } from './names.ts';
import { signature } from './merging.ts';
import type { Site } from './references.ts';

// Any fixed moment would do; zero is avoided because some tools take it for "unknown".
const archiveDate = new Date('2000-01-01T00:00:00Z');
const archiveAuthor = { name: 'Sluice', email: 'sluice@localhost' };

/**
 * info/attributes outranks every .gitattributes of the tree, so the content goes into the tar byte for byte: nothing is
 * left out, substituted, or converted. (`!` for the encoding: it has no "false".)
 */
const plainAttributes = '* -export-ignore -export-subst -text !eol !crlf -ident -filter !working-tree-encoding\n';

/**
 * Writes the tree (of a commit or by itself) as an uncompressed tar. Equal trees give equal bytes on every machine: git
 * archives a synthetic commit that has no parents and a fixed date and author, from an empty repository beside the
 * output that only borrows the objects. So neither the repository's configuration, nor its attributes, nor a prune at
 * the wrong moment has a say. Submodules appear as empty folders: ask `findUnsupported` first.
 */
export async function writeArchive(
  site: Site,
  tree: string,
  outFile: string,
  options: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
): Promise<void> {
  assertSha(tree);
  const room = await mkdtemp(join(dirname(outFile), '.archive-'));
  try {
    await Promise.all([
      mkdir(join(room, 'objects')),
      mkdir(join(room, 'refs')),
      mkdir(join(room, 'info')).then(() => writeFile(join(room, 'info/attributes'), plainAttributes)),
      writeFile(join(room, 'HEAD'), 'ref: refs/heads/none\n'),
      writeFile(join(room, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'),
    ]);
    const borrowed = { GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(join(site.path, 'objects')) };
    const commit = await site.git.text(['commit-tree', '-m', 'content', `${tree}^{tree}`], {
      gitDir: room,
      environment: { ...signature(archiveAuthor, archiveDate), ...borrowed },
      ...options,
    });
    await site.git.run(['archive', '--format=tar', `--output=${outFile}`, commit], {
      gitDir: room,
      environment: { ...borrowed, ...configuration([['tar.umask', '0022']]) },
      timeoutMs: 600_000,
      ...options,
    });
  } catch (error) {
    await rm(outFile, { force: true });
    throw error;
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}
