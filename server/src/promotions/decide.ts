import { isOpen } from '../gates/index.ts';
import type { Gate } from '../gates/index.ts';
import type { Message } from '../lib/message.ts';
import { pointOfNoReturn } from './promotion.ts';
import type { StepKey, StepRecord } from './promotion.ts';
import { promotionMessages as messages } from './promotion-messages.ts';
import type { PromotionState, Result } from './promotion-schema.ts';

/** Everything a decision may depend on. Gathered by the controller, by `why` and by the property tests alike. */
export interface Facts {
  readonly state: PromotionState;
  readonly steps: readonly Pick<StepRecord, 'key' | 'state' | 'result' | 'message'>[];
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
 * - Before the point of no return a cancellation, a newer promotion or a closed gate ends it, with nothing to undo.
 * - Nothing passes the point of no return while a gate is not open. After it gates are not asked: running work finishes.
 * - A failed step ends it. When no step is left it has succeeded.
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
  if (step === undefined) return decision({ do: 'finish', result: 'success' }, messages.promotion_succeeded());

  const edge = pointOfNoReturn(steps);
  const committed = current > edge || (current === edge && step.state !== 'pending');
  if (!committed) {
    if (facts.cancelledBy !== null) {
      return decision({ do: 'finish', result: 'cancelled' }, messages.promotion_cancelled({ by: facts.cancelledBy }));
    }
    if (facts.supersededBy !== null) {
      return decision({ do: 'finish', result: 'cancelled' }, messages.promotion_superseded({ by: facts.supersededBy }));
    }
    if (facts.ahead !== null) return decision({ do: 'queue' }, messages.promotion_queued({ ahead: facts.ahead.id }));
    const closed = gates.find((gate) => gate.status === 'closed');
    if (closed !== undefined) return decision({ do: 'finish', result: 'failure' }, closed.message);
    if (current === edge) {
      const waiting = gates.filter((gate) => !isOpen(gate));
      const [first] = waiting;
      if (first !== undefined) return decision({ do: 'wait', until: earliest(waiting) }, first.message);
    }
  }
  return decision({ do: 'step', key: step.key }, messages.promotion_step({ step: step.key }));
}

function earliest(gates: readonly Gate[]): Date | null {
  const times = gates.flatMap((gate) => (gate.changesAt === null ? [] : [gate.changesAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
