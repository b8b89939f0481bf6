import type { Message } from '../lib/message.ts';

export interface NoticeAnswer {
  readonly result: 'success' | 'failure';
  readonly message: string | null;
  readonly link: string | null;
}

/** What an outside system is told about one promotion, and what it has answered. */
export interface Notice {
  readonly promotionId: string;
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly environment: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: number;
  readonly problem: Message | null;
  readonly toldAt: Date | null;
  readonly deadlineAt: Date;
  readonly expiredAt: Date | null;
  readonly answer: NoticeAnswer | null;
}

const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;

/** When to tell it again after so many tries that failed. */
export function nextTry(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 20)));
}
