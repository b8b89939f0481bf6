import * as z from 'zod';
import { artifactRef, listArtifactsById, resolveArtifact } from '../artifacts/index.ts';
import { requireApp } from '../apps/index.ts';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { requireKnownFilter } from '../pipelines/index.ts';
import type { Check } from './check.ts';
import {
  checkAnswerSchema,
  checkSchema,
  overrideCheckSchema,
  owedCheckSchema,
  reportCheckSchema,
} from './check-schema.ts';
import type { CheckView } from './check-schema.ts';
import { listChecks } from './check-store.ts';
import { owedChecks } from './owed.ts';
import type { createOverrideCheck, createReportCheck } from './report-check.ts';

const pageSchema = pageOf(checkSchema).meta({ id: 'CheckPage' });
const owedSchema = z.object({ items: z.array(owedCheckSchema) }).meta({ id: 'OwedChecks' });
const name = z.string().min(1).max(100);

export function checkRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly report: ReturnType<typeof createReportCheck>;
  readonly override: ReturnType<typeof createOverrideCheck>;
}): Routes {
  const { db, identity } = parts;

  async function viewsOf(checks: readonly Check[]): Promise<CheckView[]> {
    const artifacts = await listArtifactsById(
      db,
      checks.map((check) => check.artifactId),
    );
    return checks.flatMap((check) => {
      const artifact = artifacts.get(check.artifactId);
      if (artifact === undefined) return [];
      const { artifactId: _id, releaseId: _release, door: _door, createdAt, updatedAt, ...rest } = check;
      const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
      return [{ ...rest, ...times, artifact: artifactRef(artifact) }];
    });
  }

  async function viewOf(check: Check): Promise<CheckView> {
    const [view] = await viewsOf([check]);
    if (view === undefined) throw new Error(`check ${check.id} is about no artifact`);
    return view;
  }

  return (app) => {
    app.get(
      '/v1/checks',
      {
        config: { verb: 'check.view' },
        schema: {
          operationId: 'checkList',
          tags: ['checks'],
          summary: 'What outside systems said about an app, newest first.',
          querystring: z.strictObject({
            ...pageQuery,
            project: projectSchema,
            app: name,
            environment: name.optional(),
            artifact: name.optional(),
          }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, app: ofApp, environment, artifact, cursor, limit } = request.query;
        await identity.authorize(request.caller, 'check.view', { project, app: ofApp });
        await requireApp(db, project, ofApp);
        const artifactId =
          artifact === undefined ? undefined : (await resolveArtifact(db, project, ofApp, artifact)).id;
        const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const rows = await listChecks(db, { project, app: ofApp, environment, artifactId, before, limit: limit + 1 });
        if (rows.length === 0 && cursor === undefined) {
          await requireKnownFilter(db, { project, app: ofApp, environment });
        }
        const page = toPage(rows, limit, ({ id }) => [id]);
        return { items: await viewsOf(page.items), nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/v1/checks/owed',
      {
        config: { verb: 'check.view' },
        schema: {
          operationId: 'checkOwed',
          tags: ['checks'],
          summary: 'What is required of outside systems and still missing, longest owed first.',
          querystring: z.strictObject({ project: projectSchema, app: name.optional(), system: name.optional() }),
          response: { 200: owedSchema },
        },
      },
      async (request) => {
        const { project, app: ofApp } = request.query;
        await identity.authorize(request.caller, 'check.view', { project });
        if (ofApp !== undefined) await requireApp(db, project, ofApp);
        return { items: await owedChecks(db, request.query) };
      },
    );

    app.post(
      '/v1/checks',
      {
        config: { verb: 'check.report' },
        schema: {
          operationId: 'checkReport',
          tags: ['checks'],
          summary: 'Report how an outside system judges an artifact. The same context again changes what it said.',
          body: reportCheckSchema,
          response: { 200: checkAnswerSchema },
        },
      },
      async (request) => {
        const { check, message } = await parts.report(request.caller, request.body);
        return { message: request.words(message), check: await viewOf(check) };
      },
    );

    app.post(
      '/v1/checks/:id/override',
      {
        config: { verb: 'check.override' },
        schema: {
          operationId: 'checkOverride',
          tags: ['checks'],
          summary: 'Let through what a checking system could not judge. Only an error can be overridden.',
          params: z.strictObject({ id: z.string().max(64) }),
          body: overrideCheckSchema,
          response: { 200: checkAnswerSchema },
        },
      },
      async (request) => {
        const { check, message } = await parts.override(request.caller, request.params.id, request.body);
        return { message: request.words(message), check: await viewOf(check) };
      },
    );
  };
}
