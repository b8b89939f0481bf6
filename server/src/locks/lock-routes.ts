import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { isStanding } from './lock.ts';
import type { Lock } from './lock.ts';
import { liftLockSchema, lockAnswerSchema, lockSchema, setLockSchema } from './lock-schema.ts';
import type { LockAnswer, LockView } from './lock-schema.ts';
import { pageLocks } from './lock-store.ts';
import type { createLiftLock, createSetLock, LockOutcome } from './set-lock.ts';

const pageSchema = pageOf(lockSchema).meta({ id: 'LockPage' });

export function lockRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly setLock: ReturnType<typeof createSetLock>;
  readonly liftLock: ReturnType<typeof createLiftLock>;
}): Routes {
  const { db, identity } = parts;
  return (app) => {
    app.get(
      '/v1/locks',
      {
        config: { verb: 'lock.view' },
        schema: {
          operationId: 'lockList',
          tags: ['locks'],
          summary: 'Locks of a project, newest first; those that were lifted or have run out too.',
          querystring: z.strictObject({
            ...pageQuery,
            project: projectSchema,
            standing: z.enum(['true']).optional().describe('Only those that hold something now.'),
          }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, cursor, limit, standing } = request.query;
        await identity.authorize(request.caller, 'lock.view', { project });
        const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const standingAt = standing === undefined ? undefined : new Date();
        const locks = await pageLocks(db, { project, standingAt, before, limit: limit + 1 });
        const page = toPage(locks, limit, ({ id }) => [id]);
        return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
      },
    );

    app.post(
      '/v1/locks',
      {
        config: { verb: 'lock.set' },
        schema: {
          operationId: 'lockSet',
          tags: ['locks'],
          summary: 'Hold everything that would get into a target, an environment, an app, or a whole project.',
          body: setLockSchema,
          response: { 200: lockAnswerSchema, 201: lockAnswerSchema },
        },
      },
      async (request, reply) => {
        const done = await parts.setLock(request.caller, request.body);
        const answer = answerOf(done, request.words(done.message));
        return reply.code(done.outcome === 'unchanged' ? 200 : 201).send(answer);
      },
    );

    app.post(
      '/v1/locks/lift',
      {
        config: { verb: 'lock.set' },
        schema: {
          operationId: 'lockLift',
          tags: ['locks'],
          summary: 'Lift the lock on exactly this scope. What waited goes on by itself.',
          body: liftLockSchema,
          response: { 200: lockAnswerSchema },
        },
      },
      async (request) => {
        const done = await parts.liftLock(request.caller, request.body);
        return answerOf(done, request.words(done.message));
      },
    );
  };
}

function answerOf({ outcome, lock }: LockOutcome, message: MessageView): LockAnswer {
  return { outcome, message, lock: lock === null ? null : viewOf(lock) };
}

function viewOf(lock: Lock): LockView {
  const { id, project, app, environment, target, reason, actor, door, liftedBy } = lock;
  return {
    id,
    project,
    app,
    environment,
    target,
    reason,
    actor,
    door,
    liftedBy,
    standing: isStanding(lock, new Date()),
    createdAt: lock.createdAt.toISOString(),
    expiresAt: lock.expiresAt?.toISOString() ?? null,
    liftedAt: lock.liftedAt?.toISOString() ?? null,
  };
}
