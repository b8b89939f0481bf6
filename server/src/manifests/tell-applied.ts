import type { Tx } from '../engine/transaction.ts';
import type { Caller } from '../identity/index.ts';

/** Tells that a document was taken, which one was before it, and where the two differ; never a value. */
export function tellApplied(
  tx: Tx,
  caller: Caller,
  { project, kind, name }: { readonly project: string; readonly kind: string; readonly name: string },
  data: { readonly generation: number; readonly previous: number | null; readonly changed: readonly string[] },
): void {
  const noun = kind.toLowerCase();
  tx.emit({
    type: `${noun}.${data.previous === null ? 'created' : 'changed'}`,
    project,
    subject: `${noun}/${name}`,
    labels: { [noun]: name },
    actor: caller.actor,
    door: caller.door,
    data,
  });
}
