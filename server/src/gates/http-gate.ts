import type { Message } from '../lib/message.ts';
import type { Gate } from './gate.ts';
import { gateMessages as messages } from './gate-messages.ts';

/** What was answered last, as it was judged then. */
export interface HttpAnswer {
  readonly state: 'open' | 'waiting';
  readonly message: Message;
  readonly since: Date;
  readonly nextAt: Date;
}

export interface HttpFacts {
  readonly host: string;
  readonly everyMs: number;
  /** Undefined while nobody has asked yet. */
  readonly answer: HttpAnswer | undefined;
  readonly now: Date;
}

/** So long after it should have been asked again an answer still counts, or longer where it is asked seldom. */
const graceMs = 120_000;

/** Never final: the other side may change its mind, so it is asked again and again. */
export function httpGate({ host, everyMs, answer, now }: HttpFacts): Gate {
  const gate = { name: 'http' as const, opensBy: null };
  const isOld = answer !== undefined && now.getTime() - answer.nextAt.getTime() > Math.max(graceMs, everyMs);
  if (answer === undefined || isOld) {
    return { ...gate, status: 'waiting', since: null, changesAt: null, message: messages.gate_http_unasked({ host }) };
  }
  const { state, message, since, nextAt } = answer;
  return { ...gate, status: state, message, since, changesAt: state === 'open' || nextAt <= now ? null : nextAt };
}
