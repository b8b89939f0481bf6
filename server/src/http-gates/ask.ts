import { gateMessages as messages, httpNames } from '../gates/index.ts';
import { judge } from '../lib/condition/condition.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import type { OutgoingAnswer, SendRequest } from '../lib/outgoing/send-request.ts';
import { Problem } from '../lib/problem.ts';
import type { Question } from './question.ts';

/** What an answer comes to. */
export interface Verdict {
  readonly state: 'open' | 'waiting';
  readonly message: Message;
  /** Nothing came of it but for a busy moment of this server: it is asked again soon. */
  readonly cutOff?: boolean;
}

/** Longer answers are none: a gate needs a yes or a no. */
const maxBytes = 64 * 1024;
const longestWords = 200;

/** Signs what is sent, where the app has a key for that. */
export type SignRequest = (id: string, body: string) => Readonly<Record<string, string>>;

/** Asks once and judges the answer. Whatever goes wrong out there is a reason to wait. */
export async function ask(
  sendRequest: SendRequest,
  { url, host, spec, facts, key }: Question,
  signal: AbortSignal,
  sign: SignRequest,
): Promise<Verdict> {
  const { method, timeout: timeoutMs, condition } = spec;
  const body = method === 'POST' ? JSON.stringify(facts) : '';
  const content: Readonly<Record<string, string>> = method === 'POST' ? { 'content-type': 'application/json' } : {};
  const headers = { ...spec.headers, ...content, ...sign(`${facts.promotion}.${key}`, body) };
  let answer: OutgoingAnswer;
  try {
    answer = await sendRequest({ url, method, headers, body, timeoutMs, maxBytes, signal });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { state: 'waiting', message: messages.gate_http_unreached({ problem: nest(error.detail) }) };
  }
  const { status } = answer;
  const { version, digest, revision } = facts;
  const value = valueOf(answer.body);
  const judgement = judge(condition, httpNames, {
    status: BigInt(status),
    headers: answer.headers,
    body: value,
    artifact: { version, digest, revision },
  });
  if (!judgement.judged) {
    const problem = nest(judgement.problem);
    const message = messages.gate_http_unjudged({ host, status, problem });
    return { state: 'waiting', message, cutOff: judgement.late };
  }
  return judgement.holds
    ? { state: 'open', message: messages.gate_http_met({ host, status }) }
    : { state: 'waiting', message: messages.gate_http_no({ host, status, words: wordsIn(value) }) };
}

/** JSON where it is JSON; else the text itself. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What the other side gives as its reason, if it gives one. */
function wordsIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { message, reason } = value as { readonly message?: unknown; readonly reason?: unknown };
  const words = [reason, message].find((one) => typeof one === 'string');
  return typeof words !== 'string'
    ? null
    : words
        .replaceAll(/[\p{C}\s]+/gu, ' ')
        .trim()
        .slice(0, longestWords) || null;
}
