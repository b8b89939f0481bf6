import * as z from 'zod';
import { requireApp } from '../apps/index.ts';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { Problem } from '../lib/problem.ts';
import { artifactMessages as messages } from './artifact-messages.ts';
import { artifactSchema, buildSchema, clearArtifactSchema, clearedArtifactSchema } from './artifact-schema.ts';
import { artifactViews } from './artifact-view.ts';
import { listArtifacts, listArtifactsById, resolveArtifact } from './artifact-store.ts';
import type { createClearArtifact } from './clear-artifact.ts';
import { tailOf } from './build-log.ts';
import { findBuild, listBuilds } from './build-store.ts';

const artifactPage = pageOf(artifactSchema).meta({ id: 'ArtifactPage' });
const buildPage = pageOf(buildSchema).meta({ id: 'BuildPage' });
const ofApp = z.strictObject({ app: z.string().max(100) });
const address = z.string().min(1).max(200);

export function artifactRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly clearArtifact: ReturnType<typeof createClearArtifact>;
}): Routes {
  const { db, identity } = parts;

  async function enter(caller: Caller, project: string, app: string): Promise<void> {
    await identity.authorize(caller, 'artifact.view', { project, app });
    await requireApp(db, project, app);
  }

  return (app) => {
    app.get(
      '/v1/apps/:app/artifacts',
      {
        config: { verb: 'artifact.view' },
        schema: {
          operationId: 'artifactList',
          tags: ['artifacts'],
          summary: 'Artifacts of an app, newest first, or the one that an address means.',
          params: ofApp,
          querystring: z.strictObject({
            ...pageQuery,
            project: projectSchema,
            ref: address.optional().describe('A version, or the beginning of a digest or revision.'),
          }),
          response: { 200: artifactPage },
        },
      },
      async (request) => {
        const { project, ref, cursor, limit } = request.query;
        const name = request.params.app;
        await enter(request.caller, project, name);
        if (ref !== undefined) {
          return { items: await artifactViews(db, [await resolveArtifact(db, project, name, ref)]), nextCursor: null };
        }
        const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const rows = await listArtifacts(db, { project, app: name, before, limit: limit + 1 });
        const page = toPage(rows, limit, (artifact) => [artifact.id]);
        return { items: await artifactViews(db, page.items), nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/v1/apps/:app/artifacts/:ref',
      {
        config: { verb: 'artifact.view' },
        schema: {
          operationId: 'artifactView',
          tags: ['artifacts'],
          summary: 'One artifact, by version or by the beginning of its digest or revision.',
          params: z.strictObject({ app: z.string().max(100), ref: address }),
          querystring: z.strictObject({ project: projectSchema }),
          response: { 200: artifactSchema },
        },
      },
      async (request) => {
        const { app: name, ref } = request.params;
        await enter(request.caller, request.query.project, name);
        const [view] = await artifactViews(db, [await resolveArtifact(db, request.query.project, name, ref)]);
        if (view === undefined) throw new Error(`artifact ${ref} of ${name} has no view`);
        return view;
      },
    );

    app.post(
      '/v1/apps/:app/artifacts/:ref/clear',
      {
        config: { verb: 'artifact.clear' },
        schema: {
          operationId: 'artifactClear',
          tags: ['artifacts'],
          summary: 'Take the mark from an artifact that was found bad.',
          params: z.strictObject({ app: z.string().max(100), ref: address }),
          querystring: z.strictObject({ project: projectSchema }),
          body: clearArtifactSchema,
          response: { 200: clearedArtifactSchema },
        },
      },
      async (request) => {
        const { app: name, ref } = request.params;
        const { project } = request.query;
        const { reason } = request.body;
        const { message, artifact } = await parts.clearArtifact(request.caller, { project, app: name, ref, reason });
        const [view] = await artifactViews(db, [artifact]);
        if (view === undefined) throw new Error(`artifact ${ref} of ${name} has no view`);
        return { message: request.words(message), artifact: view };
      },
    );

    app.get(
      '/v1/apps/:app/builds',
      {
        config: { verb: 'artifact.view' },
        schema: {
          operationId: 'buildList',
          tags: ['artifacts'],
          summary: 'Builds of an app, newest first.',
          params: ofApp,
          querystring: z.strictObject({ ...pageQuery, project: projectSchema }),
          response: { 200: buildPage },
        },
      },
      async (request) => {
        const { project, cursor, limit } = request.query;
        await enter(request.caller, project, request.params.app);
        const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const rows = await listBuilds(db, { project, app: request.params.app, before, limit: limit + 1 });
        const page = toPage(rows, limit, (build) => [build.id]);
        const artifacts = await listArtifactsById(
          db,
          page.items.flatMap((build) => build.artifactId ?? []),
        );
        const items = page.items.map((build) => ({
          id: build.id,
          app: build.app,
          revision: build.revision,
          branch: build.branch,
          state: build.state,
          result: build.result,
          message: build.message && request.words(build.message),
          version: build.artifactId === null ? null : (artifacts.get(build.artifactId)?.version ?? null),
          createdAt: build.createdAt.toISOString(),
          finishedAt: build.finishedAt?.toISOString() ?? null,
        }));
        return { items, nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/v1/apps/:app/builds/:id/log',
      {
        // What a build prints may hold what only developers should see.
        config: { verb: 'logs.view' },
        schema: {
          operationId: 'buildLog',
          tags: ['artifacts'],
          summary: 'The end of what a build has printed, as plain text.',
          produces: ['text/plain'],
          params: z.strictObject({ app: z.string().max(100), id: z.string().max(64) }),
          querystring: z.strictObject({
            project: projectSchema,
            tail: z.coerce.number().int().min(1).max(10_000).default(1000).describe('How many lines at most.'),
          }),
          response: { 200: z.string() },
        },
      },
      async (request, reply) => {
        const { app: name, id } = request.params;
        const { project, tail } = request.query;
        await identity.authorize(request.caller, 'logs.view', { project, app: name });
        await requireApp(db, project, name);
        const build = await findBuild(db, id);
        if (build === undefined || build.project !== project || build.app !== name) {
          throw new Problem('NotFound', messages.build_not_found({ app: name, id }));
        }
        const text = build.logFile === null ? '' : await tailOf(build.logFile, tail);
        return reply.type('text/plain; charset=utf-8').serializer(String).send(text);
      },
    );
  };
}
