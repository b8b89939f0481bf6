import type { BareRepository } from '../lib/git/bare-repository.ts';
import { Problem } from '../lib/problem.ts';
import { sourceMessages as messages } from './source-messages.ts';

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

const most = { files: 500, fileBytes: 1024 * 1024, bytes: 8 * 1024 * 1024 } as const;

/**
 * The YAML files below a folder of a commit, by name. Links are not followed: what they lead to was not reviewed with it.
 * @throws Problem InvalidInput when there are none, too many, or one that is too large or no text
 */
export async function readFiles(repository: BareRepository, revision: string, folder: string): Promise<SourceFile[]> {
  const below = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
  const found = (await repository.entries(revision)).filter(
    ({ path, kind }) => path.startsWith(below) && /\.ya?ml$/i.test(path) && (kind === 'file' || kind === 'executable'),
  );
  if (found.length === 0) throw new Problem('InvalidInput', messages.source_no_files({ path: folder || '.' }));
  if (found.length > most.files) {
    throw new Problem('InvalidInput', messages.source_too_many({ count: found.length, most: most.files }));
  }
  const large = found.find(({ sizeBytes }) => sizeBytes > most.fileBytes);
  if (large !== undefined || found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > most.bytes) {
    throw new Problem('InvalidInput', messages.source_too_large({ file: large?.path ?? (folder || '.') }));
  }
  const files: SourceFile[] = [];
  for (const { path } of found.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    const content = await repository.readFile(revision, path, most.fileBytes);
    if (content === undefined) continue;
    try {
      files.push({ file: path, text: new TextDecoder('utf-8', { fatal: true }).decode(content) });
    } catch {
      throw new Problem('InvalidInput', messages.source_no_text({ file: path }));
    }
  }
  return files;
}
