import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Controller } from '../engine/controller.ts';
import { appKey, parseAppKey } from './app.ts';
import { findRemoval, forgetRemoval } from './app-store.ts';
import type { Repositories } from './repositories.ts';

/**
 * Kind `app-removal`, key: project/app. Clears away what a deleted app has left outside the database: its repository,
 * its artifacts in the registry, the logs of its builds.
 */
export function createRemovalController(parts: {
  readonly repositories: Repositories;
  readonly registry: { remove(repository: string, digests: readonly string[]): Promise<void> };
  readonly dataDir: string;
}): Controller {
  return {
    kind: 'app-removal',
    concurrency: 2,
    async look(claim) {
      const { project, name } = parseAppKey(claim.key);
      const removal = await findRemoval(claim.db, project, name);
      if (removal === undefined) return { done: true };
      await parts.registry.remove(appKey(removal), removal.digests);
      const logs = join(parts.dataDir, 'logs', 'builds', project, name);
      for (const folder of [parts.repositories.open(project, name).path, logs]) {
        await rm(folder, { recursive: true, force: true });
      }
      await claim.transact(async (tx) => {
        await forgetRemoval(tx.db, project, name);
        tx.wake('repository', claim.key);
      });
      return { done: true };
    },
  };
}
