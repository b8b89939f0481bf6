import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Path from the root of the checkout, with `/` → text. */
export type Tree = ReadonlyMap<string, string>;

/** Everything that .gitignore keeps out, and what belongs to no one in this project. */
const passedOver = new Set(['.git', 'node_modules', 'dist', 'coverage', '.sluice', '.install.lock']);
const binary = new Set(['.png', '.woff2', '.ico', '.gz', '.tar', '.log', '.tsbuildinfo']);

/** Reads the checkout itself rather than git's list of it: a new file is judged before it is added. */
export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, string>();
  await walk(root, '', tree);
  return tree;
}

async function walk(root: string, folder: string, tree: Map<string, string>): Promise<void> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (passedOver.has(entry.name)) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) await walk(root, path, tree);
    else if (entry.isFile() && !binary.has(extname(path))) {
      const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
      // A file that is gone by now was an editor's.
      if (text !== undefined) tree.set(path, text);
    }
  }
}
