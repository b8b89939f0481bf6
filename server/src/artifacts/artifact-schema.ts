import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';

/** Enough to name an artifact in another answer. */
export const artifactRefSchema = z
  .object({ id: z.string(), version: z.string(), digest: z.string(), revision: z.string() })
  .meta({ id: 'ArtifactRef' });

export const artifactSchema = z
  .object({
    id: z.string(),
    project: z.string(),
    app: z.string(),
    version: z.string(),
    digest: z.string(),
    sizeBytes: z.number(),
    revisions: z.array(
      z.object({
        revision: z.string(),
        branch: z.string().nullable(),
        author: z.string(),
        subject: z.string(),
        committedAt: z.iso.datetime(),
      }),
    ),
    /** Versions whose merge gave this content. Not empty means: rebuilt, not tested earlier. */
    rebuiltFrom: z.array(z.string()),
    withdrawn: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string().nullable() }).nullable(),
    origin: z.enum(['built', 'registered']).describe('`registered`: it was built elsewhere and handed over.'),
    image: z.string().nullable(),
    /** What its builder says about how it was made. */
    provenance: z.record(z.string(), z.unknown()).nullable(),
    provenanceUrl: z.string().nullable(),
    registeredBy: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Artifact' });
export type ArtifactView = z.infer<typeof artifactSchema>;

export const clearArtifactSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(500).describe('Why it is good after all; kept in the events.') })
  .meta({ id: 'ClearArtifact' });

export const clearedArtifactSchema = z
  .object({ message: messageSchema, artifact: artifactSchema })
  .meta({ id: 'ClearedArtifact' });

export const buildSchema = z
  .object({
    id: z.string(),
    app: z.string(),
    revision: z.string(),
    branch: z.string().nullable(),
    state: z.enum(['queued', 'executing', 'finished']),
    result: z.string().nullable(),
    message: messageSchema.nullable(),
    version: z.string().nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Build' });
