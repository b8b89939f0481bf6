import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db, Transact } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import { isSafe } from './browser-guard.ts';
import { httpMessages as messages } from './http-messages.ts';
import { HttpProblem } from './http-problem.ts';
import { claimCommand, keepAnswer, markCommitted, releaseCommand } from './idempotency-store.ts';
import type { CommandKey, StoredAnswer } from './idempotency-store.ts';

export interface IdempotencyOptions {
  readonly db: Db;
  readonly transact: Transact;
  /** How long an answer is kept. Default 24 h. */
  readonly keepMs?: number;
  /** After this long without an answer, an attempt that never committed may be repeated. Default 60 s. */
  readonly leaseMs?: number;
  /** How long an equal request waits for the first one's answer before it is told to ask again. Default 10 s. */
  readonly waitMs?: number;
}

export interface Idempotency {
  /**
   * The `transact` to give to every command. Inside a request with an Idempotency-Key its first transaction also
   * records, in the same commit, that the command was carried out. That is why a crash between the commit and the
   * answer cannot make a retry do it twice.
   */
  readonly transact: Transact;
  /** Runs before the route. True when an earlier equal request was answered already, and this one got its answer. */
  before(request: FastifyRequest, reply: FastifyReply, actorId: string): Promise<boolean>;
  /** Runs when the answer is ready. */
  after(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<void>;
  /** Runs `go` so that `transact` knows the command. */
  within(request: FastifyRequest, go: () => void): void;
}

interface Attempt {
  readonly key: CommandKey;
  readonly claim: string;
  /** False for answers that hold a secret: those are shown once and kept nowhere. */
  readonly keepsAnswer: boolean;
}

export function createIdempotency(options: IdempotencyOptions): Idempotency {
  const { db, keepMs = 24 * 3600 * 1000, leaseMs = 60_000, waitMs = 10_000 } = options;
  const current = new AsyncLocalStorage<Attempt>();
  const attempts = new WeakMap<FastifyRequest, Attempt>();

  const transact: Transact = (change) =>
    options.transact(async (tx) => {
      const attempt = current.getStore();
      // First, so that equal attempts queue up on this row and not in the middle of the domain's rows.
      if (attempt !== undefined && !(await markCommitted(tx.db, attempt.key, attempt.claim))) {
        throw new Problem('Conflict', messages.idempotency_in_progress());
      }
      return change(tx);
    });

  async function before(request: FastifyRequest, reply: FastifyReply, actorId: string): Promise<boolean> {
    const header = request.headers['idempotency-key'];
    if (header === undefined || isSafe(request.method)) return false;
    if (typeof header !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(header)) {
      throw new Problem('InvalidInput', messages.idempotency_key_invalid());
    }
    const key: CommandKey = { actorId, keyHash: createHash('sha256').update(header).digest() };
    const mac = createHmac('sha256', header)
      .update(JSON.stringify([request.method, request.url, request.body ?? null]))
      .digest();
    const claim = randomUUID();
    const deadline = performance.now() + waitMs;
    for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, 200)) {
      const found = await claimCommand(db, key, mac, claim, leaseMs, keepMs);
      switch (found.state) {
        case 'claimed':
          attempts.set(request, { key, claim, keepsAnswer: request.routeOptions.config.keepsAnswer !== false });
          return false;
        case 'answered':
          await replay(reply, found.answer);
          return true;
        case 'other-command':
          throw new Problem('Conflict', messages.idempotency_key_reused());
        case 'answer-lost':
          throw new Problem('Conflict', messages.idempotency_answer_lost());
        case 'running':
          if (performance.now() > deadline) {
            throw new HttpProblem('Conflict', 409, messages.idempotency_in_progress(), {
              headers: { 'retry-after': '1' },
            });
          }
          await sleep(pauseMs);
      }
    }
  }

  async function after(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<void> {
    const attempt = attempts.get(request);
    if (attempt === undefined) return;
    attempts.delete(request);
    const isShownAgain = attempt.keepsAnswer && !request.dropsAnswer;
    const keeps = isShownAgain && reply.statusCode < 400 && (typeof body === 'string' || body === undefined);
    if (!keeps) return releaseCommand(db, attempt.key, attempt.claim);
    const type = reply.getHeader('content-type');
    await keepAnswer(db, attempt.key, attempt.claim, {
      status: reply.statusCode,
      type: typeof type === 'string' ? type : '',
      body: typeof body === 'string' ? body : '',
    });
  }

  return {
    transact,
    before,
    after,
    within: (request, go) => {
      const attempt = attempts.get(request);
      if (attempt === undefined) go();
      else current.run(attempt, go);
    },
  };
}

async function replay(reply: FastifyReply, answer: StoredAnswer): Promise<void> {
  reply.code(answer.status).header('idempotent-replayed', 'true').serializer(String);
  if (answer.type !== '') reply.header('content-type', answer.type);
  await reply.send(answer.body === '' ? undefined : answer.body);
}
