import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import type { Routes } from '../http/index.ts';
import { listGrants } from '../identity/index.ts';
import type { Grant, Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import type { createDeleteRoleBinding } from './delete-role-binding.ts';
import { deletedRoleBindingSchema, roleBindingListSchema } from './role-binding-schema.ts';

const ofProject = z.strictObject({ project: projectSchema });

export function roleBindingRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly deleteRoleBinding: ReturnType<typeof createDeleteRoleBinding>;
}): Routes {
  return (app) => {
    app.get(
      '/v1/role-bindings',
      {
        config: { verb: 'role-binding.view' },
        schema: {
          operationId: 'roleBindingList',
          tags: ['identity'],
          summary: 'Who holds which role where, as RoleBindings say.',
          querystring: ofProject,
          response: { 200: roleBindingListSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await parts.identity.authorize(request.caller, 'role-binding.view', { project });
        return { items: (await listGrants(parts.db, project)).map(viewOf) };
      },
    );

    app.delete(
      '/v1/role-bindings/:name',
      {
        config: { verb: 'actor.manage' },
        schema: {
          operationId: 'roleBindingDelete',
          tags: ['identity'],
          summary: 'Take back what a RoleBinding gave.',
          params: z.strictObject({ name: z.string().max(100) }),
          querystring: ofProject,
          response: { 200: deletedRoleBindingSchema },
        },
      },
      async (request) => {
        const message = await parts.deleteRoleBinding(request.caller, request.query.project, request.params.name);
        return { message: request.words(message) };
      },
    );
  };
}

function viewOf({ project, name, role, people, groups, apps, environments }: Grant) {
  return {
    project,
    name,
    role,
    people: [...people],
    groups: [...groups],
    apps: apps === null ? null : [...apps],
    environments: environments === null ? null : [...environments],
  };
}
