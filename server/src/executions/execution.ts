import type { Message } from '../lib/message.ts';
import type { Execution } from './execution-store.ts';
import { executionMessages as messages } from './execution-messages.ts';

/** What an execution shows of a promotion. The slice of promotions gives it; this one knows no other. */
export interface ExecutionPromotion {
  readonly id: string;
  readonly executionId: string | null;
  readonly environment: string;
  readonly kind: 'promotion' | 'rollback' | 'configuration';
  readonly state: 'queued' | 'executing' | 'waiting' | 'finished';
  readonly result: string | null;
  readonly message: Message | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type EnvironmentStatus =
  | 'Pending'
  | 'Queued'
  | 'Running'
  | 'Waiting'
  | 'Succeeded'
  | 'Failed'
  | 'Canceled'
  | 'Skipped';

export interface ExecutionEnvironment {
  readonly name: string;
  readonly order: number;
  readonly type: EnvironmentStatus;
  readonly message: Message | null;
  readonly time: Date | null;
  readonly promotionId: string | null;
}

export interface Condition {
  readonly type: 'Succeeded';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: 'Succeeded' | 'Failed' | 'Running' | 'Waiting' | 'Canceled';
  readonly message: Message;
  /** When `status` became what it is; a change of the reason alone is no transition. */
  readonly lastTransitionTime: Date;
}

export interface Journey {
  readonly condition: Condition;
  readonly environments: readonly ExecutionEnvironment[];
}

type Row = Pick<Execution, 'state' | 'result' | 'createdAt' | 'finishedAt'>;

/**
 * How far an artifact has come. Pure. Where several promotions went into one environment the newest counts.
 *
 * - While anything is under way the outcome is unknown, also of an execution that had ended and is being tried again.
 * - An environment that an ended execution never went to is skipped: it had the content already, or it was not its turn.
 */
export function journeyOf(
  execution: Row,
  promotions: readonly ExecutionPromotion[],
  order: readonly string[],
): Journey {
  const moves = promotions.filter((promotion) => promotion.kind === 'promotion').toSorted(byId);
  const ended = execution.state === 'finished' && moves.every((promotion) => promotion.state === 'finished');
  const gone = [...new Set(moves.map((promotion) => promotion.environment))].filter((name) => !order.includes(name));
  const environments = [...order, ...gone].map((name, position) =>
    environmentOf(
      name,
      position,
      moves.findLast((promotion) => promotion.environment === name),
      ended,
    ),
  );
  return { condition: conditionOf(execution, moves, environments, ended), environments };
}

function environmentOf(
  name: string,
  order: number,
  promotion: ExecutionPromotion | undefined,
  ended: boolean,
): ExecutionEnvironment {
  if (promotion === undefined) {
    const type = ended ? 'Skipped' : 'Pending';
    return { name, order, type, message: null, time: null, promotionId: null };
  }
  const { id, message } = promotion;
  const time = promotion.finishedAt ?? promotion.startedAt ?? promotion.createdAt;
  return { name, order, type: typeOf(promotion), message, time, promotionId: id };
}

function typeOf({ state, result }: ExecutionPromotion): EnvironmentStatus {
  switch (state) {
    case 'queued':
      return 'Queued';
    case 'executing':
      return 'Running';
    case 'waiting':
      return 'Waiting';
    case 'finished':
      if (result === 'success') return 'Succeeded';
      if (result === 'cancelled') return 'Canceled';
      return result === 'skipped' ? 'Skipped' : 'Failed';
  }
}

function conditionOf(
  execution: Row,
  moves: readonly ExecutionPromotion[],
  environments: readonly ExecutionEnvironment[],
  ended: boolean,
): Condition {
  const count = (...types: readonly EnvironmentStatus[]) =>
    environments.filter((environment) => types.includes(environment.type)).length;
  const counts = {
    completed: count('Succeeded', 'Failed', 'Canceled'),
    failed: count('Failed'),
    cancelled: count('Canceled'),
    skipped: count('Skipped'),
  };
  if (!ended) {
    const incomplete = environments.length - counts.completed - counts.skipped;
    return {
      type: 'Succeeded',
      status: 'Unknown',
      reason: count('Running', 'Queued') > 0 ? 'Running' : 'Waiting',
      message: messages.execution_under_way({ ...counts, incomplete }),
      lastTransitionTime: underWaySince(execution, moves),
    };
  }
  const reason =
    execution.result === 'success' ? 'Succeeded' : execution.result === 'cancelled' ? 'Canceled' : 'Failed';
  return {
    type: 'Succeeded',
    status: reason === 'Succeeded' ? 'True' : 'False',
    reason,
    message: messages.execution_ended(counts),
    lastTransitionTime: execution.finishedAt ?? execution.createdAt,
  };
}

/** Since its beginning, or since the first promotion that was asked for after an end that did not last. */
function underWaySince(execution: Row, moves: readonly ExecutionPromotion[]): Date {
  const ends = moves.filter((promotion) => promotion.state === 'finished' && promotion.result !== 'success');
  const lastEnd = Math.max(
    execution.state === 'finished' ? (execution.finishedAt?.getTime() ?? -Infinity) : -Infinity,
    ...ends.map((promotion) => promotion.finishedAt?.getTime() ?? -Infinity),
  );
  const later = moves.map((promotion) => promotion.createdAt.getTime()).filter((time) => time >= lastEnd);
  const since = lastEnd === -Infinity || later.length === 0 ? lastEnd : Math.min(...later);
  return new Date(Math.max(execution.createdAt.getTime(), since));
}

/** Ids sort by creation. */
function byId(one: ExecutionPromotion, other: ExecutionPromotion): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
