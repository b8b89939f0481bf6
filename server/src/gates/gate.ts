import type { Message } from '../lib/message.ts';

/** Anything a promotion waits for, as it stands at this moment. */
export interface Gate {
  readonly name:
    | 'order'
    | 'runtime'
    | 'lock'
    | 'withdrawn'
    | 'freeze'
    | 'soak'
    | 'checks'
    | 'http'
    | 'artifact'
    | 'approvals';
  /** `waiting`: will or can open; the promotion waits. `closed`: not for this artifact; the promotion is refused. */
  readonly status: 'open' | 'waiting' | 'closed';
  readonly message: Message;
  /** Since when it stands as it does, if that is known. */
  readonly since: Date | null;
  /** When it changes by itself, if that is known. */
  readonly changesAt: Date | null;
  /** The command that opens it, ready to paste. */
  readonly opensBy: string | null;
}

export function isOpen(gate: Gate): boolean {
  return gate.status === 'open';
}
