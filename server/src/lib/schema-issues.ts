import { z } from 'zod';
import type { Message } from './message.ts';
import type { ProblemDetail } from './problem.ts';
import { schemaIssueMessages as messages } from './schema-issue-messages.ts';
import { didYouMean } from './suggestion.ts';

type Issue = z.core.$ZodIssue;
export type Path = readonly (string | number)[];

/** One thing that a schema refused, in our own words. */
export interface SchemaFault {
  /** Where it is; for an unknown field, the object that has it. */
  readonly path: Path;
  /** The field that is not known there. */
  readonly unknownField?: string;
  readonly message: Message;
}

export type Checked<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly faults: readonly SchemaFault[] };

/**
 * Parses, and says what is wrong in our own words: one fault for each thing, with the name that was probably meant. The
 * one place where zod's issues become messages. `root` is what stands in front of every path.
 */
export function checkShape<T>(schema: z.ZodType<T>, data: unknown, root: Path = []): Checked<T> {
  // zod tells which schema complained only while it words an issue; the list of keys is how the issue is met again.
  const fieldsOf = new Map<unknown, readonly string[]>();
  const parsed = schema.safeParse(data, {
    reportInput: true,
    error: (issue) => {
      if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
        fieldsOf.set(issue.keys, Object.keys(issue.inst.shape));
      }
      return undefined;
    },
  });
  if (parsed.success) return { success: true, data: parsed.data };
  return { success: false, faults: parsed.error.issues.flatMap((issue) => faultsOf(issue, root, fieldsOf)) };
}

/** As they stand in a problem, each with its path as text. */
export function detailsOf(faults: readonly SchemaFault[]): readonly ProblemDetail[] {
  return faults.map(({ path, unknownField, message }) => ({
    path: pathText(unknownField === undefined ? path : [...path, unknownField]),
    message,
  }));
}

function faultsOf(issue: Issue, above: Path, fieldsOf: ReadonlyMap<unknown, readonly string[]>): SchemaFault[] {
  const path = [...above, ...issue.path.filter((part) => typeof part !== 'symbol')];
  const name = pathText(path);
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsOf.get(issue.keys) ?? [];
    return issue.keys.map((field) => {
      const suggestion = didYouMean(field, known) ?? null;
      return { path, unknownField: field, message: messages.field_unknown({ name, field, suggestion, known }) };
    });
  }
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((branch) => branch.length > 0);
    // The branch that came furthest is the one its writer meant; one of another type altogether is not.
    const meant = branches.filter((branch) => !branch.some(isOfOtherType)).toSorted((a, b) => depth(b) - depth(a))[0];
    if (meant !== undefined) return meant.flatMap((inner) => faultsOf(inner, path, fieldsOf));
    const types = branches.flat().flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : []));
    if (types.length > 0 && issue.input !== undefined) {
      const expected = [...new Set(types)].join(' | ');
      return [{ path, message: messages.value_wrong_type({ name: name || 'value', expected }) }];
    }
  }
  // What is wrong with a name is what its own schema says about it.
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => ({ path, message: messageOf(inner, name) }));
  return [{ path, message: messageOf(issue, name || 'value') }];
}

function isOfOtherType(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function messageOf(issue: Issue, name: string): Message {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? messages.value_missing({ name })
        : messages.value_wrong_type({ name, expected: issue.expected });
    case 'invalid_value': {
      if (issue.input === undefined) return messages.value_missing({ name });
      const allowed = issue.values.map(String);
      const suggestion = typeof issue.input === 'string' ? (didYouMean(issue.input, allowed) ?? null) : null;
      return messages.value_not_allowed({ name, allowed: allowed.join(', '), suggestion });
    }
    case 'invalid_union':
      return issue.input === undefined
        ? messages.value_missing({ name })
        : messages.value_refused({ name, because: sentence(issue.message) });
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
      if (!isDefault(issue.message)) return messages.value_refused({ name, because: sentence(issue.message) });
      return issue.format === 'starts_with' && 'prefix' in issue
        ? messages.value_must_start({ name, start: String(issue.prefix) })
        : messages.value_malformed({ name, format: issue.format });
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
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
