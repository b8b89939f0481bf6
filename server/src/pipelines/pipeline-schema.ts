import * as z from 'zod';
import { calendarSchema, whileSchema } from '../gates/index.ts';
import { branchSchema } from '../lib/branch-schema.ts';
import { checkContextSchema } from '../lib/check-context-schema.ts';
import { roles } from '../identity/index.ts';
import { actorNameSchema, nameSchema } from '../lib/name-schema.ts';
import { addressSchema, artifactGateSchema, httpGateSchema } from './judged-gate-schema.ts';
import { promoteSchema, strategies } from './promote-schema.ts';
import { templateUseFields } from './template/template-schema.ts';

const gateIsOne = 'must be one of approvals, soak, freeze, window, http, artifact';

const oneOfTwo = 'must have either environments or a template';

const targetSpecSchema = z.strictObject({
  name: nameSchema.describe('Unique inside the environment.'),
  optional: z.boolean().default(false).describe('Its failure is shown, and does not keep the artifact from going on.'),
  runtime: z
    .string()
    .min(1)
    .describe('What runs it: `process` on this machine, `external` something else that is told.'),
  config: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
    .default({})
    .describe('Plain settings of this one target; they win over those of the environment.'),
});

const votersAreSome = 'must name somebody';
const voterFields = {
  people: z.array(actorNameSchema).max(50).default([]).describe('Names, like ada.'),
  groups: z.array(nameSchema).max(50).default([]).describe('Groups of the project.'),
};

const rolesField = z
  .array(z.enum(roles))
  .max(5)
  .default([])
  .describe('Everybody who has one of these roles there, or a higher one.');

const gateSchema = z
  .strictObject({
    approvals: z
      .strictObject({
        count: z.int().min(1).max(20).default(1),
        by: z
          .strictObject({ ...voterFields, roles: rolesField })
          .refine(({ people, groups, roles: named }) => people.length + groups.length + named.length > 0, votersAreSome)
          .optional()
          .describe('Whose approval counts, and who may give it. Without it: everybody with the role approver there.'),
        required: z
          .strictObject(voterFields)
          .refine(({ people, groups }) => people.length + groups.length > 0, votersAreSome)
          .optional()
          .describe('Each of these people, and somebody of each of these groups, has to be among those who approve.'),
        notRequester: z
          .boolean()
          .default(false)
          .describe('Four eyes: whoever asked for the promotion cannot approve it.'),
        expires: whileSchema.optional().describe('How long an approval counts, like 24h. Without it: for good.'),
      })
      .optional()
      .describe('People say yes to exactly what they saw. Several such gates all have to open.'),
    soak: whileSchema.optional().describe('How long it has to be healthy in every preceding environment, like 30m.'),
    freeze: calendarSchema.optional().describe('Times at which nothing gets in. What runs already finishes.'),
    window: calendarSchema.optional().describe('The only times at which something gets in.'),
    http: httpGateSchema.optional().describe('An address is asked, and its answer judged.'),
    artifact: artifactGateSchema.optional().describe('What an artifact has to be to get in.'),
  })
  .refine((gate) => Object.values(gate).filter((part) => part !== undefined).length === 1, gateIsOne);

const deploySpecSchema = z.strictObject({
  waves: z
    .array(z.array(nameSchema).min(1).max(50))
    .min(1)
    .max(50)
    .optional()
    .describe('Names of targets, wave by wave: each begins when the one before has ended. Without it: all at once.'),
  parallel: z.int().min(1).max(50).optional().describe('How many targets of a wave at once. Without it: all of them.'),
  pause: z
    .union([z.literal('manual'), whileSchema])
    .optional()
    .describe('Between two waves: so long, like 10m, or `manual` until somebody types sluice resume.'),
  stopOnFailure: z
    .boolean()
    .optional()
    .describe('Whether a target that failed keeps the later ones from being given anything. With waves: true.'),
  retries: z.int().min(0).max(5).default(0).describe('How often a target that failed is tried again by itself.'),
  timeout: whileSchema.optional().describe('Nothing new is given this long after it was asked for, waiting included.'),
  verify: z
    .strictObject({
      checks: z.array(checkContextSchema).min(1).max(20).describe('Contexts that have to report success.'),
      timeout: whileSchema.prefault('30m').describe('How long they have for it.'),
    })
    .optional()
    .describe('What has to be reported about it here after it was deployed, before it counts as arrived.'),
  onFailure: z
    .enum(['stop', 'rollback'])
    .default('stop')
    .describe('`rollback`: every target goes back to what was healthy there, and the artifact is marked as bad.'),
  onSuccess: z
    .strictObject({
      call: addressSchema.describe('An address that is sent what has arrived, signed, until it answers 2xx.'),
    })
    .optional()
    .describe('What follows once it has arrived, besides environments that promote by themselves.'),
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
  promote: promoteSchema.optional().describe('How an artifact enters this environment. Without it: direct, by hand.'),
  order: z
    .enum(['strict', 'any'])
    .default('strict')
    .describe('`strict`: only what was healthy in the preceding environment. `any`: everything may enter.'),
  gates: z.array(gateSchema).max(20).prefault([]).describe('What a promotion into this environment waits for.'),
  requiredChecks: z
    .array(checkContextSchema)
    .max(50)
    .default([])
    .describe('Contexts of outside systems that must be successful before anything leaves this environment.'),
  deploy: deploySpecSchema
    .optional()
    .describe('How its targets are given a new version, and what happens when one fails.'),
  targets: z.array(targetSpecSchema).min(1).max(50).describe('The places this environment deploys to.'),
});

const environmentsSchema = z.array(environmentSpecSchema).min(1).max(50);

/** A pipeline with its environments. */
export const pipelineSpecSchema = z.strictObject({ app: nameSchema, environments: environmentsSchema });

/** What an author writes below `spec:` of a Pipeline: its environments, or the template that has them. */
export const writtenPipelineSchema = z
  .strictObject({ app: nameSchema, environments: environmentsSchema.optional(), ...templateUseFields })
  .refine(({ environments, template }) => (environments === undefined) !== (template === undefined), oneOfTwo)
  .refine(({ template, parameters }) => parameters === undefined || template !== undefined, {
    path: ['parameters'],
    error: 'is only for a pipeline with a template',
  })
  .meta({ id: 'PipelineSpec' });
export type WrittenSpec = z.output<typeof writtenPipelineSchema>;
export type PipelineSpec = z.output<typeof pipelineSpecSchema>;
export type EnvironmentSpec = PipelineSpec['environments'][number];

export const pipelineSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    app: z.string(),
    generation: z.int(),
    /** The template that has its environments. */
    template: z.string().nullable(),
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
