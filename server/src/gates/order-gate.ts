import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

export interface OrderFacts {
  readonly rule: 'strict' | 'any';
  /** Environments that must have had the artifact, each with since when it (or a parent) was healthy there. */
  readonly after: readonly { readonly environment: string; readonly healthySince: Date | null }[];
  /** Versions whose merge made this artifact; the order is then met by them. */
  readonly parents: readonly string[];
  readonly app: string;
  readonly version: string;
}

/** Only what was healthy in every preceding environment may go on. Cheap and stateless: it is asked first. */
export function orderGate(facts: OrderFacts): Gate {
  const gate = { name: 'order' as const, since: null, changesAt: null, opensBy: null };
  if (facts.after.length === 0) return { ...gate, status: 'open', message: messages.gate_order_entry() };
  if (facts.rule === 'any') return { ...gate, status: 'open', message: messages.gate_order_any() };
  const missing = facts.after.filter((before) => before.healthySince === null).map((before) => before.environment);
  const [first] = missing;
  if (first !== undefined) {
    return {
      ...gate,
      status: 'closed',
      message: messages.gate_order_missing({ environments: missing }),
      opensBy: `sluice promote ${facts.app}@${facts.version} ${first}`,
    };
  }
  const environments = facts.after.map((before) => before.environment);
  if (facts.parents.length > 0) {
    return { ...gate, status: 'open', message: messages.gate_order_parents({ environments, versions: facts.parents }) };
  }
  const since = new Date(Math.max(...facts.after.map((before) => before.healthySince?.getTime() ?? 0)));
  return {
    ...gate,
    status: 'open',
    since,
    message: messages.gate_order_met({ environments, since: since.toISOString() }),
  };
}
