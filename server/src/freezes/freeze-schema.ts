import * as z from 'zod';
import { calendarSchema } from '../gates/index.ts';
import { nameSchema } from '../lib/name-schema.ts';

const namesSchema = z.array(nameSchema).min(1).max(200).optional();

/** What an author writes below `spec:` of a Freeze. */
export const freezeSpecSchema = calendarSchema
  .extend({
    apps: namesSchema.describe('The apps that it holds. Without it: all of the project.'),
    environments: namesSchema.describe('The environments that it holds. Without it: all.'),
  })
  .meta({ id: 'FreezeSpec' });
export type FreezeSpec = z.output<typeof freezeSpecSchema>;

export const freezeSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    generation: z.int(),
    /** Null for all of the project. */
    apps: z.array(z.string()).nullable(),
    /** Null for all. */
    environments: z.array(z.string()).nullable(),
    reason: z.string(),
    rrule: z.string(),
    lastsMs: z.int(),
    timeZone: z.string(),
    start: z.string().nullable(),
    /** Whether it holds something back at this moment. */
    freezing: z.boolean(),
    /** When it begins next, or, while it freezes, since when it does; null when it never comes again. */
    from: z.iso.datetime().nullable(),
    /** When that ends. */
    until: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Freeze' });
export type FreezeView = z.infer<typeof freezeSchema>;
