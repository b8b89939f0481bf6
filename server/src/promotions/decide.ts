import { isOpen } from '../gates/index.ts';
import type { Gate } from '../gates/index.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import { pointOfNoReturn } from './promotion.ts';
import type { StepKey, StepRecord } from './promotion.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import type { PromotionState, Result } from './promotion-schema.ts';

/** Everything a decision may depend on. Gathered by the controller, by `why` and by the property tests alike. */
export interface Facts {
  readonly state: PromotionState;
  readonly steps: readonly Pick<StepRecord, 'key' | 'state' | 'result' | 'message' | 'output'>[];
  /** Whether the gates have let it through: from then on running work finishes, and they are not asked. */
  readonly passed: boolean;
  /** Nothing new begins after `at`. */
  readonly deadline: { readonly at: Date; readonly isOver: boolean } | null;
  /** As they stand now, by the newest spec. A rollback by a person has none. */
  readonly gates: readonly Gate[];
  /** The promotion that holds the environment, or stands in front in its queue; null when it is this one's turn. */
  readonly ahead: { readonly id: string } | null;
  readonly cancelledBy: string | null;
  readonly supersededBy: string | null;
}

export type Next =
  /** Nothing will happen any more. */
  | { readonly do: 'rest' }
  /** Another promotion goes first; its end wakes this one. */
  | { readonly do: 'queue' }
  /** Gates are not open; `gates` says which. */
  | { readonly do: 'wait'; readonly until: Date | null }
  | { readonly do: 'step'; readonly key: StepKey }
  | { readonly do: 'finish'; readonly result: Result };

export interface Decision {
  readonly next: Next;
  readonly gates: readonly Gate[];
  readonly because: Message;
}

/**
 * What a promotion does next, and why. Pure: the same answer serves the controller, `why`, and the property tests.
 *
 * - It takes the environment only when nobody else holds it.
 * - Before the gates have let it through a cancellation, a newer promotion, a closed gate or its deadline ends it, with
 *   nothing to undo.
 * - Nothing changes the world before every gate is open. Then gates are not asked: running work finishes. A promotion that
 *   a person has go on after a failure asks them again.
 * - A cancellation after that begins nothing new; what was done is named.
 * - A failed step ends it. When no step is left it has succeeded, or partly so.
 */
export function decide(facts: Facts): Decision {
  const { steps, gates } = facts;
  const decision = (next: Next, because: Message): Decision => ({ next, gates, because });

  if (facts.state === 'finished') return decision({ do: 'rest' }, messages.promotion_is_finished());

  const failed = steps.find((step) => step.state === 'finished' && step.result !== 'success');
  if (failed !== undefined) {
    const result = failed.result ?? 'error';
    return decision({ do: 'finish', result }, failed.message ?? messages.step_failed({ step: failed.key }));
  }

  const current = steps.findIndex((step) => step.state !== 'finished');
  const step = steps[current];
  if (step === undefined) {
    const partly = steps.find(({ output }) => output['partial'] !== undefined);
    if (partly?.message != null) return decision({ do: 'finish', result: 'partial' }, partly.message);
    return decision({ do: 'finish', result: 'success' }, messages.promotion_succeeded());
  }

  if (facts.passed) {
    // A step that has begun says itself how far it came.
    if (facts.cancelledBy !== null && step.state === 'pending') {
      const done = steps.slice(0, current).map(({ key }) => key);
      return decision(
        { do: 'finish', result: 'cancelled' },
        messages.promotion_cancelled_late({ by: facts.cancelledBy, done }),
      );
    }
    return decision({ do: 'step', key: step.key }, messages.promotion_step({ step: step.key }));
  }
  if (facts.cancelledBy !== null) {
    const done = steps.slice(pointOfNoReturn(steps), current).map(({ key }) => key);
    const by = facts.cancelledBy;
    const because =
      done.length === 0 ? messages.promotion_cancelled({ by }) : messages.promotion_cancelled_late({ by, done });
    return decision({ do: 'finish', result: 'cancelled' }, because);
  }
  if (facts.supersededBy !== null) {
    return decision({ do: 'finish', result: 'cancelled' }, messages.promotion_superseded({ by: facts.supersededBy }));
  }
  if (facts.deadline?.isOver === true) {
    return decision({ do: 'finish', result: 'timeout' }, overdue(facts));
  }
  if (facts.ahead !== null) return decision({ do: 'queue' }, messages.promotion_queued({ ahead: facts.ahead.id }));
  const closed = gates.find((gate) => gate.status === 'closed');
  if (closed !== undefined) return decision({ do: 'finish', result: 'failure' }, closed.message);
  if (current >= pointOfNoReturn(steps)) {
    const waiting = gates.filter((gate) => !isOpen(gate));
    const [first] = waiting;
    if (first !== undefined) return decision({ do: 'wait', until: earliest(waiting, facts.deadline) }, first.message);
  }
  return decision({ do: 'step', key: step.key }, messages.promotion_step({ step: step.key }));
}

/** What it was still waiting for is what people want to know. */
function overdue({ gates, ahead, deadline }: Facts): Message {
  const at = deadline?.at.toISOString() ?? '';
  const waiting = gates.find((gate) => !isOpen(gate));
  if (ahead !== null)
    return messages.promotion_overdue({ at, waited: nest(messages.promotion_queued({ ahead: ahead.id })) });
  return messages.promotion_overdue({ at, waited: waiting === undefined ? null : nest(waiting.message) });
}

function earliest(gates: readonly Gate[], deadline: Facts['deadline']): Date | null {
  const changes = gates.flatMap((gate) => (gate.changesAt === null ? [] : [gate.changesAt.getTime()]));
  const times = deadline === null ? changes : [...changes, deadline.at.getTime()];
  return times.length === 0 ? null : new Date(Math.min(...times));
}
