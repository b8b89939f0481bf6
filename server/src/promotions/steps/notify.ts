import { fill } from '../../http-gates/index.ts';
import { newId } from '../../lib/id.ts';
import type { Artifact } from '../../artifacts/index.ts';
import {
  expireNotice,
  findNotice,
  findSealedSecret,
  insertNotice,
  lockNotice,
  noticeMessages,
} from '../../notices/index.ts';
import type { Notice } from '../../notices/index.ts';
import { nest } from '../../lib/message.ts';
import { findEnvironment } from '../../pipelines/index.ts';
import type { Promotion } from '../promotion.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { splitPlan } from './handover.ts';
import type { Step, StepAnswer, StepParts } from './step.ts';
import { toldOf } from './told.ts';

/** Has an outside system told about the promotion and waits for its signed answer. All of it is one row. */
export function notifyStep({ publicUrl }: StepParts): Step {
  return {
    key: 'notify',
    async run({ claim, promotion, artifact }) {
      const { id, project, app, environment } = promotion;
      const known = await findNotice(claim.db, id);
      if (known !== undefined) {
        // An answer may come at the same moment: under the lock one of the two is first.
        const isOver = known.answer === null && (known.deadlineAt <= new Date() || promotion.cancelledBy !== null);
        const notice = !isOver
          ? known
          : await claim.transact(async (tx) => {
              await lockNotice(tx.db, id);
              await expireNotice(tx.db, id);
              return (await lockNotice(tx.db, id)) ?? known;
            });
        return answerOf(notice, promotion.cancelledBy);
      }
      if (splitPlan(promotion)) return { failed: true, message: messages.handover_several({ environment }) };
      const spec = (await findEnvironment(claim.db, promotion))?.notify ?? null;
      if (spec === null) {
        return { failed: true, message: messages.commit_edited_away({ environment, strategy: 'notify' }) };
      }
      if ((await findSealedSecret(claim.db, project, app)) === undefined) {
        return { failed: true, message: noticeMessages.notice_no_secret({ app }) };
      }
      const { version, digest } = artifact;
      const { revision } = promotion;
      const url = fill(spec.url, { project, app, environment, version, digest, revision });
      const deadlineAt = new Date(Date.now() + spec.timeoutMs);
      const body = JSON.stringify(bodyOf(promotion, artifact, deadlineAt, publicUrl));
      await claim.transact(async (tx) => {
        await insertNotice(tx.db, {
          promotionId: id,
          id: newId('ntc'),
          project,
          app,
          environment,
          url,
          body,
          deadlineAt,
        });
        tx.wake('notice', id);
      });
      return { wait: true, until: deadlineAt, message: noticeMessages.notice_sending({ host: new URL(url).host }) };
    },
  };
}

function answerOf(notice: Notice, cancelledBy: string | null): StepAnswer {
  const { answer, deadlineAt, toldAt, problem, attempts } = notice;
  const host = new URL(notice.url).host;
  const until = deadlineAt.toISOString();
  if (answer !== null) {
    const words = { host, words: answer.message };
    const link = answer.link === null ? {} : { link: answer.link };
    return answer.result === 'success'
      ? { done: true, message: noticeMessages.notice_success(words), ...link }
      : { failed: true, message: noticeMessages.notice_failure(words), ...link };
  }
  if (notice.expiredAt !== null && cancelledBy !== null) {
    const message = noticeMessages.notice_cancelled({ host, by: cancelledBy, told: toldAt !== null });
    return { failed: true, message, result: 'cancelled' };
  }
  if (notice.expiredAt !== null) {
    const message = noticeMessages.notice_expired({ host, until, told: toldAt !== null });
    return { failed: true, message, result: 'timeout' };
  }
  if (toldAt !== null) return { wait: true, until: deadlineAt, message: noticeMessages.notice_told({ host, until }) };
  const message =
    problem === null
      ? noticeMessages.notice_sending({ host })
      : noticeMessages.notice_not_taken({ host, attempts, problem: nest(problem), until });
  return { wait: true, until: deadlineAt, message };
}

function bodyOf(promotion: Promotion, artifact: Artifact, deadlineAt: Date, publicUrl: string) {
  return {
    type: 'promotion.notify',
    timestamp: new Date().toISOString(),
    data: {
      ...toldOf(promotion, artifact),
      answerUntil: deadlineAt.toISOString(),
      answerTo: `${publicUrl}/v1/promotions/${promotion.id}/answer`,
    },
  };
}
