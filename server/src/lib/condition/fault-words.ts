import type { Message } from '../message.ts';
import type { ConditionFault } from './condition.ts';
import { conditionMessages } from './condition-messages.ts';

/** The sentence about a fault, for the place in a manifest that `path` names. */
export function conditionFaultWords({ at, what }: ConditionFault, path: string, known: readonly string[]): Message {
  switch (what.fault) {
    case 'syntax':
      return conditionMessages.condition_syntax({ path, at, problem: what.problem, known });
    case 'too-big':
      return conditionMessages.condition_too_big({ path, at, limit: what.limit });
    case 'too-deep':
      return conditionMessages.condition_too_slow({ path, at, limit: what.limit });
    case 'pattern':
      return conditionMessages.condition_pattern({ path, at });
    case 'not-a-condition':
      return conditionMessages.condition_not_bool({ path, type: what.type });
  }
}
