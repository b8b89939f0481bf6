import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';
import { nameSchema } from '../lib/name-schema.ts';

export const applySchema = z
  .strictObject({
    /** One or more YAML documents. */
    manifest: z.string().max(1024 * 1024),
    /** Shown in errors in front of line and column. */
    file: z.string().max(500).default('manifest.yaml'),
    project: z.string().default('default').describe('For documents that name no project.'),
    dryRun: z.boolean().default(false),
    set: nameSchema
      .optional()
      .describe('What the documents belong to from now on, so that `prune` knows what is gone.'),
    prune: z
      .boolean()
      .optional()
      .describe('Delete what was applied through the same set before and is not in this manifest.'),
  })
  .meta({ id: 'Apply' });
export type Apply = z.output<typeof applySchema>;

export const applyAnswerSchema = z
  .object({
    applied: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        project: z.string(),
        outcome: z.enum(['created', 'changed', 'unchanged', 'deleted']),
        generation: z.int(),
        /** Where a changed document differs from what was there. Never a secret. */
        changes: z.array(
          z.object({
            path: z.string(),
            /** What was there; null for nothing. */
            before: z.unknown(),
            /** What is there now; null for nothing. */
            after: z.unknown(),
          }),
        ),
        message: messageSchema,
        secret: z.string().optional().describe('A secret that was made for it. Shown only here.'),
        /** What its author should know although nothing is wrong. */
        notices: z.array(messageSchema),
      }),
    ),
  })
  .meta({ id: 'ApplyAnswer' });

export const manifestSchema = z
  .object({
    kind: z.string(),
    name: z.string(),
    project: z.string(),
    generation: z.int(),
    /** YAML, as it would be applied. */
    manifest: z.string(),
    actor: z.string(),
    appliedAt: z.iso.datetime(),
  })
  .meta({ id: 'Manifest' });
