import type { Claim, Controller } from '../engine/controller.ts';
import type { Db } from '../engine/transaction.ts';
import { gateMessages } from '../gates/index.ts';
import type { HttpAnswer } from '../gates/index.ts';
import type { SendRequest } from '../lib/outgoing/send-request.ts';
import { listAnswers, removeAnswers, writeAnswer } from './answer-store.ts';
import { ask } from './ask.ts';
import type { SignRequest } from './ask.ts';
import type { Question } from './question.ts';

/** After an answer that could not be judged in time. */
const soonMs = 5_000;

/**
 * Kind `http-gate`, key: a promotion's id. Asks whatever is due of what that promotion asks now, writes each answer down
 * as it comes, and wakes the promotion when one has changed. Nobody else ever waits for the other side.
 */
export function createHttpGateController(parts: {
  readonly sendRequest: SendRequest;
  /** What the promotion asks at this moment; nothing once it is past its gates. */
  readonly questionsOf: (db: Db, promotionId: string) => Promise<readonly Question[]>;
  readonly signerOf: (db: Db, place: { readonly project: string; readonly app: string }) => Promise<SignRequest>;
}): Controller {
  async function askOne(claim: Claim, question: Question, before: HttpAnswer | undefined): Promise<Date> {
    const sign = await parts.signerOf(claim.db, question.facts);
    const { state, message, cutOff = false } = await ask(parts.sendRequest, question, claim.signal, sign);
    // A replica that stops has broken off its own question: that is no answer.
    claim.signal.throwIfAborted();
    const askedAt = new Date();
    const { every } = question.spec;
    const nextAt = new Date(askedAt.getTime() + (cutOff ? Math.min(every, soonMs) : every));
    const since = before?.state === state ? before.since : askedAt;
    await claim.transact(async (tx) => {
      await writeAnswer(tx.db, claim.key, question.key, { state, message, since, askedAt, nextAt });
      if (before?.state !== state || before.message.text !== message.text) tx.wake('promotion', claim.key);
    });
    return nextAt;
  }

  return {
    kind: 'http-gate',
    // They only wait for others, so one slow side leaves room for the rest.
    concurrency: 64,
    async look(claim) {
      const questions = await parts.questionsOf(claim.db, claim.key);
      const [first] = questions;
      const answers = await listAnswers(claim.db, claim.key);
      if ([...answers.keys()].some((key) => questions.every((question) => question.key !== key))) {
        const keys = questions.map(({ key }) => key);
        await claim.transact((tx) => removeAnswers(tx.db, claim.key, keys));
      }
      if (first === undefined) return { done: true };
      const now = new Date();
      const settled = await Promise.allSettled(
        questions.map(async (question) => {
          const before = answers.get(question.key);
          return before === undefined || before.nextAt <= now ? askOne(claim, question, before) : before.nextAt;
        }),
      );
      const times = settled.map((one) => {
        if (one.status === 'rejected') throw one.reason;
        return one.value.getTime();
      });
      return {
        again: new Date(Math.min(...times)),
        reason: gateMessages.gate_http_unasked({ host: first.host }),
      };
    },
  };
}
