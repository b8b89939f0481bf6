import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import type { Routes } from '../http/index.ts';
import { listGroups } from '../identity/index.ts';
import type { Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import type { createDeleteGroup } from './delete-group.ts';
import { deletedGroupSchema, groupListSchema } from './group-schema.ts';

const ofProject = z.strictObject({ project: projectSchema });

export function groupRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly deleteGroup: ReturnType<typeof createDeleteGroup>;
}): Routes {
  return (app) => {
    app.get(
      '/v1/groups',
      {
        config: { verb: 'group.view' },
        schema: {
          operationId: 'groupList',
          tags: ['identity'],
          summary: 'Groups of a project with their members, by name.',
          querystring: ofProject,
          response: { 200: groupListSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await parts.identity.authorize(request.caller, 'group.view', { project });
        const groups = await listGroups(parts.db, project);
        return { items: groups.map(({ members, ...group }) => ({ ...group, members: [...members] })) };
      },
    );

    app.delete(
      '/v1/groups/:name',
      {
        config: { verb: 'actor.manage' },
        schema: {
          operationId: 'groupDelete',
          tags: ['identity'],
          summary: 'Delete a group that nothing names any more.',
          params: z.strictObject({ name: z.string().max(100) }),
          querystring: ofProject,
          response: { 200: deletedGroupSchema },
        },
      },
      async (request) => {
        const message = await parts.deleteGroup(request.caller, request.query.project, request.params.name);
        return { message: request.words(message) };
      },
    );
  };
}
