import type { Controller } from '../engine/controller.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import type { SendRequest } from '../lib/outgoing/send-request.ts';
import { Problem } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { nextTry } from './notice.ts';
import type { Notice } from './notice.ts';
import { noticeMessages as messages } from './notice-messages.ts';
import { findNotice, noteTry } from './notice-store.ts';
import { signedHeaders } from '../lib/outgoing/standard-webhooks.ts';
import { openSigningSecret } from './signing-secret.ts';

const timeoutMs = 10_000;
const maxBytes = 64 * 1024;

/**
 * Kind `notice`, key: a promotion's id. Tells the outside system until it answers 2xx or the time is over. After a crash
 * it may be told twice, with the same webhook-id and the same body.
 */
export function createNoticeController(parts: {
  readonly sendRequest: SendRequest;
  readonly secretBox: SecretBox;
  /** Called as `notice/before-run`, `notice/after-run`, `notice/after-record`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}): Controller {
  const { reached = () => {} } = parts;

  /** Null when it was taken. */
  async function send(notice: Notice, secret: string, signal: AbortSignal): Promise<Message | null> {
    const { id, url, body } = notice;
    const headers = { 'content-type': 'application/json', ...signedHeaders({ id, body }, [secret], new Date()) };
    try {
      const { status } = await parts.sendRequest({ url, method: 'POST', headers, body, timeoutMs, maxBytes, signal });
      const isTaken = status >= 200 && status < 300;
      return isTaken ? null : messages.notice_refused({ host: new URL(url).host, status });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.detail;
    }
  }

  return {
    kind: 'notice',
    // They only wait for others, so one slow side leaves room for the rest.
    concurrency: 32,
    async look(claim) {
      const notice = await findNotice(claim.db, claim.key);
      if (notice === undefined || notice.toldAt !== null || notice.answer !== null || notice.expiredAt !== null) {
        return { done: true };
      }
      const secret = await openSigningSecret(claim.db, parts.secretBox, notice);
      await reached('notice/before-run');
      const problem =
        secret === undefined
          ? messages.notice_no_secret({ app: notice.app })
          : await send(notice, secret, claim.signal);
      claim.signal.throwIfAborted();
      await reached('notice/after-run');
      await claim.transact(async (tx) => {
        await noteTry(tx.db, claim.key, problem);
        tx.wake('promotion', claim.key);
      });
      await reached('notice/after-record');
      if (problem === null) return { done: true };
      const attempts = notice.attempts + 1;
      const host = new URL(notice.url).host;
      const until = notice.deadlineAt.toISOString();
      return {
        again: nextTry(attempts, new Date()),
        reason: messages.notice_not_taken({ host, attempts, problem: nest(problem), until }),
      };
    },
  };
}
