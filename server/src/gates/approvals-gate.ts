import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/** A person's verdict, with exactly what was seen when it was given. */
export interface Approval {
  readonly actorId: string;
  readonly actor: string;
  readonly verdict: 'approved' | 'rejected';
  readonly revision: string;
  readonly digest: string;
  readonly specGeneration: number;
  readonly reason: string | null;
}

export interface ApprovalsFacts {
  readonly promotionId: string;
  readonly requesterId: string;
  readonly required: { readonly count: number; readonly notRequester: boolean } | null;
  readonly approvals: readonly Approval[];
  /** People who may approve, for those who wait. */
  readonly canApprove: readonly string[];
  /** What would move now. A verdict about anything else does not count. */
  readonly seen: { readonly revision: string; readonly digest: string; readonly specGeneration: number };
}

/** Null when the environment asks for none and nobody has rejected. */
export function approvalsGate(facts: ApprovalsFacts): Gate | null {
  const current = facts.approvals.filter((approval) => isCurrent(approval, facts.seen));
  const gate = { name: 'approvals' as const, since: null, changesAt: null };
  const rejection = current.find((approval) => approval.verdict === 'rejected');
  if (rejection !== undefined) {
    const message = messages.gate_approvals_rejected({ by: rejection.actor, reason: rejection.reason });
    return { ...gate, status: 'closed', message, opensBy: null };
  }
  if (facts.required === null) return null;
  const { count, notRequester } = facts.required;
  const counted = current.filter((approval) => !(notRequester && approval.actorId === facts.requesterId));
  const names = [...new Set(counted.map((approval) => approval.actor))];
  const given = new Set(counted.map((approval) => approval.actorId)).size;
  if (given >= count)
    return { ...gate, status: 'open', message: messages.gate_approvals_met({ names, count }), opensBy: null };
  return {
    ...gate,
    status: 'waiting',
    message: messages.gate_approvals_missing({
      given,
      count,
      names,
      canApprove: facts.canApprove.filter((name) => !names.includes(name)),
    }),
    opensBy: `sluice approve ${facts.promotionId}`,
  };
}

export function isCurrent(approval: Approval, seen: ApprovalsFacts['seen']): boolean {
  return (
    approval.revision === seen.revision &&
    approval.digest === seen.digest &&
    approval.specGeneration === seen.specGeneration
  );
}
