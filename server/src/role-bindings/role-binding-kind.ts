import type { Db, Tx } from '../engine/transaction.ts';
import { listApps } from '../apps/index.ts';
import { holdGroups, listGrants, listGroups, writeGrant } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { Kind, KindShape } from '../manifests/index.ts';
import { listPipelines } from '../pipelines/index.ts';
import { takeRoleBindingAway } from './delete-role-binding.ts';
import { roleBindingMessages as messages } from './role-binding-messages.ts';
import { roleBindingSpecSchema } from './role-binding-schema.ts';
import type { RoleBindingSpec } from './role-binding-schema.ts';

export const roleBindingShape: KindShape<RoleBindingSpec> = { kind: 'RoleBinding', schema: roleBindingSpecSchema };

/** How a RoleBinding is applied: what it names has to exist, save for people, who may get their first token later. */
export function roleBindingKind(parts: {
  /** Who may approve is part of what waiting promotions say. */
  onChanged(tx: Tx, project: string): Promise<void>;
}): Kind<RoleBindingSpec> {
  return {
    ...roleBindingShape,
    applyVerb: 'actor.manage',
    viewVerb: 'role-binding.view',
    removal: {
      verb: 'actor.manage',
      remove: (tx, caller, key) => takeRoleBindingAway(tx, parts.onChanged, caller, key),
    },
    exists: isThere,

    async check(tx, { project, spec, document }) {
      const unknown = (
        field: 'groups' | 'apps' | 'environments',
        known: readonly string[],
        words: (path: string, name: string, suggestion: string | null) => Message,
      ): ProblemDetail[] =>
        (spec[field] ?? []).flatMap((name, index) =>
          known.includes(name)
            ? []
            : [document.fault([field, index], (path) => words(path, name, didYouMean(name, known) ?? null))],
        );
      await holdGroups(tx.db, project, spec.groups);
      const groups = (await listGroups(tx.db, project)).map(({ name }) => name);
      const apps = (await listApps(tx.db, [project])).map(({ name }) => name);
      const pipelines = await listPipelines(tx.db, [project]);
      const environments = pipelines.flatMap((pipeline) => pipeline.environments.map(({ name }) => name));
      return [
        ...unknown('groups', groups, (path, group, suggestion) =>
          messages.role_binding_unknown_group({ path, group, suggestion }),
        ),
        ...unknown('apps', apps, (path, app, suggestion) =>
          messages.role_binding_unknown_app({ path, app, suggestion }),
        ),
        ...unknown('environments', [...new Set(environments)], (path, environment, suggestion) =>
          messages.role_binding_unknown_environment({ path, environment, suggestion }),
        ),
      ];
    },

    async write(tx, _caller, { project, name, spec }) {
      const { role, people, groups, apps = null, environments = null } = spec;
      await writeGrant(tx.db, { project, name, role, people, groups, apps, environments });
      await parts.onChanged(tx, project);
    },
  };
}

async function isThere(db: Db, project: string, name: string): Promise<boolean> {
  return (await listGrants(db, project)).some((grant) => grant.name === name);
}
