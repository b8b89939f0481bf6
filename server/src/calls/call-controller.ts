import type { Controller } from '../engine/controller.ts';
import type { Db } from '../engine/transaction.ts';
import { nest } from '../lib/message.ts';
import type { Message } from '../lib/message.ts';
import type { SendRequest } from '../lib/outgoing/send-request.ts';
import { Problem } from '../lib/problem.ts';
import { nextCall } from './call.ts';
import type { Call } from './call.ts';
import { callMessages as messages } from './call-messages.ts';
import { listCalls, noteAttempt } from './call-store.ts';

const timeoutMs = 10_000;
const maxBytes = 64 * 1024;

type Sign = (id: string, body: string) => Readonly<Record<string, string>>;

/** Kind `call`, key: a promotion's id. Calls the address until it answers 2xx, or until a day is over. */
export function createCallController(parts: {
  readonly sendRequest: SendRequest;
  readonly signerOf: (db: Db, place: { readonly project: string; readonly app: string }) => Promise<Sign>;
  /** Called as `call/before-run`, `call/after-run`, `call/after-record`. For tests that stop things there. */
  readonly reached?: ((boundary: string) => void | Promise<void>) | undefined;
}): Controller {
  const { reached = () => {} } = parts;

  async function send({ id, url, body }: Call, sign: Sign, signal: AbortSignal): Promise<Sent> {
    const { host } = new URL(url);
    const headers = { 'content-type': 'application/json', ...sign(id, body) };
    try {
      const { status } = await parts.sendRequest({ url, method: 'POST', headers, body, timeoutMs, maxBytes, signal });
      const isTaken = status >= 200 && status < 300;
      const words = { host, status };
      return { isTaken, message: isTaken ? messages.call_delivered(words) : messages.call_refused(words) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { isTaken: false, message: error.detail };
    }
  }

  return {
    kind: 'call',
    // They only wait for others, so one slow side leaves room for the rest.
    concurrency: 32,
    async look(claim) {
      const call = (await listCalls(claim.db, [claim.key])).get(claim.key);
      if (call === undefined || call.state !== 'pending') return { done: true };
      await reached('call/before-run');
      const sent = await send(call, await parts.signerOf(claim.db, call), claim.signal);
      // A server that stops has hung up itself; the attempt says nothing about the other side.
      claim.signal.throwIfAborted();
      await reached('call/after-run');
      const next = after(call, sent, new Date());
      await claim.transact(async (tx) => {
        await noteAttempt(tx.db, claim.key, next);
        if (next.state === 'pending') return;
        const { project, app, environment } = call;
        tx.emit({
          type: next.state === 'delivered' ? 'call.delivered' : 'call.abandoned',
          project,
          subject: `promotion/${claim.key}`,
          labels: { app, environment, promotion: claim.key },
          actor: 'sluice',
          door: 'system',
          data: { host: new URL(call.url).host, attempts: call.attempts + 1, message: { ...next.message } },
        });
      });
      await reached('call/after-record');
      return next.state === 'pending' ? { again: next.dueAt, reason: next.message } : { done: true };
    },
  };
}

interface Sent {
  readonly isTaken: boolean;
  readonly message: Message;
}

function after(call: Call, { isTaken, message }: Sent, now: Date) {
  const attempts = call.attempts + 1;
  if (isTaken) return { state: 'delivered' as const, message, dueAt: now };
  const dueAt = nextCall(attempts, now, Math.random());
  const problem = nest(message);
  if (dueAt > call.giveUpAt) {
    return { state: 'abandoned' as const, message: messages.call_abandoned({ problem, attempts }), dueAt: now };
  }
  const until = call.giveUpAt.toISOString();
  return { state: 'pending' as const, message: messages.call_again({ problem, attempts, until }), dueAt };
}
