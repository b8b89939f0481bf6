import * as z from 'zod';
import type { Repositories } from '../apps/index.ts';
import type { EngineEvents } from '../engine/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Routes } from '../http/index.ts';
import { mayDo } from '../identity/index.ts';
import type { Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { promoteSchema } from '../promotions/index.ts';
import type { Runtime } from '../releases/index.ts';
import { createCountCommits } from './commit-count.ts';
import { diff } from './diff.ts';
import { createPlanPromotion } from './plan-promotion.ts';
import { promotionPlanSchema } from './plan-schema.ts';
import { diffPageSchema, environmentPageSchema, whySchema } from './environment-schema.ts';
import { explain } from './explain.ts';
import { listEnvironments } from './list-environments.ts';
import { createReadHealth } from './target-health.ts';

const name = z.string().min(1).max(100);
const side = z.string().min(1).max(200);

/** What people see: what is where, why, and what differs. */
export function environmentRoutes(deps: {
  readonly db: Db;
  readonly identity: Identity;
  readonly events: Pick<EngineEvents, 'position'>;
  readonly repositories: Repositories;
  readonly runtimes: readonly Runtime[];
  /** Where people push an app to. */
  readonly repositoryUrl: (app: { readonly project: string; readonly name: string }) => string;
}): Routes {
  const { db, identity, repositories } = deps;
  const readHealth = createReadHealth(deps.runtimes);
  const runtimes = deps.runtimes.map((runtime) => runtime.name);
  const countCommits = createCountCommits(repositories);
  const planPromotion = createPlanPromotion({ db, identity, repositories, runtimes });

  return (app) => {
    app.get(
      '/v1/environments',
      {
        config: { verb: 'release.view' },
        schema: {
          operationId: 'environmentList',
          tags: ['environments'],
          summary: 'What is where: every environment of every app, with what is on its way there.',
          querystring: z.strictObject({ project: projectSchema, app: name.optional(), environment: name.optional() }),
          response: { 200: environmentPageSchema },
        },
      },
      async (request) => {
        await identity.authorize(request.caller, 'release.view', { project: request.query.project });
        // Before anything is read: whoever follows from here sees whatever this answer does not have yet.
        const position = await deps.events.position();
        const parts = { db, readHealth, countCommits, runtimes };
        const items = await listEnvironments(parts, request.query, (message) => request.words(message));
        return { items, position };
      },
    );

    app.post(
      '/v1/promotions/plan',
      {
        config: { verb: 'promotion.create' },
        schema: {
          operationId: 'promotionPlan',
          tags: ['promotions'],
          summary: 'What a promotion would do, wait for and bring. Nothing is changed.',
          body: promoteSchema,
          response: { 200: promotionPlanSchema },
        },
      },
      async (request) => planPromotion(request.caller, request.body, (message) => request.words(message)),
    );

    app.get(
      '/v1/apps/:app/environments/:environment/why',
      {
        config: { verb: 'promotion.view' },
        schema: {
          operationId: 'environmentWhy',
          tags: ['environments'],
          summary: 'Why an artifact is in an environment, or why not, and what to do about it.',
          params: z.strictObject({ app: name, environment: name }),
          querystring: z.strictObject({
            project: projectSchema,
            artifact: side.optional().describe('A version, digest or revision; without it, what would come next.'),
          }),
          response: { 200: whySchema },
        },
      },
      async (request) => {
        const query = { ...request.query, ...request.params };
        const { project, environment } = query;
        await identity.authorize(request.caller, 'promotion.view', { project, app: query.app, environment });
        const parts = { db, repositories, readHealth, runtimes, repositoryUrl: deps.repositoryUrl };
        return explain(parts, query, (message) => request.words(message));
      },
    );

    app.get(
      '/v1/diff',
      {
        config: { verb: 'artifact.view' },
        schema: {
          operationId: 'environmentDiff',
          tags: ['environments'],
          summary: 'What one environment or version has that another has not, and the command that closes the gap.',
          querystring: z.strictObject({
            project: projectSchema,
            from: side.describe('An environment, or an address like shop@1.2.0.'),
            to: side.describe('An environment, or an address like shop@1.1.0.'),
            app: name.optional().describe('Without it, every app that has both environments.'),
          }),
          response: { 200: diffPageSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await identity.authorize(request.caller, 'artifact.view', { project });
        const maySeeConfiguration = mayDo(request.caller.bindings, 'config.view', { project });
        const words = (message: Parameters<typeof request.words>[0]) => request.words(message);
        return { items: await diff({ db, repositories }, request.query, maySeeConfiguration, words) };
      },
    );
  };
}
