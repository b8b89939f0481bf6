import type { Controller } from '../engine/controller.ts';
import { parseAppKey } from './app.ts';
import { appMessages as messages } from './app-messages.ts';
import { findApp } from './app-store.ts';
import type { Repositories } from './repositories.ts';

const everyMs = 6 * 3_600_000;

/**
 * Kind `repository-maintenance`, key: project/app. Keeps a repository small and free of locks that a power cut left
 * behind. Commits that a rollback may need are kept by refs of their own and never collected.
 */
export function createMaintenanceController(parts: { readonly repositories: Repositories }): Controller {
  return {
    kind: 'repository-maintenance',
    concurrency: 1,
    async look(claim) {
      const { project, name } = parseAppKey(claim.key);
      const app = await findApp(claim.db, project, name);
      if (app === undefined) return { done: true };
      if (app.repositoryState === 'ready') {
        await parts.repositories.open(project, name).maintain({ signal: claim.signal });
      }
      return { again: new Date(Date.now() + everyMs), reason: messages.repository_maintained() };
    },
  };
}
