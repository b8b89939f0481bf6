import * as z from 'zod';
import { callSchema } from '../calls/index.ts';
import { artifactRefSchema } from '../artifacts/index.ts';
import { gateSchema } from '../gates/index.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { nameSchema } from '../lib/name-schema.ts';

export const promotionStates = ['queued', 'executing', 'waiting', 'finished'] as const;
export type PromotionState = (typeof promotionStates)[number];
export const results = ['success', 'partial', 'failure', 'error', 'cancelled', 'timeout', 'skipped'] as const;
export type Result = (typeof results)[number];
export const promotionKinds = ['promotion', 'rollback', 'configuration'] as const;
export type PromotionKind = (typeof promotionKinds)[number];

const stepSchema = z
  .object({
    key: z.string(),
    state: z.enum(['pending', 'executing', 'waiting', 'finished']),
    result: z.enum(results).nullable(),
    attempt: z.int(),
    message: messageSchema.nullable(),
    link: z.string().nullable(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Step' });

export const promotionSchema = z
  .object({
    id: z.string(),
    project: z.string(),
    app: z.string(),
    pipeline: z.string(),
    environment: z.string(),
    kind: z.enum(promotionKinds),
    executionId: z.string().nullable(),
    artifact: artifactRefSchema,
    /** What ran there when this began. */
    replaces: artifactRefSchema.nullable(),
    /** Another artifact than `artifact` only when a merge made a new tree. */
    output: artifactRefSchema.nullable(),
    strategy: z.string(),
    targets: z
      .array(z.string())
      .nullable()
      .describe('The targets that were chosen; null for every target of the environment.'),
    state: z.enum(promotionStates),
    result: z.enum(results).nullable(),
    message: messageSchema.nullable(),
    automatic: z.boolean(),
    actor: z.string(),
    door: z.string(),
    reason: z.string().nullable(),
    steps: z.array(stepSchema),
    gates: z
      .array(gateSchema)
      .describe('As they stand; once the world is being changed: as they stood when they let it through.'),
    change: z.object({ id: z.string(), number: z.int(), state: z.enum(['open', 'merged', 'closed']) }).nullable(),
    call: callSchema
      .nullable()
      .describe('The address that the environment has called after a success, and how that went.'),
    releases: z.array(
      z.object({
        target: z.string(),
        number: z.int(),
        fromNumber: z.int().nullable(),
        state: z.enum(['executing', 'finished']),
        result: z.enum(results).nullable(),
        url: z.string().nullable(),
        message: messageSchema.nullable(),
      }),
    ),
    /** The command that most people type next, or null at the end of the line. */
    next: z.string().nullable(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Promotion' });
export type PromotionView = z.infer<typeof promotionSchema>;

/** An artifact as people write it: a version, a digest or its prefix, a revision or its prefix. */
const artifactAddressSchema = z.string().min(1).max(200);

const sourceSchema = z
  .strictObject({
    environment: nameSchema,
    target: nameSchema.optional().describe('Needed where the targets do not all serve the same.'),
    release: z
      .string()
      .regex(/^v\d+$/, 'must be a release like v12')
      .optional()
      .describe('Without it: what serves there now.'),
  })
  .meta({ id: 'Source' });

export const promoteSchema = z
  .strictObject({
    project: nameSchema.default('default'),
    app: nameSchema,
    artifact: artifactAddressSchema
      .optional()
      .describe('Without it: the newest healthy one of the preceding environment.'),
    environment: z.string().min(1).optional().describe('Without it: the next one in the pipeline.'),
    targets: z
      .array(nameSchema)
      .min(1)
      .max(100)
      .optional()
      .describe('Only these targets of the environment. Without it: all of them.'),
    from: sourceSchema.optional().describe('Instead of `artifact`: what was deployed there goes.'),
    reason: z.string().max(500).optional(),
    whenBusy: z
      .enum(['refuse', 'queue', 'supersede'])
      .default('refuse')
      .describe('What to do when another artifact is on its way there.'),
  })
  .meta({ id: 'Promote' });
export type Promote = z.output<typeof promoteSchema>;

/** `outcome` tells apart what was started, joined, queued, and what was there already. */
export const promoteAnswerSchema = z
  .object({
    outcome: z.enum(['started', 'joined', 'queued', 'unchanged']),
    message: messageSchema,
    /** Null only when nothing had to be done and no promotion ever brought it there. */
    promotion: promotionSchema.nullable(),
  })
  .meta({ id: 'PromoteAnswer' });
export type PromoteAnswer = z.infer<typeof promoteAnswerSchema>;

export const rollbackSchema = z
  .strictObject({
    project: nameSchema.default('default'),
    app: nameSchema,
    environment: z.string().min(1),
    artifact: artifactAddressSchema.optional().describe('The one being withdrawn; refused when it does not run there.'),
    to: z
      .string()
      .regex(/^([a-z0-9-]+\/)?v\d+$/, 'must be a release like v12, or target/v12')
      .optional()
      .describe('The release to return to.'),
    reason: z.string().max(500).optional(),
    whenBusy: z.enum(['refuse', 'queue', 'supersede']).default('refuse'),
  })
  .meta({ id: 'Rollback' });
export type Rollback = z.output<typeof rollbackSchema>;

export const approveSchema = z
  .strictObject({
    verdict: z.enum(['approved', 'rejected']).default('approved'),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'Approve' });
export type Approve = z.output<typeof approveSchema>;

export const stopSchema = z
  .strictObject({ project: nameSchema.default('default'), reason: z.string().max(500).optional() })
  .meta({ id: 'Stop' });
export type Stop = z.output<typeof stopSchema>;

export const stopAnswerSchema = z
  .object({
    outcome: z.enum(['stopping', 'unchanged']),
    message: messageSchema,
    releases: z.array(z.object({ target: z.string(), number: z.int() })),
  })
  .meta({ id: 'StopAnswer' });
