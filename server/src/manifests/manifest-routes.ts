import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { entityTag, isUnchanged, requireMatch } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Caller, Identity } from '../identity/index.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { Problem } from '../lib/problem.ts';
import { didYouMean } from '../lib/suggestion.ts';
import { appliedMessage } from './apply.ts';
import type { ApplyManifest } from './apply.ts';
import type { Kind } from './kind.ts';
import type { RemoveManifest } from './remove.ts';
import { documentSchema } from './manifest.ts';
import { manifestMessages as messages } from './manifest-messages.ts';
import { applyAnswerSchema, applySchema, manifestSchema } from './manifest-schema.ts';
import { listSpecNames, listSpecs } from './manifest-store.ts';
import type { StoredSpec } from './manifest-store.ts';

const deletedSchema = z.object({ message: messageSchema }).meta({ id: 'DeletedManifest' });
const historySchema = z.object({ items: z.array(manifestSchema) }).meta({ id: 'ManifestHistory' });

export function manifestRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly apply: ApplyManifest;
  readonly remove: RemoveManifest;
  readonly kinds: readonly Kind[];
}): Routes {
  const { db, identity, kinds } = parts;
  const words = kinds.map(({ kind }) => kind.toLowerCase());
  const params = z.strictObject({ kind: z.enum(words), name: z.string().max(100) });

  function kindOf(word: string): Kind {
    const kind = kinds.find((candidate) => candidate.kind.toLowerCase() === word);
    if (kind === undefined) throw new Error(`${word} is no kind of manifest`);
    return kind;
  }

  /** Every generation of something that is there, newest first. */
  async function generationsOf(caller: Caller, project: string, word: string, name: string): Promise<StoredSpec[]> {
    const kind = kindOf(word);
    await identity.authorize(caller, kind.viewVerb, { project });
    const key = { project, kind: kind.kind, name };
    if (await kind.exists(db, project, name)) return listSpecs(db, key);
    const suggestion = didYouMean(name, await existing(kind, project)) ?? null;
    throw new Problem('NotFound', messages.manifest_not_found({ kind: kind.kind, name, suggestion }));
  }

  async function existing(kind: Kind, project: string): Promise<string[]> {
    const names = await listSpecNames(db, { project, kind: kind.kind });
    const there = await Promise.all(names.map((name) => kind.exists(db, project, name)));
    return names.filter((_, index) => there[index] === true);
  }

  return (app) => {
    app.post(
      '/v1/apply',
      {
        config: { verb: 'app.apply' },
        schema: {
          operationId: 'manifestApply',
          tags: ['manifests'],
          summary: 'Apply a manifest of one or more YAML documents: all of them, or none.',
          body: applySchema,
          response: { 200: applyAnswerSchema },
        },
      },
      async (request) => {
        // Whoever edits what they have read sends its ETag, and is refused when somebody else was faster.
        const expectGeneration = (current: number): void => requireMatch(request, entityTag(current));
        const applied = await parts.apply(request.caller, request.body, { expectGeneration });
        if (applied.some(({ secret }) => secret !== undefined)) request.dropsAnswer = true;
        return {
          applied: applied.map(({ file: _file, ...one }) => ({
            ...one,
            changes: one.changes.map(({ path, before = null, after = null }) => ({ path, before, after })),
            message: request.words(appliedMessage(one)),
            notices: one.notices.map((notice) => request.words(notice)),
          })),
        };
      },
    );

    app.get(
      '/v1/manifests/:kind/:name',
      {
        config: { verb: 'app.view' },
        schema: {
          operationId: 'manifestView',
          tags: ['manifests'],
          summary: 'A manifest as its author wrote it.',
          params,
          querystring: z.strictObject({
            project: projectSchema,
            generation: z.coerce.number().int().min(1).optional().describe('Without it: the newest.'),
          }),
          response: { 200: manifestSchema, 304: z.null() },
        },
      },
      async (request, reply) => {
        const { kind, name } = request.params;
        const { project, generation } = request.query;
        const generations = await generationsOf(request.caller, project, kind, name);
        const found =
          generation === undefined ? generations[0] : generations.find((spec) => spec.generation === generation);
        if (found === undefined) {
          const newest = generations[0]?.generation ?? 0;
          const words = { kind, name, generation: generation ?? 0, newest };
          throw new Problem('NotFound', messages.manifest_no_generation(words));
        }
        const tag = entityTag(found.generation);
        reply.header('etag', tag);
        return isUnchanged(request, tag) ? reply.code(304).send(null) : viewOf(found);
      },
    );

    app.get(
      '/v1/manifests/:kind/:name/history',
      {
        config: { verb: 'app.view' },
        schema: {
          operationId: 'manifestHistory',
          tags: ['manifests'],
          summary: 'Every generation of a manifest, newest first.',
          params,
          querystring: z.strictObject({ project: projectSchema }),
          response: { 200: historySchema },
        },
      },
      async (request) => {
        const { kind, name } = request.params;
        const generations = await generationsOf(request.caller, request.query.project, kind, name);
        return { items: generations.map(viewOf) };
      },
    );

    app.delete(
      '/v1/manifests/:kind/:name',
      {
        config: { verb: 'app.delete' },
        schema: {
          operationId: 'manifestDelete',
          tags: ['manifests'],
          summary: 'Delete what a manifest made; refused when that would orphan something.',
          params,
          querystring: z.strictObject({ project: projectSchema }),
          response: { 200: deletedSchema },
        },
      },
      async (request) => {
        const { kind: word, name } = request.params;
        const { project } = request.query;
        const kind = kindOf(word);
        await parts.remove(request.caller, kind, { project, name });
        return { message: request.words(messages.manifest_deleted({ kind: kind.kind, name })) };
      },
    );

    for (const kind of kinds) {
      const url = `/schemas/${kind.kind.toLowerCase()}.json`;
      const document = { $id: url, ...z.toJSONSchema(documentSchema(kind.kind, kind.schema), { io: 'input' }) };
      app.get(url, { config: { public: true }, schema: { hide: true } }, async (_request, reply) =>
        // Editors fetch it from pages of their own.
        reply
          .headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
          .send(document),
      );
    }
  };
}

function viewOf(spec: StoredSpec) {
  return {
    kind: spec.kind,
    name: spec.name,
    project: spec.project,
    generation: spec.generation,
    manifest: spec.source,
    actor: spec.actor,
    appliedAt: spec.appliedAt.toISOString(),
  };
}
