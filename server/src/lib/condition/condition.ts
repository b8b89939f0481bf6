import vm from 'node:vm';
import { Environment, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import type { Message } from '../message.ts';
import { conditionMessages as messages } from './condition-messages.ts';

/** What an expression may name: a CEL type, or an object whose fields are known. */
export type Names = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Why an expression cannot be used, with the place inside it, counted from 1. */
export interface ConditionFault {
  readonly at: number;
  readonly what:
    | { readonly fault: 'syntax'; readonly problem: string }
    | { readonly fault: 'too-big'; readonly limit: number }
    | { readonly fault: 'too-deep'; readonly limit: number }
    | { readonly fault: 'pattern' }
    | { readonly fault: 'not-a-condition'; readonly type: string };
}

export type Judgement =
  | { readonly judged: true; readonly holds: boolean }
  /** `late`: it was cut off, which says nothing about the values; on another day it may be in time. */
  | { readonly judged: false; readonly late: boolean; readonly problem: Message };

const longestExpression = 1000;
const mostParts = 200;
/** Loops within loops: each one multiplies the time by the length of what it goes through. */
const deepestLoop = 2;
const longestPattern = 200;
/** A condition is judged between two looks at the database. What is not done by then will not be. */
const patienceMs = 100;

const loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'bind']);

/** Everything that can be known to be wrong with an expression before it is ever asked; undefined when nothing is. */
export function conditionFault(expression: string, names: Names): ConditionFault | undefined {
  if (expression.length > longestExpression) {
    return { at: longestExpression + 1, what: { fault: 'too-big', limit: longestExpression } };
  }
  const environment = environmentWith(names);
  const checked = environment.check(expression);
  if (!checked.valid) {
    const error: unknown = checked.error;
    if (!(error instanceof ParseError || error instanceof CelTypeError)) throw error;
    const at = (error.range?.start ?? 0) + 1;
    if (error.code === 'limit_exceeded') return { at, what: { fault: 'too-big', limit: mostParts } };
    return { at, what: { fault: 'syntax', problem: error.summary } };
  }
  const type = String(checked.type);
  if (type !== 'bool' && type !== 'dyn') return { at: 1, what: { fault: 'not-a-condition', type } };
  return faultIn(environment.parse(expression).ast, 0);
}

/**
 * Whether the expression holds for the values. Bounded in time by the engine that runs it, whatever the expression and
 * the values are: also a pattern that would try for ever is cut off.
 */
export function judge(expression: string, names: Names, values: Readonly<Record<string, unknown>>): Judgement {
  try {
    const evaluate = environmentWith(names).parse(expression);
    const context = vm.createContext({ evaluate: () => evaluate({ ...values }) as unknown });
    const holds: unknown = vm.runInContext('evaluate()', context, { timeout: patienceMs });
    if (typeof holds === 'boolean') return { judged: true, holds };
    return { judged: false, late: false, problem: messages.condition_neither({ type: typeof holds }) };
  } catch (error) {
    const problem = wordsFor(error);
    return { judged: false, late: problem.code === 'condition_late', problem };
  }
}

function wordsFor(error: unknown): Message {
  // What V8 throws there belongs to the other context, and is no Error of ours.
  const thrown = Object(error) as { readonly code?: unknown; readonly summary?: unknown; readonly message?: unknown };
  if (thrown.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return messages.condition_late({ ms: patienceMs });
  return messages.condition_stumbled({ problem: String(thrown.summary ?? thrown.message ?? error) });
}

/** What may be named, in the words of an expression: `status`, `artifact.version`. */
export function namesIn(names: Names): string[] {
  return Object.entries(names).flatMap(([name, type]) =>
    typeof type === 'string' ? [name] : Object.keys(type).map((field) => `${name}.${field}`),
  );
}

function environmentWith(names: Names): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    limits: { maxAstNodes: mostParts, maxDepth: 30, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
  });
  for (const [name, type] of Object.entries(names)) {
    if (typeof type === 'string') environment.registerVariable(name, type);
    else environment.registerVariable(name, { schema: { ...type } });
  }
  return environment;
}

function faultIn(node: ASTNode, depth: number): ConditionFault | undefined {
  const { op, args } = node as { readonly op: string; readonly args: unknown };
  const at = (node.range?.start ?? node.pos) + 1;
  const name = (op === 'rcall' || op === 'call') && Array.isArray(args) ? String(args[0]) : '';
  const within = loops.has(name) ? depth + 1 : depth;
  if (within > deepestLoop) return { at, what: { fault: 'too-deep', limit: deepestLoop } };
  if (name === 'matches' && !isPattern((args as readonly unknown[]).at(-1))) return { at, what: { fault: 'pattern' } };
  const parts: readonly unknown[] = Array.isArray(args) ? args.flat(2) : [args];
  for (const part of parts) {
    const fault = isNode(part) ? faultIn(part, within) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A pattern has to be written out and be a pattern, so that nobody learns of a mistake in it while something waits. */
function isPattern(given: unknown): boolean {
  const last: unknown = Array.isArray(given) ? given.at(-1) : given;
  const text = isNode(last) && (last as { op: string }).op === 'value' ? (last as { args: unknown }).args : undefined;
  if (typeof text !== 'string' || text.length > longestPattern) return false;
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}
