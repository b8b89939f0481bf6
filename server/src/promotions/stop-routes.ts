import * as z from 'zod';
import type { Routes } from '../http/index.ts';
import { stopAnswerSchema, stopSchema } from './promotion-schema.ts';
import type { createStop } from './stop.ts';

export function stopRoutes(parts: { readonly stop: ReturnType<typeof createStop> }): Routes {
  return (app) => {
    app.post(
      '/v1/apps/:app/environments/:environment/stop',
      {
        config: { verb: 'environment.stop' },
        schema: {
          operationId: 'environmentStop',
          tags: ['environments'],
          summary: 'Stop what serves in an environment, on every target. A rollback starts it again.',
          params: z.strictObject({ app: z.string().max(100), environment: z.string().max(100) }),
          body: stopSchema,
          response: { 200: stopAnswerSchema, 202: stopAnswerSchema },
        },
      },
      async (request, reply) => {
        const stopped = await parts.stop(request.caller, request.params, request.body);
        const { outcome, releases } = stopped;
        const answer = { outcome, message: request.words(stopped.message), releases: [...releases] };
        return reply.code(outcome === 'unchanged' ? 200 : 202).send(answer);
      },
    );
  };
}
