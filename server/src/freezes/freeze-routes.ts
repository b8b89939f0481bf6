import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { timeOf } from './freeze.ts';
import type { Freeze } from './freeze.ts';
import { freezeSchema } from './freeze-schema.ts';
import type { FreezeView } from './freeze-schema.ts';
import { pageFreezes } from './freeze-store.ts';

const pageSchema = pageOf(freezeSchema).meta({ id: 'FreezePage' });

export function freezeRoutes(parts: { readonly db: Db; readonly identity: Identity }): Routes {
  const { db, identity } = parts;
  return (app) => {
    app.get(
      '/v1/freezes',
      {
        config: { verb: 'freeze.view' },
        schema: {
          operationId: 'freezeList',
          tags: ['freezes'],
          summary: 'Freezes of a project, by name, each with the time that it freezes now or next.',
          querystring: z.strictObject({ ...pageQuery, project: projectSchema }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, limit, cursor } = request.query;
        await identity.authorize(request.caller, 'freeze.view', { project });
        const after = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const page = toPage(await pageFreezes(db, { project, after, limit: limit + 1 }), limit, ({ name }) => [name]);
        const now = new Date();
        return { items: page.items.map((freeze) => viewOf(freeze, now)), nextCursor: page.nextCursor };
      },
    );
  };
}

function viewOf(freeze: Freeze, now: Date): FreezeView {
  const { name, project, generation, spec } = freeze;
  const time = timeOf(freeze, now);
  return {
    name,
    project,
    generation,
    apps: spec.apps ?? null,
    environments: spec.environments ?? null,
    reason: spec.reason,
    rrule: spec.rrule,
    lastsMs: spec.for,
    timeZone: spec.timeZone,
    start: spec.start ?? null,
    freezing: time?.freezing ?? false,
    from: time?.from.toISOString() ?? null,
    until: time?.until?.toISOString() ?? null,
    createdAt: freeze.createdAt.toISOString(),
    updatedAt: freeze.updatedAt.toISOString(),
  };
}
