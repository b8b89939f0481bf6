import { artifactRef } from '../../artifacts/index.ts';
import type { Routes } from '../../http/index.ts';
import { bulkAnswerSchema, bulkSchema } from './bulk-schema.ts';
import type { createPromoteAll } from './promote-all.ts';

export function bulkRoutes(promoteAll: ReturnType<typeof createPromoteAll>): Routes {
  return (app) => {
    app.post(
      '/v1/promotions/bulk',
      {
        config: { verb: 'promotion.create' },
        schema: {
          operationId: 'promotionCreateBulk',
          tags: ['promotions'],
          summary: 'Promote everything that is ready from one environment to another, each app on its own.',
          body: bulkSchema,
          response: { 200: bulkAnswerSchema },
        },
      },
      async (request) => {
        const { from, to, dryRun } = request.body;
        const items = await promoteAll(request.caller, request.body);
        return {
          from: from ?? null,
          to,
          dryRun,
          items: items.map(({ artifact, message, ...item }) => ({
            ...item,
            artifact: artifact === null ? null : artifactRef(artifact),
            message: request.words(message),
          })),
        };
      },
    );
  };
}
