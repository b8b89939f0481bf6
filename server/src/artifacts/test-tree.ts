import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything below a directory: path → what it is. */
export async function treeOf(root: string): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const name of (await readdir(root, { recursive: true })).toSorted()) {
    const found = await lstat(join(root, name));
    if (found.isSymbolicLink()) tree[name] = `-> ${await readlink(join(root, name))}`;
    else if (found.isDirectory()) tree[name] = 'directory';
    else tree[name] = `${(found.mode & 0o7777).toString(8)} ${await readFile(join(root, name), 'latin1')}`;
  }
  return tree;
}
