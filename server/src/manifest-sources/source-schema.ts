import * as z from 'zod';
import { branchSchema } from '../lib/branch-schema.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { nameSchema } from '../lib/name-schema.ts';

export const sourceStates = ['waiting', 'synced', 'drifted', 'failed'] as const;

const folderSchema = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?!(.*\/)?\.{1,2}(\/|$))[^\p{Cc}\\]*$/u, 'must be a folder inside the repository, like deploy/prod');

/** What an author writes below `spec:` of a ManifestSource. */
export const sourceSpecSchema = z
  .strictObject({
    app: nameSchema.describe('The app whose repository has the manifests.'),
    branch: branchSchema.default('main').describe('The branch that is followed.'),
    path: folderSchema
      .default('')
      .describe('The folder with the YAML files, with everything below it. Without it: all of it.'),
    prune: z.boolean().default(false).describe('Whether what the files do not describe any more is deleted.'),
    onDrift: z
      .enum(['show', 'correct'])
      .default('show')
      .describe('What was changed by hand is shown, or put back as the repository has it.'),
  })
  .meta({ id: 'ManifestSourceSpec' });
export type SourceSpec = z.output<typeof sourceSpecSchema>;

export const sourceSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    generation: z.int(),
    app: z.string(),
    branch: z.string(),
    path: z.string(),
    prune: z.boolean(),
    onDrift: z.enum(['show', 'correct']),
    /** Whose rights count. */
    actor: z.string(),
    state: z.enum(sourceStates),
    message: messageSchema,
    seenRevision: z.string().nullable(),
    appliedRevision: z.string().nullable(),
    appliedAt: z.iso.datetime().nullable(),
    lookedAt: z.iso.datetime().nullable(),
    objects: z.array(
      z.object({
        file: z.string(),
        kind: z.string(),
        name: z.string(),
        project: z.string(),
        /** Where it differs from what the file says; null when it does not, empty when it is not there. */
        drift: z.array(z.string()).nullable(),
      }),
    ),
    faults: z.array(
      z.object({
        file: z.string().nullable(),
        line: z.int().nullable(),
        column: z.int().nullable(),
        message: messageSchema,
      }),
    ),
  })
  .meta({ id: 'ManifestSource' });
export type SourceView = z.output<typeof sourceSchema>;
