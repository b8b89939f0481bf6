import type * as z from 'zod';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import type { callSchema, callStates } from './call-schema.ts';
import { callMessages as messages } from './call-messages.ts';

/** What an address is told after something has arrived in an environment. */
export interface Call {
  readonly promotionId: string;
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly url: string;
  readonly body: string;
  readonly state: (typeof callStates)[number];
  readonly attempts: number;
  /** What came of the last attempt; null before the first. */
  readonly message: Message | null;
  readonly dueAt: Date;
  readonly giveUpAt: Date;
}

/** For so long an address is called again and again. */
export const patienceMs = 86_400_000;

const firstDelayMs = 1_000;
const longestDelayMs = 15 * 60_000;

/** When to call again after so many attempts that failed. `random` in [0, 1): many do not return at once. */
export function nextCall(attempts: number, now: Date, random: number): Date {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 20));
  return new Date(now.getTime() + Math.round(full * (0.5 + random / 2)));
}

export function callView(call: Call, words: (message: Message) => MessageView): z.output<typeof callSchema> {
  const { host } = new URL(call.url);
  const { state, attempts } = call;
  return { state, host, attempts, message: words(call.message ?? messages.call_pending({ host })) };
}
