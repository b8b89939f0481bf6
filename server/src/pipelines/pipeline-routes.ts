import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import type { createDeletePipeline } from './delete-pipeline.ts';
import { pipelineSchema } from './pipeline-schema.ts';
import type { PipelineView } from './pipeline-schema.ts';
import { pagePipelines } from './pipeline-store.ts';
import type { StoredPipeline } from './pipeline-store.ts';
import { requirePipeline } from './place.ts';

const pageSchema = pageOf(pipelineSchema).meta({ id: 'PipelinePage' });
const deletedSchema = z.object({ message: messageSchema }).meta({ id: 'DeletedPipeline' });
const params = z.strictObject({ name: z.string().max(100) });
const ofProject = z.strictObject({ project: projectSchema });

export function pipelineRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly deletePipeline: ReturnType<typeof createDeletePipeline>;
}): Routes {
  const { db, identity } = parts;
  return (app) => {
    app.get(
      '/v1/pipelines',
      {
        config: { verb: 'pipeline.view' },
        schema: {
          operationId: 'pipelineList',
          tags: ['pipelines'],
          summary: 'Pipelines of a project, by name.',
          querystring: z.strictObject({ ...pageQuery, project: projectSchema }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, limit, cursor } = request.query;
        await identity.authorize(request.caller, 'pipeline.view', { project });
        const after = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const page = toPage(await pagePipelines(db, { project, after, limit: limit + 1 }), limit, ({ name }) => [name]);
        return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/v1/pipelines/:name',
      {
        config: { verb: 'pipeline.view' },
        schema: {
          operationId: 'pipelineView',
          tags: ['pipelines'],
          summary: 'One pipeline with every default spelled out.',
          params,
          querystring: ofProject,
          response: { 200: pipelineSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await identity.authorize(request.caller, 'pipeline.view', { project });
        return viewOf(await requirePipeline(db, project, request.params.name));
      },
    );

    app.delete(
      '/v1/pipelines/:name',
      {
        config: { verb: 'pipeline.delete' },
        schema: {
          operationId: 'pipelineDelete',
          tags: ['pipelines'],
          summary: 'Delete a pipeline on whose targets nothing runs.',
          params,
          querystring: ofProject,
          response: { 200: deletedSchema },
        },
      },
      async (request) => {
        const message = await parts.deletePipeline(request.caller, request.query.project, request.params.name);
        return { message: request.words(message) };
      },
    );
  };
}

function viewOf(pipeline: StoredPipeline): PipelineView {
  return {
    name: pipeline.name,
    project: pipeline.project,
    app: pipeline.app,
    generation: pipeline.generation,
    template: pipeline.template,
    environments: pipeline.environments.map((environment) => ({
      name: environment.name,
      order: environment.order,
      after: [...environment.after],
      strategy: environment.strategy,
      branch: environment.branch,
      feedBranch: environment.feedBranch,
      automatic: environment.automatic,
      orderRule: environment.orderRule,
      approvals: Math.max(0, ...environment.approvals.map(({ count }) => count)),
      targets: environment.targets.map(({ name, runtime }) => ({ name, runtime })),
    })),
    createdAt: pipeline.createdAt.toISOString(),
    updatedAt: pipeline.updatedAt.toISOString(),
  };
}
