import { readFile } from 'node:fs/promises';
import type { Repositories } from '../apps/index.ts';
import { systemCaller } from '../identity/index.ts';
import type { Caller } from '../identity/index.ts';
import type { Git } from '../lib/git/git.ts';
import type { Apply } from '../manifests/index.ts';

const folder = new URL('../../../examples/shop/', import.meta.url);

/**
 * Gives a new installation something to look at: app `shop` with a real history and the pipeline of most teams. It
 * goes in by the front door: the history into the repository, then the manifests. All else follows by itself.
 */
export async function seedDemo(parts: {
  readonly git: Git;
  readonly repositories: Repositories;
  readonly apply: (caller: Caller, input: Apply) => Promise<unknown>;
}): Promise<void> {
  const [history, manifest] = await Promise.all([
    readFile(new URL('history.fast-export', folder)),
    readFile(new URL('shop.yaml', folder), 'utf8'),
  ]);
  const repository = parts.repositories.open('default', 'shop');
  await repository.init({ defaultBranch: 'develop' });
  await parts.git.run(['fast-import', '--quiet', '--force'], { gitDir: repository.path, input: history });
  const input = { manifest, file: 'examples/shop/shop.yaml', project: 'default', dryRun: false };
  await parts.apply(systemCaller('demo'), input);
}
