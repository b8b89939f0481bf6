import * as z from 'zod';

export const eventSchema = z
  .object({
    id: z.string().describe('Grows in the order in which things happened; the position to follow from.'),
    at: z.iso.datetime(),
    type: z.string().describe('<noun>.<past participle>, e.g. promotion.finished.'),
    project: z.string(),
    subject: z.string().describe('What it is about: promotion/prm_…, app/shop.'),
    labels: z.record(z.string(), z.string()),
    actor: z.string(),
    door: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });
export type EventView = z.infer<typeof eventSchema>;

export const eventPageSchema = z
  .object({
    items: z.array(eventSchema),
    position: z.string().describe('Send it as `after` to go on, or as Last-Event-ID to follow.'),
    reset: z.boolean().describe('True when `after` is older than what is kept: read anew what you derive, then go on.'),
  })
  .meta({ id: 'EventPage' });
export type EventPageView = z.infer<typeof eventPageSchema>;

const name = z.string().min(1).max(100);

const follow = {
  after: z
    .string()
    .max(40)
    .optional()
    .describe('Only what happened after this position. Without it a page starts with the oldest.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
};

/** For the events of one thing: only where to go on. */
export const followQuerySchema = z.strictObject(follow);

export const eventQuerySchema = z.strictObject({
  project: name.optional(),
  type: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('Types or beginnings of types, separated by commas: promotion.,release.healthy'),
  app: name.optional(),
  environment: name.optional(),
  execution: name.optional(),
  promotion: name.optional(),
  actor: name.optional(),
  ...follow,
});
export type EventQueryInput = z.output<typeof eventQuerySchema>;
