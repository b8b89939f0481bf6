import type { Transact } from '../engine/transaction.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { Kind } from './kind.ts';
import { lockSpec } from './manifest-store.ts';
import { leaveSet } from './set-store.ts';

export type RemoveManifest = (
  caller: Caller,
  kind: Kind,
  key: { readonly project: string; readonly name: string },
) => Promise<void>;

/**
 * Takes away what a manifest made. Every generation of the manifest stays on record.
 * @throws Problem Conflict when it would orphan what runs or what needs it
 */
export function createRemove(deps: { readonly transact: Transact; readonly identity: Identity }): RemoveManifest {
  return async (caller, kind, { project, name }) => {
    await deps.identity.authorize(caller, kind.removal.verb, { project });
    await deps.transact(async (tx) => {
      const key = { project, kind: kind.kind, name };
      await lockSpec(tx.db, key);
      await kind.removal.remove(tx, caller, { project, name });
      await leaveSet(tx.db, key);
    });
  };
}
