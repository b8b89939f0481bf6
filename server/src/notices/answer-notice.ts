import { isDeepStrictEqual } from 'node:util';
import type { Db, Transact } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import type { NoticeAnswer } from './notice.ts';
import { noticeMessages as messages } from './notice-messages.ts';
import type { AnswerPromotion } from './notice-schema.ts';
import { findNotice, lockNotice, writeAnswer } from './notice-store.ts';
import { isFresh, isSigned, replayWindowMs } from '../lib/outgoing/standard-webhooks.ts';
import { openSigningSecret } from './signing-secret.ts';

/** What came, exactly as it came: the signature is about these letters. */
export interface SignedAnswer {
  readonly id: string;
  readonly timestamp: string;
  readonly signatures: string;
  readonly body: string;
}

export type AnswerNotice = (
  promotionId: string,
  signed: SignedAnswer,
  answer: AnswerPromotion,
) => Promise<{ readonly outcome: 'taken' | 'known'; readonly result: NoticeAnswer['result'] }>;

/**
 * `POST /v1/promotions/:id/answer`. The signature is the right to answer: it is bound to the one promotion by the id that
 * was sent with it. Whoever cannot sign learns nothing, not even whether there is such a promotion.
 */
export function createAnswerNotice(parts: {
  readonly db: Db;
  readonly transact: Transact;
  readonly secretBox: SecretBox;
}): AnswerNotice {
  return async (promotionId, signed, input) => {
    const notice = await findNotice(parts.db, promotionId);
    const secret = notice && (await openSigningSecret(parts.db, parts.secretBox, notice));
    const isTheirs = secret !== undefined && notice?.id === signed.id && isSigned(secret, signed, signed.signatures);
    if (!isTheirs) throw new Problem('Unauthenticated', messages.answer_not_signed());
    if (!isFresh(signed.timestamp, new Date())) {
      throw new Problem('Unauthenticated', messages.answer_too_old({ minutes: replayWindowMs / 60_000 }));
    }
    const { result } = input;
    const answer = { result, message: cleaned(input.message), link: input.link ?? null };
    return parts.transact(async (tx) => {
      const known = await lockNotice(tx.db, promotionId);
      if (known === undefined || known.expiredAt !== null) {
        throw new Problem('Conflict', messages.answer_too_late());
      }
      if (known.answer !== null) {
        if (!isDeepStrictEqual(known.answer, answer)) {
          throw new Problem('Conflict', messages.answer_given({ result: known.answer.result }));
        }
        return { outcome: 'known', result };
      }
      await writeAnswer(tx.db, promotionId, answer);
      tx.wake('promotion', promotionId);
      const { project, app, environment, url } = known;
      tx.emit({
        type: 'promotion.answered',
        project,
        subject: `promotion/${promotionId}`,
        labels: { app, environment, promotion: promotionId },
        actor: new URL(url).host,
        door: 'http',
        data: { ...answer },
      });
      return { outcome: 'taken', result };
    });
  };
}

function cleaned(text: string | undefined): string | null {
  return text?.replaceAll(/[\p{C}\s]+/gu, ' ').trim() || null;
}
