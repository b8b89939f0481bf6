import { join } from 'node:path';
import { openRepository } from '../lib/git/bare-repository.ts';
import type { BareRepository } from '../lib/git/bare-repository.ts';
import type { Git } from '../lib/git/git.ts';

/** Where the apps' repositories lie: `<data directory>/repositories/<project>/<app>.git`. */
export interface Repositories {
  open(project: string, app: string): BareRepository;
}

export function createRepositories(deps: { readonly git: Git; readonly dataDir: string }): Repositories {
  return {
    // Project and app are DNS labels by their schema, so they cannot leave the folder.
    open: (project, app) =>
      openRepository({ git: deps.git, path: join(deps.dataDir, 'repositories', project, `${app}.git`) }),
  };
}
