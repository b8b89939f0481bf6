import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/** A person's stop as the gate sees it. */
export interface LockFacts {
  readonly by: string;
  readonly reason: string;
  readonly since: Date;
  /** When it ends by itself; null: when somebody lifts it. */
  readonly until: Date | null;
  /** The words after `sluice unlock` that lift it. */
  readonly on: string;
}

/** Somebody has locked the place. What waits behind a lock goes on by itself when it is lifted or has run out. */
export function lockGate(lock: LockFacts): Gate {
  const { by, reason, since, until, on } = lock;
  return {
    name: 'lock',
    status: 'waiting',
    message: messages.gate_lock_closed({ by, reason, until: until?.toISOString() ?? null }),
    since,
    changesAt: until,
    opensBy: `sluice unlock ${on}`,
  };
}
