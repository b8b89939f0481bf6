import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Site } from './references.ts';

export interface MaintainOptions {
  /** Collect now. Default: only when enough loose objects or packs have gathered to be worth it. */
  readonly force?: boolean;
  /** Default: 10 min. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

// A ref is locked for milliseconds. A lock this old belongs to a git that was killed or to a machine that lost power.
const abandonedLockMs = 10 * 60 * 1000;

/**
 * Packs loose objects and refs and drops what nothing has referred to for two weeks. Objects below refs/sluice/keep and
 * everything else that a ref leads to always stay. A second call at the same time, from any replica, does nothing.
 */
export async function maintain(site: Site, options: MaintainOptions = {}): Promise<void> {
  await removeAbandonedLocks(site.path);
  const { force = false, timeoutMs = 600_000, signal } = options;
  const args = ['gc', '--quiet', '--prune=2.weeks.ago', ...(force ? [] : ['--auto'])];
  // 128 is the answer when another collection is running; any real damage shows where the objects are used.
  await site.git.run(args, {
    gitDir: site.path,
    answers: [0, 128],
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });
}

async function removeAbandonedLocks(path: string): Promise<void> {
  const below = async (folder: string): Promise<string[]> =>
    (await readdir(join(path, folder), { recursive: true }).catch(() => [])).map((name) => join(folder, name));
  const candidates = ['packed-refs.lock', 'HEAD.lock', 'config.lock', ...(await below('refs'))];
  for (const name of candidates) {
    if (!name.endsWith('.lock')) continue;
    const found = await stat(join(path, name)).catch(() => undefined);
    if (found?.isFile() && Date.now() - found.mtimeMs > abandonedLockMs) await rm(join(path, name), { force: true });
  }
}
