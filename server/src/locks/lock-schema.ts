import * as z from 'zod';
import { durationSchema } from '../lib/duration.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';

const place = z.string().max(100);
const scope = {
  project: projectSchema,
  app: place.optional().describe('Without it: every app of the project.'),
  environment: place.optional().describe('Without it: every environment.'),
  target: place.optional().describe('One target of the environment; holds the whole environment.'),
};
const reason = z.string().trim().min(1).max(500);

export const setLockSchema = z
  .strictObject({
    ...scope,
    reason: reason.describe('Shown wherever something waits because of it.'),
    for: durationSchema.optional().describe('Ends by itself after this long, like 2h. Without it: until it is lifted.'),
    steal: z.boolean().default(false).describe("Takes the place of another person's lock, who is named in the event."),
  })
  .meta({ id: 'SetLock' });
export type SetLock = z.output<typeof setLockSchema>;

export const liftLockSchema = z
  .strictObject({
    ...scope,
    steal: z.boolean().default(false).describe("Also when it is another person's lock."),
  })
  .meta({ id: 'LiftLock' });
export type LiftLock = z.output<typeof liftLockSchema>;

export const lockSchema = z
  .object({
    id: z.string(),
    project: z.string(),
    app: z.string().nullable(),
    environment: z.string().nullable(),
    target: z.string().nullable(),
    reason: z.string(),
    actor: z.string(),
    door: z.string(),
    /** Whether it holds anything now: neither lifted nor run out. */
    standing: z.boolean(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    liftedAt: z.iso.datetime().nullable(),
    liftedBy: z.string().nullable(),
  })
  .meta({ id: 'Lock' });
export type LockView = z.infer<typeof lockSchema>;

export const lockAnswerSchema = z
  .object({
    outcome: z.enum(['locked', 'stolen', 'lifted', 'unchanged']),
    message: messageSchema,
    lock: lockSchema.nullable(),
  })
  .meta({ id: 'LockAnswer' });
export type LockAnswer = z.infer<typeof lockAnswerSchema>;
