import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../engine/transaction.ts';
import { hasCode } from '../lib/durable-file.ts';
import { listUnfinishedBuildIds } from './build-store.ts';

/**
 * Removes the folders of builds that will not go on: a server was killed between their end and their clearing away.
 * Folders are read before rows, so that one which a build is making at this moment is never taken for a leftover.
 */
export async function removeAbandonedBuilds(db: Db, directory: string): Promise<void> {
  let folders: string[];
  try {
    folders = await readdir(directory);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const unfinished = new Set(await listUnfinishedBuildIds(db));
  for (const name of folders) {
    if (!unfinished.has(name)) await rm(join(directory, name), { recursive: true, force: true });
  }
}
