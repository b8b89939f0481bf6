import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { EngineEvents } from '../engine/index.ts';
import type { Db } from '../engine/transaction.ts';
import { eventPageSchema, followQuerySchema } from '../events/index.ts';
import type { EventAnswers } from '../events/index.ts';
import { decodeCursor, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { systemClock } from '../lib/clock.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { findPipeline, listPipelines, requireKnownFilter } from '../pipelines/index.ts';
import { executionMessages as messages } from './execution-messages.ts';
import {
  executionPageSchema,
  executionQuerySchema,
  executionSchema,
  pipelineExecutionFilter,
} from './execution-schema.ts';
import type { ExecutionFilter } from './execution-schema.ts';
import { findExecution } from './execution-store.ts';
import type { Execution } from './execution-store.ts';
import { viewExecutions } from './execution-view.ts';
import type { PromotionsOf } from './execution-view.ts';
import { findExecutions, queryOf } from './list-executions.ts';
import type { ExecutionIdsIn } from './list-executions.ts';

export const unknownExecution = (id: string): Problem => new Problem('NotFound', messages.execution_not_found({ id }));

const idParams = z.strictObject({ id: z.string().max(64) });

export function executionRoutes(deps: {
  readonly db: Db;
  readonly identity: Identity;
  readonly events: Pick<EngineEvents, 'position'>;
  readonly eventAnswers: EventAnswers;
  readonly promotionsOf: PromotionsOf;
  readonly executionIdsIn: ExecutionIdsIn;
}): Routes {
  const { db, identity } = deps;

  async function page(
    request: Pick<FastifyRequest, 'words' | 'caller'>,
    filter: ExecutionFilter,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ) {
    const { project, environment } = filter;
    await identity.authorize(request.caller, 'execution.view', { project });
    // Before anything is read: whoever follows from here sees whatever this answer does not have yet.
    const position = await deps.events.position();
    const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
    const query = { ...queryOf(filter, systemClock), before, limit: limit + 1 };
    const rows = await findExecutions(db, deps.executionIdsIn, query, { project, environment });
    if (rows.length === 0 && cursor === undefined) await requireKnownFilter(db, filter);
    const { items, nextCursor } = toPage(rows, limit, (execution) => [execution.id]);
    const words: FastifyRequest['words'] = (message) => request.words(message);
    return { items: await viewExecutions(db, deps.promotionsOf, items, words), nextCursor, position };
  }

  async function requireExecution(request: Pick<FastifyRequest, 'caller'>, id: string): Promise<Execution> {
    const unknown = unknownExecution(id);
    const execution = await findExecution(db, id);
    if (execution === undefined) throw unknown;
    const { project, app } = execution;
    await identity.authorize(request.caller, 'execution.view', { project, app }, { unknown });
    return execution;
  }

  async function requirePipeline(project: string, name: string): Promise<void> {
    if ((await findPipeline(db, project, name)) !== undefined) return;
    const known = (await listPipelines(db, [project])).map((pipeline) => pipeline.name);
    const suggestion = didYouMean(name, known) ?? null;
    throw new Problem('NotFound', messages.execution_pipeline_not_found({ name, suggestion }));
  }

  return (app) => {
    app.get(
      '/v1/executions',
      {
        config: { verb: 'execution.view' },
        schema: {
          operationId: 'executionList',
          tags: ['executions'],
          summary: 'Journeys of artifacts through pipelines, newest first.',
          querystring: executionQuerySchema,
          response: { 200: executionPageSchema },
        },
      },
      async (request) => {
        const { limit, cursor, ...filter } = request.query;
        return page(request, filter, { limit, cursor });
      },
    );

    app.get(
      '/v1/pipelines/:name/executions',
      {
        config: { verb: 'execution.view' },
        schema: {
          operationId: 'pipelineExecutionList',
          tags: ['executions'],
          summary: 'Journeys of artifacts through one pipeline, newest first.',
          params: z.strictObject({ name: z.string().max(64) }),
          querystring: z.strictObject({ ...pageQuery, project: projectSchema, ...pipelineExecutionFilter }),
          response: { 200: executionPageSchema },
        },
      },
      async (request) => {
        const { limit, cursor, ...filter } = request.query;
        const { name } = request.params;
        await identity.authorize(request.caller, 'execution.view', { project: filter.project });
        await requirePipeline(filter.project, name);
        return page(request, { ...filter, pipeline: name }, { limit, cursor });
      },
    );

    app.get(
      '/v1/executions/:id',
      {
        config: { verb: 'execution.view' },
        schema: {
          operationId: 'executionView',
          tags: ['executions'],
          summary: 'One journey: how far the artifact has come, and what happened in each environment.',
          params: idParams,
          response: { 200: executionSchema },
        },
      },
      async (request) => {
        const execution = await requireExecution(request, request.params.id);
        const [view] = await viewExecutions(db, deps.promotionsOf, [execution], (message) => request.words(message));
        if (view === undefined) throw new Error(`execution ${execution.id} has no view`);
        return view;
      },
    );

    app.get(
      '/v1/executions/:id/events',
      {
        config: { verb: 'execution.view' },
        schema: {
          operationId: 'executionEvents',
          tags: ['executions'],
          summary: 'What happened to this execution. With "Accept: text/event-stream": what happens, as it happens.',
          params: idParams,
          querystring: followQuerySchema,
          response: { 200: eventPageSchema },
        },
      },
      async (request, reply) => {
        const { id, project } = await requireExecution(request, request.params.id);
        const filter = { projects: [project], labels: { execution: id } };
        return deps.eventAnswers.answer(request, reply, { filter, ...request.query });
      },
    );
  };
}
