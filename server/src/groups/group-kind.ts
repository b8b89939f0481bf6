import type { Db, Tx } from '../engine/transaction.ts';
import { listGroups, writeGroup } from '../identity/index.ts';
import type { Kind, KindShape } from '../manifests/index.ts';
import { takeGroupAway } from './delete-group.ts';
import type { PipelinesNaming } from './delete-group.ts';
import { groupSpecSchema } from './group-schema.ts';
import type { GroupSpec } from './group-schema.ts';

export const groupShape: KindShape<GroupSpec> = { kind: 'Group', schema: groupSpecSchema };

/** How a Group is applied. Whoever may give roles may say who is in a group, because that is the same. */
export function groupKind(parts: {
  /** Approvals are counted by the groups of this moment, so whatever waits has to look again. */
  onChanged(tx: Tx, project: string): Promise<void>;
  readonly pipelinesNaming: PipelinesNaming;
}): Kind<GroupSpec> {
  return {
    ...groupShape,
    applyVerb: 'actor.manage',
    viewVerb: 'group.view',
    removal: {
      verb: 'actor.manage',
      remove: (tx, caller, key) => takeGroupAway(tx, parts.pipelinesNaming, caller, key),
    },
    exists: isThere,
    check: async () => [],
    async write(tx, _caller, { project, name, spec }) {
      const { description = null, members } = spec;
      await writeGroup(tx.db, { project, name, description, members: [...new Set(members)] });
      await parts.onChanged(tx, project);
    },
  };
}

async function isThere(db: Db, project: string, name: string): Promise<boolean> {
  return (await listGroups(db, project)).some((group) => group.name === name);
}
