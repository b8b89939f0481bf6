import type { Transact, Tx } from '../engine/transaction.ts';
import { listGrants, listGroups, removeGroup } from '../identity/index.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { groupMessages as messages } from './group-messages.ts';

/** Names of the pipelines that ask the group for approvals. */
export type PipelinesNaming = (tx: Tx, project: string, group: string) => Promise<string[]>;

/** `sluice delete group`. */
export function createDeleteGroup(parts: {
  readonly transact: Transact;
  readonly identity: Identity;
  readonly pipelinesNaming: PipelinesNaming;
}): (caller: Caller, project: string, name: string) => Promise<Message> {
  return async (caller, project, name) => {
    await parts.identity.authorize(caller, 'actor.manage', { project });
    await parts.transact((tx) => takeGroupAway(tx, parts.pipelinesNaming, caller, { project, name }));
    return messages.group_deleted({ name });
  };
}

/** Refused while anything names it, because a gate that it opens would never open again. The caller has been authorized. */
export async function takeGroupAway(
  tx: Tx,
  pipelinesNaming: PipelinesNaming,
  caller: Caller,
  { project, name }: { readonly project: string; readonly name: string },
): Promise<void> {
  // Deleted first, so that whoever is naming it at this moment is waited for, and seen.
  if (!(await removeGroup(tx.db, project, name))) {
    const known = (await listGroups(tx.db, project)).map((group) => group.name);
    throw new Problem('NotFound', messages.group_not_found({ name, suggestion: didYouMean(name, known) ?? null }));
  }
  const grants = (await listGrants(tx.db, project)).filter(({ groups }) => groups.includes(name));
  const users = [
    ...(await pipelinesNaming(tx, project, name)).map((pipeline) => `Pipeline ${pipeline}`),
    ...grants.map((grant) => `RoleBinding ${grant.name}`),
  ];
  if (users.length > 0) throw new Problem('Conflict', messages.group_in_use({ name, users }));
  tx.emit({
    type: 'group.deleted',
    project,
    subject: `group/${name}`,
    labels: { group: name },
    actor: caller.actor,
    door: caller.door,
    data: {},
  });
}
