import * as z from 'zod';
import { artifactRef, listArtifactsById } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { Release } from './release.ts';
import { releaseSchema } from './release-schema.ts';
import type { ReleaseView } from './release-schema.ts';
import { listReleases, listServingReleasesOf } from './release-store.ts';

const pageSchema = pageOf(releaseSchema).meta({ id: 'ReleasePage' });

export function releaseRoutes(parts: { readonly db: Db; readonly identity: Identity }): Routes {
  const { db, identity } = parts;
  return (app) => {
    app.get(
      '/v1/releases',
      {
        config: { verb: 'release.view' },
        schema: {
          operationId: 'releaseList',
          tags: ['releases'],
          summary: 'What every target of an app was given, newest first.',
          querystring: z.strictObject({
            ...pageQuery,
            project: projectSchema,
            app: z.string().max(100),
            environment: z.string().max(100).optional(),
            target: z.string().max(100).optional(),
          }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, app: name, environment, target, cursor, limit } = request.query;
        await identity.authorize(request.caller, 'release.view', {
          project,
          app: name,
          ...(environment === undefined ? {} : { environment }),
        });
        const { pipeline } = await requirePipelineOf(db, project, name);
        if (environment !== undefined) requireEnvironment(pipeline, environment);
        const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const rows = await listReleases(db, { project, app: name, environment, target, before, limit: limit + 1 });
        const page = toPage(rows, limit, (release) => [release.id]);
        const targetIds = [...new Set(page.items.map((release) => release.targetId))];
        const [serving, artifacts] = await Promise.all([
          listServingReleasesOf(db, targetIds),
          listArtifactsById(
            db,
            page.items.map((release) => release.artifactId),
          ),
        ]);
        const servingIds = new Set(serving.map((release) => release.id));
        const items = page.items.map((release) =>
          viewOf(release, artifacts, servingIds.has(release.id), (message) => request.words(message)),
        );
        return { items, nextCursor: page.nextCursor };
      },
    );
  };
}

function viewOf(
  release: Release,
  artifacts: ReadonlyMap<string, Artifact>,
  serving: boolean,
  words: (message: Message) => MessageView,
): ReleaseView {
  const artifact = artifacts.get(release.artifactId);
  if (artifact === undefined) throw new Error(`release ${release.id} has no artifact`);
  return {
    id: release.id,
    number: release.number,
    project: release.project,
    app: release.app,
    environment: release.environment,
    target: release.target,
    artifact: artifactRef(artifact, release.revision),
    promotionId: release.promotionId,
    kind: release.kind,
    fromNumber: release.fromNumber,
    configurationVersion: release.configurationVersion,
    state: release.state,
    result: release.result,
    message: release.message && words(release.message),
    serving,
    stoppedAt: release.stoppedAt?.toISOString() ?? null,
    stoppedBy: release.stoppedBy,
    url: release.url,
    actor: release.actor,
    door: release.door,
    reason: release.reason,
    createdAt: release.createdAt.toISOString(),
    finishedAt: release.finishedAt?.toISOString() ?? null,
  };
}
