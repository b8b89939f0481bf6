import * as z from 'zod';
import { nameSchema } from '../../lib/name-schema.ts';

/** What a parameter can be. */
export const parameterValueSchema = z.union([
  z.string().max(500),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string().max(500), z.array(z.string().max(500)).max(50)])).max(50),
]);
export type ParameterValue = z.output<typeof parameterValueSchema>;

/** A pipeline that uses a template, as it is written. */
export interface TemplateUser {
  readonly name: string;
  readonly app: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Known to every template without being declared. */
export const givenParameters = ['app', 'pipeline'] as const;

const parameterNameSchema = z
  .string()
  .max(40)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'must be letters, digits, _ and -, beginning with a letter')
  .refine((name) => !givenParameters.some((given) => given === name), 'is known to every template already');

const parameterSchema = z.strictObject({
  name: parameterNameSchema.describe('Stands in texts as `$(name)`.'),
  description: z.string().trim().min(1).max(500).optional().describe('What it is for.'),
  default: parameterValueSchema
    .optional()
    .describe('What it is when a pipeline does not say. Without it a pipeline has to.'),
  values: z.array(parameterValueSchema).min(1).max(50).optional().describe('The only values that it may have.'),
});

/** What an author writes below `spec:` of a PipelineTemplate. */
export const templateSpecSchema = z
  .strictObject({
    description: z.string().trim().min(1).max(500).optional().describe('What it is for.'),
    parameters: z.array(parameterSchema).max(50).default([]).describe('What pipelines may set.'),
    environments: z
      .array(z.record(z.string(), z.json()))
      .min(1)
      .max(50)
      .describe(
        'As in a Pipeline; in every text `$(name)` stands for a parameter, for `$(app)` or `$(pipeline)`, and `$$(` for itself.',
      ),
  })
  .meta({ id: 'PipelineTemplateSpec' });
export type TemplateSpec = z.output<typeof templateSpecSchema>;

/** What a pipeline says instead of its environments. */
export const templateUseFields = {
  template: nameSchema.optional().describe('The PipelineTemplate that has the environments.'),
  parameters: z
    .record(z.string().max(40), parameterValueSchema)
    .optional()
    .describe('What the parameters of the template are here.'),
};

export const templateViewSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    generation: z.int(),
    description: z.string().nullable(),
    parameters: z.array(z.object({ name: z.string(), required: z.boolean() })),
    pipelines: z.array(z.string()),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'PipelineTemplate' });
export type TemplateView = z.output<typeof templateViewSchema>;
