import type { Tx } from '../engine/transaction.ts';
import type { Caller } from '../identity/index.ts';
import { appendSpec, listSpecs } from './manifest-store.ts';
import { tellApplied } from './tell-applied.ts';

/**
 * The newest document once more as a generation of its own, because what it stands for has become something else. The
 * caller holds its lock. Answers the new generation.
 */
export async function restate(
  tx: Tx,
  caller: Caller,
  key: { readonly project: string; readonly kind: string; readonly name: string },
): Promise<number> {
  const [latest] = await listSpecs(tx.db, key);
  if (latest === undefined) throw new Error(`${key.kind} ${key.name} was never applied`);
  const generation = latest.generation + 1;
  const { document, source } = latest;
  await appendSpec(tx.db, { ...key, generation, document, source, actor: caller.actor, door: caller.door });
  tellApplied(tx, caller, key, { generation, previous: latest.generation, changed: [] });
  return generation;
}
