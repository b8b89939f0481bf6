import { listApps, lockApp } from '../apps/index.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { dissolveSet, sourceSet } from '../manifests/index.ts';
import type { Kind, KindShape } from '../manifests/index.ts';
import { sourceKey } from './source.ts';
import { sourceMessages as messages } from './source-messages.ts';
import { sourceSpecSchema } from './source-schema.ts';
import type { SourceSpec } from './source-schema.ts';
import { findSource, removeSource, writeSource } from './source-store.ts';

export const sourceShape: KindShape<SourceSpec> = { kind: 'ManifestSource', schema: sourceSpecSchema };

/** How a ManifestSource is applied. From then on it acts with what its author may do. */
export const sourceKind: Kind<SourceSpec> = {
  ...sourceShape,
  applyVerb: 'source.apply',
  viewVerb: 'source.view',
  removal: {
    verb: 'source.delete',
    async remove(tx, caller, { project, name }) {
      if (!(await removeSource(tx.db, project, name))) {
        throw new Problem('NotFound', messages.source_not_found({ name, suggestion: null }));
      }
      // What it has made stays, and another source of this name has nothing to do with it.
      await dissolveSet(tx.db, { project, name: sourceSet(name) });
      tx.emit({
        type: 'manifestsource.deleted',
        project,
        subject: `manifestsource/${name}`,
        labels: { manifestsource: name },
        actor: caller.actor,
        door: caller.door,
        data: {},
      });
    },
  },
  exists: async (db, project, name) => (await findSource(db, project, name)) !== undefined,

  async check(tx, { project, spec, document }) {
    // Held until the commit: an app cannot be deleted while it begins to be followed.
    if (await lockApp(tx.db, project, spec.app, 'share')) return [];
    const known = (await listApps(tx.db, [project])).map(({ name }) => name);
    const suggestion = didYouMean(spec.app, known) ?? null;
    return [document.fault(['app'], (path) => messages.source_unknown_app({ path, app: spec.app, suggestion }))];
  },

  async write(tx, caller, { project, name, generation, spec }) {
    const { actor, actorId, scope = null } = caller;
    await writeSource(tx.db, { project, name, generation, spec, actor, actorId, scope });
    tx.wake('manifest-source', sourceKey({ project, name }));
  },
};
