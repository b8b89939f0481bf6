import type { Message } from '../lib/message.ts';
import { nest } from '../lib/message.ts';
import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/** What one required context says about the artifact in the environment that it leaves. */
export interface RequiredCheck {
  readonly environment: string;
  readonly context: string;
  /** Undefined when nothing was said yet. */
  readonly check:
    | {
        readonly id: string;
        readonly state: 'pending' | 'success' | 'failure' | 'error';
        readonly description: string | null;
        readonly override: { readonly by: string; readonly reason: string } | null;
        readonly updatedAt: Date;
      }
    | undefined;
}

/**
 * What outside systems have to say before something leaves its environment. Nothing here is final: the same system may
 * judge again, so the gate waits. An `error` was no judgement; a person may answer for it.
 */
export function checksGate(
  required: readonly RequiredCheck[],
  { app, version }: { readonly app: string; readonly version: string },
): Gate | null {
  if (required.length === 0) return null;
  const gate = { name: 'checks' as const, changesAt: null, opensBy: null };
  const missing = required.filter(({ check }) => !isCheckMet(check));
  const [first] = missing;
  if (first === undefined) {
    const since = new Date(Math.max(...required.map(({ check }) => check?.updatedAt.getTime() ?? 0)));
    return {
      ...gate,
      status: 'open',
      since,
      message: messages.gate_checks_met({ checks: required.map((one) => nest(metWords(one))) }),
    };
  }
  const broken = missing.find(({ check }) => check?.state === 'error');
  return {
    ...gate,
    status: 'waiting',
    since: first.check?.updatedAt ?? null,
    message: messages.gate_checks_missing({ checks: missing.map((one) => nest(missingWords(one))) }),
    // The first of them: what somebody may answer for, else the word of the system that owes it.
    opensBy:
      broken?.check === undefined
        ? `sluice check report ${app}@${version} ${first.environment} ${first.context} success`
        : `sluice check override ${broken.check.id} --reason "…"`,
  };
}

/** An `error` says nothing about the artifact, so a person may answer for it; a `failure` is an answer. */
export function isCheckMet(
  check: Pick<NonNullable<RequiredCheck['check']>, 'state' | 'override'> | undefined,
): boolean {
  return check !== undefined && (check.state === 'success' || (check.state === 'error' && check.override !== null));
}

function missingWords({ environment, context, check }: RequiredCheck): Message {
  if (check === undefined) return messages.gate_check_unsaid({ environment, context });
  return messages.gate_check_said({ environment, context, state: check.state, description: check.description });
}

/** Who let what through stays beside it for good. */
function metWords({ context, check }: RequiredCheck): Message {
  const override = check?.state === 'error' ? check.override : null;
  return override === null
    ? messages.gate_check_success({ context })
    : messages.gate_check_overridden({ context, by: override.by, reason: override.reason });
}
