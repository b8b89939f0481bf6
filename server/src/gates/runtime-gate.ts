import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/**
 * A runtime that starts content itself cannot run what only lies elsewhere. Null where every target can: nothing has to
 * be said then.
 */
export function runtimeGate(
  artifact: { readonly version: string; readonly held: boolean; readonly prunedAt?: Date | null },
  targets: readonly { readonly name: string; readonly runtime: string }[],
): Gate | null {
  const cannot = artifact.held ? [] : targets.filter(({ runtime }) => runtimesOfContent.has(runtime));
  if (cannot.length === 0) return null;
  const words = { version: artifact.version, targets: cannot.map(({ name, runtime }) => `${name} (${runtime})`) };
  const wasPruned = artifact.prunedAt !== undefined && artifact.prunedAt !== null;
  const message = wasPruned ? messages.gate_runtime_pruned(words) : messages.gate_runtime_cannot(words);
  return { name: 'runtime', status: 'closed', message, since: null, changesAt: null, opensBy: null };
}

/** Runtimes that need the content in Sluice's own registry. */
const runtimesOfContent: ReadonlySet<string> = new Set(['process']);
