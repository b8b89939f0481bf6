import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';

export const applySchema = z
  .strictObject({
    /** One or more YAML documents. */
    manifest: z.string().max(1024 * 1024),
    /** Shown in errors in front of line and column. */
    file: z.string().max(500).default('manifest.yaml'),
    project: z.string().default('default').describe('For documents that name no project.'),
    dryRun: z.boolean().default(false),
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
        outcome: z.enum(['created', 'changed', 'unchanged']),
        generation: z.int(),
        message: messageSchema,
        secret: z.string().optional().describe('A secret that was made for it. Shown only here.'),
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
