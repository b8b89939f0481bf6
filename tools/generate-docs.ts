import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { blocks } from './docs/blocks.ts';
import { replaceBlock } from './docs/marked-block.ts';

/**
 * Brings the generated blocks of the documents up to date and answers with the files in which something was not. With
 * `check` it writes nothing.
 */
export async function generateDocs(
  root: string,
  options: { readonly check?: boolean } = {},
): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const file of new Set(blocks.map((block) => block.file))) {
    const path = `${root}/${file}`;
    const before = await readFile(path, 'utf8');
    let after = before;
    for (const block of blocks) {
      if (block.file === file) after = replaceBlock(after, block.name, await block.content(root));
    }
    if (after === before) continue;
    stale.push(file);
    if (options.check !== true) await writeFile(path, after);
  }
  return stale;
}

if (import.meta.main) {
  const check = process.argv.includes('--check');
  const stale = await generateDocs(resolve(import.meta.dirname, '..'), { check });
  for (const file of stale) console.log(check ? `${file} is not up to date. Run: npm run generate` : `wrote ${file}`);
  process.exitCode = check && stale.length > 0 ? 1 : 0;
}
