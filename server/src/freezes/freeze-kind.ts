import { listApps } from '../apps/index.ts';
import type { Tx } from '../engine/transaction.ts';
import { calendarFault, calendarFaultWords, nextOpening } from '../gates/index.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { Kind, KindShape } from '../manifests/index.ts';
import { listPipelines, lockTargetsWithin } from '../pipelines/index.ts';
import { freezeMessages as messages } from './freeze-messages.ts';
import { freezeSpecSchema } from './freeze-schema.ts';
import type { FreezeSpec } from './freeze-schema.ts';
import { findFreeze, removeFreeze, writeFreeze } from './freeze-store.ts';

export const freezeShape: KindShape<FreezeSpec> = {
  kind: 'Freeze',
  schema: freezeSpecSchema,
  judge({ spec, document }) {
    const what = calendarFault(spec);
    if (what !== undefined) {
      return [document.fault([what.fault === 'zone' ? 'timeZone' : 'rrule'], (path) => calendarFaultWords(what, path))];
    }
    const ends = nextOpening({ now: new Date(), freezes: [spec], windows: [] }) !== null;
    return ends ? [] : [document.fault(['for'], (path) => messages.freeze_never_ends({ path }))];
  },
};

/** How a Freeze is applied: what it names has to be there, and whatever waits looks again. */
export function freezeKind(parts: {
  /** Everything of the project that waits has to look again. */
  onChanged(tx: Tx, project: string): Promise<void>;
}): Kind<FreezeSpec> {
  return {
    ...freezeShape,
    applyVerb: 'freeze.apply',
    viewVerb: 'freeze.view',
    removal: {
      verb: 'freeze.delete',
      async remove(tx, caller, { project, name }) {
        await lockTargetsWithin(tx.db, { project, app: null, environment: null });
        if (!(await removeFreeze(tx.db, project, name))) {
          throw new Problem('NotFound', messages.freeze_not_found({ name }));
        }
        await parts.onChanged(tx, project);
        tx.emit({
          type: 'freeze.deleted',
          project,
          subject: `freeze/${name}`,
          labels: { freeze: name },
          actor: caller.actor,
          door: caller.door,
          data: {},
        });
      },
    },
    exists: async (db, project, name) => (await findFreeze(db, project, name)) !== undefined,

    async check(tx, { project, spec, document }) {
      const apps = (await listApps(tx.db, [project])).map(({ name }) => name);
      const about = (await listPipelines(tx.db, [project])).filter(({ app }) => spec.apps?.includes(app) !== false);
      const environments = [...new Set(about.flatMap((pipeline) => pipeline.environments.map(({ name }) => name)))];
      const strangers = (names: readonly string[] | undefined, known: readonly string[]) =>
        (names ?? []).flatMap((name, index) =>
          known.includes(name) ? [] : [{ name, index, suggestion: didYouMean(name, known) ?? null }],
        );
      return [
        ...strangers(spec.apps, apps).map(({ name: app, index, suggestion }) =>
          document.fault(['apps', index], (path) => messages.freeze_unknown_app({ path, app, suggestion })),
        ),
        ...strangers(spec.environments, environments).map(({ name: environment, index, suggestion }) =>
          document.fault(['environments', index], (path) =>
            messages.freeze_unknown_environment({ path, environment, suggestion }),
          ),
        ),
      ];
    },

    async write(tx, _caller, { project, name, generation, spec }) {
      // Whatever is decided at the same moment has wholly passed, or sees this freeze.
      await lockTargetsWithin(tx.db, { project, app: null, environment: null });
      await writeFreeze(tx.db, { project, name, generation, spec });
      await parts.onChanged(tx, project);
    },
  };
}
