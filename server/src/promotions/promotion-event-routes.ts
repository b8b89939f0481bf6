import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { eventPageSchema, followQuerySchema } from '../events/index.ts';
import type { EventAnswers } from '../events/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { allowedPromotion } from './promote.ts';

/** `sluice watch prm_…`: everything that happens to one promotion, its steps and its releases. */
export function promotionEventRoutes(deps: {
  readonly db: Db;
  readonly identity: Identity;
  readonly eventAnswers: EventAnswers;
}): Routes {
  return (app) => {
    app.get(
      '/v1/promotions/:id/events',
      {
        config: { verb: 'promotion.view' },
        schema: {
          operationId: 'promotionEvents',
          tags: ['promotions'],
          summary: 'What happened to this promotion. With "Accept: text/event-stream": what happens, as it happens.',
          params: z.strictObject({ id: z.string().max(64) }),
          querystring: followQuerySchema,
          response: { 200: eventPageSchema },
        },
      },
      async (request, reply) => {
        const { id, project } = await allowedPromotion(deps, request.caller, 'promotion.view', request.params.id);
        const filter = { projects: [project], labels: { promotion: id } };
        return deps.eventAnswers.answer(request, reply, { filter, ...request.query });
      },
    );
  };
}
