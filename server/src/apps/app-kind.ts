import type { Kind } from '../manifests/index.ts';
import { appKey } from './app.ts';
import { appSpecSchema } from './app-schema.ts';
import type { AppSpec } from './app-schema.ts';
import { findApp, writeApp } from './app-store.ts';

/** How an App is applied. Its repository is made or imported by the repository controller afterwards. */
export const appKind: Kind<AppSpec> = {
  kind: 'App',
  applyVerb: 'app.apply',
  viewVerb: 'app.view',
  schema: appSpecSchema,
  exists: async (db, project, name) => (await findApp(db, project, name)) !== undefined,
  check: async () => [],
  async write(tx, _caller, { project, name, generation, spec }) {
    await writeApp(tx.db, { project, name, generation, spec });
    tx.wake('repository', appKey({ project, name }));
    tx.wake('repository-maintenance', appKey({ project, name }));
  },
};
