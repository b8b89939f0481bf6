import * as z from 'zod';
import type { Db, Transact } from '../engine/transaction.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { sourceKey } from './source.ts';
import type { ManifestSource } from './source.ts';
import { sourceMessages as messages } from './source-messages.ts';
import { sourceSchema } from './source-schema.ts';
import type { SourceView } from './source-schema.ts';
import { listSources } from './source-store.ts';

const listSchema = z.object({ items: z.array(sourceSchema) }).meta({ id: 'ManifestSourceList' });
const syncedSchema = z.object({ message: messageSchema }).meta({ id: 'SyncingManifestSource' });
const params = z.strictObject({ name: z.string().max(100) });
const ofProject = z.strictObject({ project: projectSchema });

export function sourceRoutes(parts: {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
}): Routes {
  const { db, identity, transact } = parts;

  async function requireSource(project: string, name: string): Promise<ManifestSource> {
    const sources = await listSources(db, project);
    const found = sources.find((source) => source.name === name);
    if (found !== undefined) return found;
    const suggestion =
      didYouMean(
        name,
        sources.map((source) => source.name),
      ) ?? null;
    throw new Problem('NotFound', messages.source_not_found({ name, suggestion }));
  }

  return (app) => {
    app.get(
      '/v1/manifest-sources',
      {
        config: { verb: 'source.view' },
        schema: {
          operationId: 'manifestSourceList',
          tags: ['manifests'],
          summary: 'Repositories whose manifests are applied by themselves, and how that stands.',
          querystring: ofProject,
          response: { 200: listSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await identity.authorize(request.caller, 'source.view', { project });
        return { items: (await listSources(db, project)).map((source) => viewOf(source, (one) => request.words(one))) };
      },
    );

    app.get(
      '/v1/manifest-sources/:name',
      {
        config: { verb: 'source.view' },
        schema: {
          operationId: 'manifestSourceView',
          tags: ['manifests'],
          summary: 'One of them, with every document that it describes and everything that was refused.',
          params,
          querystring: ofProject,
          response: { 200: sourceSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await identity.authorize(request.caller, 'source.view', { project });
        return viewOf(await requireSource(project, request.params.name), (one) => request.words(one));
      },
    );

    app.post(
      '/v1/manifest-sources/:name/sync',
      {
        config: { verb: 'source.sync' },
        schema: {
          operationId: 'manifestSourceSync',
          tags: ['manifests'],
          summary: 'Look at it now.',
          params,
          body: ofProject,
          response: { 202: syncedSchema },
        },
      },
      async (request, reply) => {
        const { project } = request.body;
        await identity.authorize(request.caller, 'source.sync', { project });
        const { name } = await requireSource(project, request.params.name);
        await transact(async (tx) => tx.wake('manifest-source', sourceKey({ project, name })));
        return reply.code(202).send({ message: request.words(messages.source_syncing({ name })) });
      },
    );
  };
}

function viewOf(source: ManifestSource, words: (message: Message) => MessageView): SourceView {
  const { name, project, generation, spec, actor, state, seenRevision, appliedRevision } = source;
  return {
    name,
    project,
    generation,
    ...spec,
    actor,
    state,
    message: words(source.message ?? messages.source_waiting()),
    seenRevision,
    appliedRevision,
    appliedAt: source.appliedAt?.toISOString() ?? null,
    lookedAt: source.lookedAt?.toISOString() ?? null,
    objects: source.objects.map(({ drift, ...one }) => ({ ...one, drift: drift === null ? null : [...drift] })),
    faults: source.faults.map(({ message, ...place }) => ({ ...place, message: words(message) })),
  };
}
