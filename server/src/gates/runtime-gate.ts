import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/**
 * A runtime that starts content itself cannot run what only lies elsewhere. Null where every target can: nothing has to
 * be said then.
 */
export function runtimeGate(
  artifact: { readonly version: string; readonly held: boolean },
  targets: readonly { readonly name: string; readonly runtime: string }[],
): Gate | null {
  const cannot = artifact.held ? [] : targets.filter(({ runtime }) => runtimesOfContent.has(runtime));
  if (cannot.length === 0) return null;
  const message = messages.gate_runtime_cannot({
    version: artifact.version,
    targets: cannot.map(({ name, runtime }) => `${name} (${runtime})`),
  });
  return { name: 'runtime', status: 'closed', message, since: null, changesAt: null, opensBy: null };
}

/** Runtimes that need the content in Sluice's own registry. */
const runtimesOfContent: ReadonlySet<string> = new Set(['process']);
