import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { requireKnownFilter } from '../pipelines/index.ts';
import type { createApprove } from './approve.ts';
import type { createCancel } from './cancel.ts';
import type { createPromote, Promoted } from './promote.ts';
import { allowedPromotion, requirePromotion } from './promote.ts';
import {
  approveSchema,
  promoteAnswerSchema,
  promoteSchema,
  promotionSchema,
  promotionStates,
  rollbackSchema,
} from './promotion-schema.ts';
import { listPromotions } from './promotion-store.ts';
import { viewPromotions } from './promotion-view.ts';
import type { createResume } from './rollout/resume.ts';
import type { createRetry } from './rollout/retry.ts';
import type { createRollback } from './rollback/rollback.ts';

const pageSchema = pageOf(promotionSchema).meta({ id: 'PromotionPage' });
const idParams = z.strictObject({ id: z.string().max(64) });
const retrySchema = z.strictObject({ reason: z.string().max(500).optional() }).meta({ id: 'Retry' });
const cancelSchema = z.strictObject({ reason: z.string().max(500).optional() }).meta({ id: 'Cancel' });

export function promotionRoutes(deps: {
  readonly db: Db;
  readonly identity: Identity;
  readonly promote: ReturnType<typeof createPromote>;
  readonly rollback: ReturnType<typeof createRollback>;
  readonly approve: ReturnType<typeof createApprove>;
  readonly cancel: ReturnType<typeof createCancel>;
  readonly retry: ReturnType<typeof createRetry>;
  readonly resume: ReturnType<typeof createResume>;
}): Routes {
  const { db, identity } = deps;
  return (app) => {
    const answer = async (request: Parameters<typeof readPromotion>[0], promoted: Promoted) => ({
      outcome: promoted.outcome,
      message: request.words(promoted.message),
      promotion: promoted.promotionId === null ? null : await readPromotion(request, promoted.promotionId),
    });
    async function readPromotion(request: { words: Parameters<typeof viewPromotions>[2] }, id: string) {
      const promotion = await requirePromotion(db, id);
      const [view] = await viewPromotions(db, [promotion], (message) => request.words(message));
      if (view === undefined) throw new Error(`promotion ${id} has no view`);
      return view;
    }

    app.post(
      '/v1/promotions',
      {
        config: { verb: 'promotion.create' },
        schema: {
          operationId: 'promotionCreate',
          tags: ['promotions'],
          summary: 'Promote an artifact into the next environment, or a named one.',
          body: promoteSchema,
          response: { 200: promoteAnswerSchema, 202: promoteAnswerSchema },
        },
      },
      async (request, reply) => {
        const promoted = await deps.promote(request.caller, request.body);
        return reply.code(promoted.outcome === 'unchanged' ? 200 : 202).send(await answer(request, promoted));
      },
    );

    app.post(
      '/v1/rollbacks',
      {
        config: { verb: 'release.rollback' },
        schema: {
          operationId: 'rollbackCreate',
          tags: ['promotions'],
          summary: 'Return an environment to a release that was healthy there.',
          body: rollbackSchema,
          response: { 200: promoteAnswerSchema, 202: promoteAnswerSchema },
        },
      },
      async (request, reply) => {
        const promoted = await deps.rollback(request.caller, request.body);
        return reply.code(promoted.outcome === 'unchanged' ? 200 : 202).send(await answer(request, promoted));
      },
    );

    app.get(
      '/v1/promotions',
      {
        config: { verb: 'promotion.view' },
        schema: {
          operationId: 'promotionList',
          tags: ['promotions'],
          summary: 'Promotions, newest first.',
          querystring: z.strictObject({
            ...pageQuery,
            project: z.string().default('default'),
            app: z.string().optional(),
            environment: z.string().optional(),
            state: z.enum(promotionStates).optional(),
            executionId: z.string().optional(),
          }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { cursor, limit, project, executionId, ...filter } = request.query;
        await identity.authorize(request.caller, 'promotion.view', { project });
        const rows = await listPromotions(db, {
          ...filter,
          projects: [project],
          ...(executionId === undefined ? {} : { executionIds: [executionId] }),
          before: cursor === undefined ? undefined : decodeCursor(cursor, 1)[0],
          limit: limit + 1,
        });
        if (rows.length === 0 && cursor === undefined) await requireKnownFilter(db, { project, ...filter });
        const page = toPage(rows, limit, (promotion) => [promotion.id]);
        return {
          items: await viewPromotions(db, page.items, (message) => request.words(message)),
          nextCursor: page.nextCursor,
        };
      },
    );

    app.get(
      '/v1/promotions/:id',
      {
        config: { verb: 'promotion.view' },
        schema: {
          operationId: 'promotionView',
          tags: ['promotions'],
          summary: 'One promotion with its steps, gates and releases.',
          params: idParams,
          response: { 200: promotionSchema },
        },
      },
      async (request) => {
        const { id } = await allowedPromotion(deps, request.caller, 'promotion.view', request.params.id);
        return readPromotion(request, id);
      },
    );

    app.post(
      '/v1/promotions/:id/approvals',
      {
        config: { verb: 'promotion.approve' },
        schema: {
          operationId: 'promotionApprove',
          tags: ['promotions'],
          summary: 'Approve or reject exactly what this promotion would move now.',
          params: idParams,
          body: approveSchema,
          response: { 200: promotionSchema },
        },
      },
      async (request) => {
        await deps.approve(request.caller, request.params.id, request.body);
        return readPromotion(request, request.params.id);
      },
    );

    app.post(
      '/v1/promotions/:id/cancel',
      {
        config: { verb: 'promotion.cancel' },
        schema: {
          operationId: 'promotionCancel',
          tags: ['promotions'],
          summary: 'Begin nothing new of a promotion; what runs finishes, and what was done is named.',
          params: idParams,
          body: cancelSchema,
          response: { 200: promotionSchema },
        },
      },
      async (request) => {
        await deps.cancel(request.caller, request.params.id, request.body);
        return readPromotion(request, request.params.id);
      },
    );

    app.post(
      '/v1/promotions/:id/retry',
      {
        config: { verb: 'promotion.create' },
        schema: {
          operationId: 'promotionRetry',
          tags: ['promotions'],
          summary: 'Go on with a failed promotion at the step that failed.',
          params: idParams,
          body: retrySchema,
          response: { 200: promotionSchema },
        },
      },
      async (request) => {
        await deps.retry(request.caller, request.params.id, request.body);
        return readPromotion(request, request.params.id);
      },
    );

    app.post(
      '/v1/promotions/:id/resume',
      {
        config: { verb: 'promotion.create' },
        schema: {
          operationId: 'promotionResume',
          tags: ['promotions'],
          summary: 'End the pause before the next wave.',
          params: idParams,
          response: { 200: promotionSchema },
        },
      },
      async (request) => {
        await deps.resume(request.caller, request.params.id);
        return readPromotion(request, request.params.id);
      },
    );
  };
}
