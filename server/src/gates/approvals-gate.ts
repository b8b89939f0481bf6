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
  readonly createdAt: Date;
}

/** One rule of an environment. All of its rules have to open. */
export interface ApprovalsRule {
  readonly count: number;
  readonly notRequester: boolean;
  /** Whose approval counts; null for everybody with the role approver there. */
  readonly by: {
    readonly people: readonly string[];
    readonly groups: readonly string[];
    readonly roles: readonly string[];
  } | null;
  /** Each of the people, and somebody of each of the groups, has to be among those who approve. */
  readonly required: { readonly people: readonly string[]; readonly groups: readonly string[] };
  /** How long an approval counts; null for good. */
  readonly expiresMs: number | null;
}

/** What a person is at the place that is asked about, at this moment. */
export interface Standing {
  readonly groups: readonly string[];
  /** Every role that what they hold includes. */
  readonly roles: readonly string[];
}

export interface ApprovalsFacts {
  readonly promotionId: string;
  readonly requester: string;
  readonly rules: readonly ApprovalsRule[];
  readonly approvals: readonly Approval[];
  /** Of everybody who gave a verdict, by name. */
  readonly standing: ReadonlyMap<string, Standing>;
  /** Members of every group that a rule names. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** People with the role approver there, for those who wait: at most ten. */
  readonly approvers: readonly string[];
  /** What would move now. A verdict about anything else does not count. */
  readonly seen: { readonly revision: string; readonly digest: string; readonly specGeneration: number };
  readonly now: Date;
}

/** One gate for each rule. A rejection by anybody who may approve is one of its own. */
export function approvalsGates(facts: ApprovalsFacts): Gate[] {
  const current = facts.approvals.filter((approval) => isCurrent(approval, facts.seen));
  const rejection = current.find((approval) => approval.verdict === 'rejected');
  if (rejection !== undefined) {
    const { actor: by, reason, createdAt: since } = rejection;
    const message = messages.gate_approvals_rejected({ by, reason });
    return [{ name: 'approvals', status: 'closed', message, since, changesAt: null, opensBy: null }];
  }
  return facts.rules.map((rule) => gateOf(rule, current, facts));
}

function gateOf(rule: ApprovalsRule, approvals: readonly Approval[], facts: ApprovalsFacts): Gate {
  const { count, expiresMs } = rule;
  const shut = { name: 'approvals', since: null, changesAt: null, opensBy: null } as const;
  const stuck = neverOpens(rule, facts);
  if (stuck !== null) return { ...shut, status: 'closed', message: stuck };
  const given = approvals.filter(({ actor }) => mayCount(rule, actor, facts));
  const fresh = given.filter((approval) => !isStale(approval, rule, facts.now));
  const names = namesOf(fresh);
  const missing = missingVoters(rule, names, facts);
  if (names.length >= count && missing.length === 0) {
    const latest = Math.max(...fresh.map(({ createdAt }) => createdAt.getTime()));
    const soonest = Math.min(...fresh.map(({ createdAt }) => createdAt.getTime()));
    return {
      ...shut,
      status: 'open',
      message: messages.gate_approvals_met({ names }),
      since: new Date(latest),
      changesAt: expiresMs === null ? null : new Date(soonest + expiresMs),
    };
  }
  const message = messages.gate_approvals_missing({
    given: names.length,
    count,
    names,
    expired: namesOf(given).filter((name) => !names.includes(name)),
    missing,
    canApprove: whomToAsk(rule, facts).filter((name) => !names.includes(name)),
    groups: rule.by?.groups ?? [],
    roles: rule.by === null ? ['approver'] : rule.by.roles,
  });
  return { ...shut, status: 'waiting', message, opensBy: `sluice approve ${facts.promotionId}` };
}

/** Does the approval of this person count for one of the rules? With none, an approval is only a note. */
export function countsSomewhere(rules: readonly ApprovalsRule[], person: string, standing: Standing): boolean {
  return rules.some((rule) => isVoter(rule, person, standing));
}

/** Whether too few people are named, and nobody else can come along, for the rule ever to open. */
export function tooFewVoters({ count, by }: ApprovalsRule): boolean {
  return by !== null && by.groups.length + by.roles.length === 0 && new Set(by.people).size < count;
}

export function isCurrent(approval: Approval, seen: ApprovalsFacts['seen']): boolean {
  return (
    approval.revision === seen.revision &&
    approval.digest === seen.digest &&
    approval.specGeneration === seen.specGeneration
  );
}

/** Who is required counts as well, named once more or not. */
function isVoter({ by, required }: ApprovalsRule, person: string, { groups, roles }: Standing): boolean {
  if (required.people.includes(person) || required.groups.some((group) => groups.includes(group))) return true;
  if (by === null) return roles.includes('approver');
  return (
    by.people.includes(person) ||
    by.groups.some((group) => groups.includes(group)) ||
    by.roles.some((role) => roles.includes(role))
  );
}

function mayCount(rule: ApprovalsRule, person: string, facts: ApprovalsFacts): boolean {
  if (rule.notRequester && person === facts.requester) return false;
  return isVoter(rule, person, facts.standing.get(person) ?? { groups: [], roles: [] });
}

/** Whoever asked is out where four eyes are wanted; when only they could have opened it, somebody else has to ask. */
function neverOpens(rule: ApprovalsRule, { requester }: ApprovalsFacts) {
  if (!rule.notRequester) return null;
  const { by, count, required } = rule;
  if (required.people.includes(requester)) return messages.gate_approvals_requester_required({ requester });
  if (by === null || by.groups.length + by.roles.length > 0) return null;
  const others = new Set([...by.people, ...required.people].filter((person) => person !== requester));
  const isEnough = others.size >= count || required.groups.length > 0;
  return isEnough ? null : messages.gate_approvals_requester_needed({ requester, count });
}

function missingVoters({ required }: ApprovalsRule, names: readonly string[], facts: ApprovalsFacts): string[] {
  const inGroup = (group: string) => names.some((name) => facts.standing.get(name)?.groups.includes(group) === true);
  return [
    ...required.people.filter((person) => !names.includes(person)),
    ...required.groups.filter((group) => !inGroup(group)),
  ];
}

function whomToAsk({ by, required, notRequester }: ApprovalsRule, facts: ApprovalsFacts): string[] {
  const inGroups = (groups: readonly string[]) => groups.flatMap((group) => facts.members.get(group) ?? []);
  const byName =
    by === null
      ? facts.approvers
      : [...by.people, ...inGroups(by.groups), ...(by.roles.length === 0 ? [] : facts.approvers)];
  const all = [...required.people, ...inGroups(required.groups), ...byName];
  return [...new Set(all)].filter((name) => !(notRequester && name === facts.requester));
}

function isStale({ createdAt }: Approval, { expiresMs }: ApprovalsRule, now: Date): boolean {
  return expiresMs !== null && createdAt.getTime() + expiresMs <= now.getTime();
}

function namesOf(approvals: readonly Approval[]): string[] {
  return [...new Set(approvals.map(({ actor }) => actor))];
}
