import * as z from 'zod';
import { artifactRefSchema } from '../artifacts/index.ts';
import { messageSchema } from '../lib/message-schema.ts';

export const releaseSchema = z
  .object({
    id: z.string(),
    number: z.int(),
    project: z.string(),
    app: z.string(),
    environment: z.string(),
    target: z.string(),
    artifact: artifactRefSchema,
    promotionId: z.string(),
    kind: z.enum(['promotion', 'rollback', 'configuration']),
    fromNumber: z.int().nullable(),
    configurationVersion: z.int(),
    state: z.enum(['executing', 'finished']),
    result: z.enum(['success', 'failure', 'error', 'cancelled', 'timeout', 'skipped']).nullable(),
    message: messageSchema.nullable(),
    /** True for the one that serves now. */
    serving: z.boolean(),
    /** Set when a person stopped the target while this served. */
    stoppedAt: z.iso.datetime().nullable(),
    stoppedBy: z.string().nullable(),
    url: z.string().nullable(),
    actor: z.string(),
    door: z.string(),
    reason: z.string().nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Release' });
export type ReleaseView = z.infer<typeof releaseSchema>;

export const logLineSchema = z
  .object({ at: z.iso.datetime(), target: z.string(), source: z.string(), text: z.string() })
  .meta({ id: 'LogLine' });
export type LogLineView = z.infer<typeof logLineSchema>;
