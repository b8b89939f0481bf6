import * as z from 'zod';
import type { Db } from '../../engine/transaction.ts';
import type { Routes } from '../../http/index.ts';
import type { Identity } from '../../identity/index.ts';
import { projectSchema } from '../../lib/name-schema.ts';
import { listTemplateUsers } from '../pipeline-store.ts';
import { templateViewSchema } from './template-schema.ts';
import type { TemplateView } from './template-schema.ts';
import { listTemplates } from './template-store.ts';
import type { Template } from './template-store.ts';

const listSchema = z.object({ items: z.array(templateViewSchema) }).meta({ id: 'PipelineTemplateList' });

export function templateRoutes({ db, identity }: { readonly db: Db; readonly identity: Identity }): Routes {
  return (app) => {
    app.get(
      '/v1/pipeline-templates',
      {
        config: { verb: 'pipeline.view' },
        schema: {
          operationId: 'pipelineTemplateList',
          tags: ['pipelines'],
          summary: 'Templates of a project, by name, with the pipelines that use them.',
          querystring: z.strictObject({ project: projectSchema }),
          response: { 200: listSchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await identity.authorize(request.caller, 'pipeline.view', { project });
        const templates = await listTemplates(db, project);
        return {
          items: await Promise.all(
            templates.map(async (template) => viewOf(template, await listTemplateUsers(db, project, template.name))),
          ),
        };
      },
    );
  };
}

function viewOf(template: Template, users: readonly { readonly name: string }[]): TemplateView {
  const { name, project, generation, spec } = template;
  return {
    name,
    project,
    generation,
    description: spec.description ?? null,
    parameters: spec.parameters.map((one) => ({ name: one.name, required: one.default === undefined })),
    pipelines: users.map((user) => user.name),
    updatedAt: template.updatedAt.toISOString(),
  };
}
