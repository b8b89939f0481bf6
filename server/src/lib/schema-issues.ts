import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { Message } from './message.ts';
import type { ProblemDetail } from './problem.ts';
import { schemaIssueMessages as messages } from './schema-issue-messages.ts';

type Issue = z.core.$ZodIssue;

/**
 * A zod error in our own words, one detail for each thing that is wrong. Of a union that nothing matched, the branch
 * that came furthest speaks, because it is the one that the writer meant.
 */
export function detailsOfIssues(issues: readonly Issue[], root = ''): readonly ProblemDetail[] {
  return issues.flatMap((issue) => detailsOf(issue, [], root));
}

function detailsOf(issue: Issue, above: readonly PropertyKey[], root: string): readonly ProblemDetail[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((field) => ({
      path: pathText(root, [...path, field]),
      message: messages.field_unknown({ field, suggestion: null }),
    }));
  }
  if (issue.code === 'invalid_union') {
    const furthest = issue.errors.filter((branch) => branch.length > 0).toSorted((a, b) => depth(b) - depth(a))[0];
    if (furthest !== undefined && depth(furthest) > 0) {
      return furthest.flatMap((inner) => detailsOf(inner, path, root));
    }
  }
  const place = pathText(root, path);
  return [{ path: place, message: messageOf(issue, place === '' ? 'value' : place) }];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function messageOf(issue: Issue, name: string): Message {
  switch (issue.code) {
    case 'invalid_type':
      // zod leaves `input` out unless it is asked for it; a missing value is the one it words as "undefined".
      return issue.input === undefined && issue.message.endsWith('received undefined')
        ? messages.value_missing({ name })
        : messages.value_wrong_type({ name, expected: issue.expected });
    case 'invalid_value':
      return messages.value_not_allowed({ name, allowed: issue.values.map(String).join(', ') });
    case 'too_small':
      if (!isDefault(issue.message)) return messages.value_refused({ name, because: sentence(issue.message) });
      return isAmount(issue.origin)
        ? messages.number_too_small({ name, minimum: String(issue.minimum) })
        : messages.value_too_small({ name, minimum: String(issue.minimum), of: issue.origin });
    case 'too_big':
      if (!isDefault(issue.message)) return messages.value_refused({ name, because: sentence(issue.message) });
      return isAmount(issue.origin)
        ? messages.number_too_big({ name, maximum: String(issue.maximum) })
        : messages.value_too_big({ name, maximum: String(issue.maximum), of: issue.origin });
    case 'invalid_format':
      return isDefault(issue.message)
        ? messages.value_malformed({ name, format: issue.format })
        : messages.value_refused({ name, because: sentence(issue.message) });
    default:
      return messages.value_refused({ name, because: sentence(issue.message) });
  }
}

function isAmount(origin: string): boolean {
  return origin === 'number' || origin === 'int' || origin === 'bigint' || origin === 'date';
}

/** zod's own English begins like this; anything else was written by the schema's author. */
function isDefault(message: string): boolean {
  return /^(Invalid|Too) /.test(message);
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** `spec.environments[2].promote.by` */
export function pathText(root: string, path: readonly PropertyKey[]): string {
  let text = root;
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}

/** The known word that somebody probably meant, or nothing when none is near. */
export function suggest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const best = closest(word, known);
  return distance(word, best) <= Math.max(1, Math.ceil(word.length / 3)) ? best : null;
}
