import type { Transact, Tx } from '../engine/transaction.ts';
import { listGrants, removeGrant } from '../identity/index.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { roleBindingMessages as messages } from './role-binding-messages.ts';

/** `sluice delete role-binding`. */
export function createDeleteRoleBinding(parts: {
  readonly transact: Transact;
  readonly identity: Identity;
  onChanged(tx: Tx, project: string): Promise<void>;
}): (caller: Caller, project: string, name: string) => Promise<Message> {
  return async (caller, project, name) => {
    await parts.identity.authorize(caller, 'actor.manage', { project });
    await parts.transact((tx) => takeRoleBindingAway(tx, parts.onChanged, caller, { project, name }));
    return messages.role_binding_deleted({ name });
  };
}

/** Takes the role from all whom it was given, at once. The caller has been authorized. */
export async function takeRoleBindingAway(
  tx: Tx,
  onChanged: (tx: Tx, project: string) => Promise<void>,
  caller: Caller,
  { project, name }: { readonly project: string; readonly name: string },
): Promise<void> {
  if (!(await removeGrant(tx.db, project, name))) {
    const known = (await listGrants(tx.db, project)).map((grant) => grant.name);
    const suggestion = didYouMean(name, known) ?? null;
    throw new Problem('NotFound', messages.role_binding_not_found({ name, suggestion }));
  }
  await onChanged(tx, project);
  tx.emit({
    type: 'rolebinding.deleted',
    project,
    subject: `rolebinding/${name}`,
    labels: { rolebinding: name },
    actor: caller.actor,
    door: caller.door,
    data: {},
  });
}
