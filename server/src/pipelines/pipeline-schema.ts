import * as z from 'zod';
import { nameSchema } from '../lib/name-schema.ts';

export const strategies = ['direct', 'merge', 'pull-request'] as const;
export type Strategy = (typeof strategies)[number];

const branchSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!-)[^\s~^:?*[\\\p{Cc}]+$/u, 'is not a branch name');

const targetSpecSchema = z.strictObject({
  name: nameSchema.describe('Unique inside the environment.'),
  runtime: z.string().min(1).describe('What runs it: `process` runs the artifact on this machine.'),
  config: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
    .default({})
    .describe('Plain settings of this one target; they win over those of the environment.'),
});

const gateSchema = z.strictObject({
  approvals: z
    .strictObject({
      count: z.int().min(1).max(20).default(1),
      notRequester: z
        .boolean()
        .default(false)
        .describe('Four eyes: whoever asked for the promotion cannot approve it.'),
    })
    .describe('People with the role approver say yes to exactly what they saw.'),
});

const environmentSpecSchema = z.strictObject({
  name: nameSchema,
  from: z
    .strictObject({ branch: branchSchema })
    .optional()
    .describe('Every new artifact of this branch enters here by itself.'),
  after: z
    .array(nameSchema)
    .min(1)
    .optional()
    .describe('The environments this one follows. Without it, the one written before.'),
  promote: z
    .strictObject({
      by: z.enum(strategies).default('direct'),
      branch: branchSchema.optional().describe('The branch Sluice writes for this environment; its name by default.'),
      auto: z.boolean().default(false).describe('Promote by itself as soon as the preceding environment is healthy.'),
    })
    .optional()
    .describe('How an artifact enters this environment. Without it: direct, by hand.'),
  order: z
    .enum(['strict', 'any'])
    .default('strict')
    .describe('`strict`: only what was healthy in the preceding environment. `any`: everything may enter.'),
  gates: z.array(gateSchema).max(20).default([]).describe('What a promotion into this environment waits for.'),
  targets: z.array(targetSpecSchema).min(1).max(50).describe('The places this environment deploys to.'),
});

/** What an author writes below `spec:` of a Pipeline. */
export const pipelineSpecSchema = z
  .strictObject({
    app: nameSchema,
    environments: z.array(environmentSpecSchema).min(1).max(50),
  })
  .meta({ id: 'PipelineSpec' });
export type PipelineSpec = z.output<typeof pipelineSpecSchema>;
export type EnvironmentSpec = PipelineSpec['environments'][number];

export const pipelineSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    app: z.string(),
    generation: z.int(),
    environments: z.array(
      z.object({
        name: z.string(),
        order: z.int(),
        after: z.array(z.string()),
        strategy: z.enum(strategies),
        branch: z.string().nullable(),
        feedBranch: z.string().nullable(),
        automatic: z.boolean(),
        orderRule: z.enum(['strict', 'any']),
        approvals: z.int(),
        targets: z.array(z.object({ name: z.string(), runtime: z.string() })),
      }),
    ),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Pipeline' });
export type PipelineView = z.infer<typeof pipelineSchema>;
