import type { Kind, KindShape } from '../manifests/index.ts';
import { appKey } from './app.ts';
import { appSpecSchema } from './app-schema.ts';
import type { AppSpec } from './app-schema.ts';
import { findApp, writeApp } from './app-store.ts';
import { takeAppAway } from './delete-app.ts';
import type { AppUses } from './delete-app.ts';

export const appShape: KindShape<AppSpec> = { kind: 'App', schema: appSpecSchema };

/** How an App is applied. Its repository is made or imported by the repository controller afterwards. */
export function appKind(uses: AppUses): Kind<AppSpec> {
  return {
    ...appShape,
    applyVerb: 'app.apply',
    viewVerb: 'app.view',
    removal: { verb: 'app.delete', remove: (tx, caller, key) => takeAppAway(tx, uses, caller, key) },
    exists: async (db, project, name) => (await findApp(db, project, name)) !== undefined,
    check: async () => [],
    async write(tx, _caller, { project, name, generation, spec }) {
      await writeApp(tx.db, { project, name, generation, spec });
      tx.wake('repository', appKey({ project, name }));
      tx.wake('repository-maintenance', appKey({ project, name }));
    },
  };
}
