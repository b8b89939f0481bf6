import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/** What a person withdrew by a rollback is never promoted by Sluice itself; a person may do it again, knowingly. */
export function withdrawnGate(facts: {
  readonly automatic: boolean;
  readonly withdrawn: { readonly by: string; readonly reason: string | null } | null;
}): Gate | null {
  if (!facts.automatic || facts.withdrawn === null) return null;
  return {
    name: 'withdrawn',
    status: 'closed',
    message: messages.gate_withdrawn(facts.withdrawn),
    since: null,
    changesAt: null,
    opensBy: null,
  };
}
