import type { Db } from '../../engine/transaction.ts';
import type { Routes } from '../../http/index.ts';
import { artifactViews } from '../artifact-view.ts';
import type { createRegisterArtifact } from './register-artifact.ts';
import { registerArtifactSchema, registeredSchema } from './register-schema.ts';

export function registerArtifactRoutes(parts: {
  readonly db: Db;
  readonly register: ReturnType<typeof createRegisterArtifact>;
}): Routes {
  return (app) => {
    app.post(
      '/v1/artifacts',
      {
        config: { verb: 'artifact.register' },
        schema: {
          operationId: 'artifactRegister',
          tags: ['artifacts'],
          summary: 'Hand over an artifact that was built elsewhere. The same again changes nothing.',
          body: registerArtifactSchema,
          response: { 200: registeredSchema, 201: registeredSchema },
        },
      },
      async (request, reply) => {
        const { outcome, message, artifact } = await parts.register(request.caller, request.body);
        const [view] = await artifactViews(parts.db, [artifact]);
        if (view === undefined) throw new Error(`artifact ${artifact.id} has no view`);
        const status = outcome === 'registered' ? 201 : 200;
        return reply.code(status).send({ outcome, message: request.words(message), artifact: view });
      },
    );
  };
}
