import * as z from 'zod';
import { artifactRefSchema } from '../artifacts/index.ts';
import { checkContextSchema } from '../lib/check-context-schema.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { checkStates } from './check.ts';

const name = z.string().min(1).max(100);
const link = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2000);
const flag = z.boolean().describe('Hand it on to the forge of the app.');

export const reportCheckSchema = z
  .strictObject({
    project: projectSchema,
    app: name,
    environment: name.optional().describe('Without it the check is about the artifact, wherever it is.'),
    artifact: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('Version, digest or commit. Without it: what serves in the environment.'),
    release: z
      .string()
      .regex(/^([a-z0-9-]+\/)?v\d+$/, 'must be a release like v12, or target/v12')
      .optional()
      .describe('A release of the environment, in place of an artifact.'),
    context: checkContextSchema,
    state: z.enum(checkStates),
    description: z.string().max(500).optional(),
    targetUrl: link.optional().describe('Where to read more.'),
    target_url: link.optional().describe('The same, as Akkeris writes it.'),
    propagate: flag.optional(),
    propogate: flag.optional().describe('The same, as Akkeris writes it.'),
  })
  .meta({ id: 'ReportCheck' });
export type ReportCheck = z.output<typeof reportCheckSchema>;

export const overrideCheckSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(500).describe('Shown next to what it lets through.') })
  .meta({ id: 'OverrideCheck' });

export const checkSchema = z
  .object({
    id: z.string(),
    project: z.string(),
    app: z.string(),
    environment: z.string().nullable(),
    artifact: artifactRefSchema,
    configurationVersion: z.int().nullable(),
    context: z.string(),
    state: z.enum(checkStates),
    description: z.string().nullable(),
    targetUrl: z.string().nullable(),
    propagate: z.boolean(),
    actor: z.string(),
    override: z.object({ by: z.string(), reason: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Check' });
export type CheckView = z.infer<typeof checkSchema>;

export const checkAnswerSchema = z.object({ message: messageSchema, check: checkSchema }).meta({ id: 'CheckAnswer' });

export const owedCheckSchema = z
  .object({
    app: z.string(),
    environment: z.string(),
    artifact: artifactRefSchema,
    context: z.string(),
    /** What was said so far; null when nothing was. */
    state: z.enum(checkStates).nullable(),
    /** Since when the artifact serves there and the check is owed. */
    since: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OwedCheck' });
export type OwedCheckView = z.infer<typeof owedCheckSchema>;
