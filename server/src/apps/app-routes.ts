import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { appKey } from './app.ts';
import type { App } from './app.ts';
import { appSchema, createAppSchema } from './app-schema.ts';
import type { AppView } from './app-schema.ts';
import { pageApps, requireApp } from './app-store.ts';
import type { createCreateApp } from './create-app.ts';
import type { createDeleteApp } from './delete-app.ts';
import { repositoryUrl } from './git-address.ts';

const pageSchema = pageOf(appSchema).meta({ id: 'AppPage' });
const deletedSchema = z.object({ message: messageSchema }).meta({ id: 'DeletedApp' });
const statuses = { created: 201, corrected: 202, unchanged: 200 } as const;
const params = z.strictObject({ app: z.string().max(100) });
const ofProject = z.strictObject({ project: projectSchema });

export interface AppRoutesParts {
  readonly db: Db;
  readonly identity: Identity;
  readonly createApp: ReturnType<typeof createCreateApp>;
  readonly deleteApp: ReturnType<typeof createDeleteApp>;
  /** Pipelines of a project by the key of the app that each delivers. */
  pipelineNames(db: Db, project: string): Promise<ReadonlyMap<string, string>>;
  /** Where people reach this server. */
  readonly publicUrl: string;
}

export function appRoutes(parts: AppRoutesParts): Routes {
  const { db, identity } = parts;

  async function viewsOf(
    project: string,
    apps: readonly App[],
    words: (message: Message) => MessageView,
  ): Promise<AppView[]> {
    const pipelines = await parts.pipelineNames(db, project);
    return apps.map((app) => ({
      name: app.name,
      project: app.project,
      generation: app.generation,
      description: app.spec.description ?? null,
      owner: app.spec.owner ?? null,
      links: app.spec.links,
      repositoryUrl: repositoryUrl(parts.publicUrl, app),
      repositoryState: app.repositoryState,
      repositoryMessage: app.repositoryMessage && words(app.repositoryMessage),
      pipeline: pipelines.get(appKey(app)) ?? null,
      buildCommand: app.spec.build?.command ?? null,
      healthPath: app.spec.health.path ?? null,
      createdAt: app.createdAt.toISOString(),
      updatedAt: app.updatedAt.toISOString(),
    }));
  }

  async function viewOne(project: string, name: string, words: (message: Message) => MessageView): Promise<AppView> {
    const [view] = await viewsOf(project, [await requireApp(db, project, name)], words);
    if (view === undefined) throw new Error(`app ${name} has no view`);
    return view;
  }

  return (app) => {
    app.get(
      '/v1/apps',
      {
        config: { verb: 'app.view' },
        schema: {
          operationId: 'appList',
          tags: ['apps'],
          summary: 'Apps of a project, by name.',
          querystring: z.strictObject({ ...pageQuery, project: projectSchema }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, limit, cursor } = request.query;
        await identity.authorize(request.caller, 'app.view', { project });
        const after = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const page = toPage(await pageApps(db, { project, after, limit: limit + 1 }), limit, ({ name }) => [name]);
        const items = await viewsOf(project, page.items, (message) => request.words(message));
        return { items, nextCursor: page.nextCursor };
      },
    );

    app.post(
      '/v1/apps',
      {
        config: { verb: 'app.apply' },
        schema: {
          operationId: 'appCreate',
          tags: ['apps'],
          summary: 'Create an app from its most common settings, without writing a manifest.',
          body: createAppSchema,
          // 202: the address of a repository that could not be taken over was corrected; it is read anew.
          response: { 200: appSchema, 201: appSchema, 202: appSchema },
        },
      },
      async (request, reply) => {
        const { project, name } = request.body;
        const outcome = await parts.createApp(request.caller, request.body);
        const view = await viewOne(project, name, (message) => request.words(message));
        return reply.code(statuses[outcome]).send(view);
      },
    );

    app.get(
      '/v1/apps/:app',
      {
        config: { verb: 'app.view' },
        schema: {
          operationId: 'appView',
          tags: ['apps'],
          summary: 'One app with its repository.',
          params,
          querystring: ofProject,
          response: { 200: appSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await identity.authorize(request.caller, 'app.view', { project, app: request.params.app });
        return viewOne(project, request.params.app, (message) => request.words(message));
      },
    );

    app.delete(
      '/v1/apps/:app',
      {
        config: { verb: 'app.delete' },
        schema: {
          operationId: 'appDelete',
          tags: ['apps'],
          summary: 'Delete an app that no pipeline delivers, with its repository, artifacts and history.',
          params,
          querystring: ofProject,
          response: { 200: deletedSchema },
        },
      },
      async (request) => {
        const message = await parts.deleteApp(request.caller, request.query.project, request.params.app);
        return { message: request.words(message) };
      },
    );
  };
}
