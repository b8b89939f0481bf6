import * as z from 'zod';
import { artifactRefSchema } from '../../artifacts/index.ts';
import { messageSchema } from '../../lib/message-schema.ts';
import { nameSchema } from '../../lib/name-schema.ts';

export const bulkOutcomes = ['starts', 'waits', 'joins', 'queues', 'unchanged', 'not-ready', 'refused'] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

export const bulkSchema = z
  .strictObject({
    project: nameSchema.default('default'),
    from: nameSchema
      .optional()
      .describe(
        'The environment whose newest artifacts go. Without it: what precedes `to` in the pipeline of each app.',
      ),
    to: nameSchema.describe('Apps without such an environment are left out.'),
    reason: z.string().max(500).optional(),
    whenBusy: z
      .enum(['refuse', 'queue', 'supersede'])
      .default('refuse')
      .describe('What to do for an app when another artifact is on its way there.'),
    dryRun: z.boolean().default(false).describe('Only say what would be done.'),
  })
  .meta({ id: 'PromoteAll' });
export type PromoteAll = z.output<typeof bulkSchema>;

export const bulkAnswerSchema = z
  .object({
    from: z.string().nullable(),
    to: z.string(),
    dryRun: z.boolean(),
    items: z.array(
      z.object({
        app: z.string(),
        artifact: artifactRefSchema.nullable(),
        outcome: z
          .enum(bulkOutcomes)
          .describe(
            '`waits`: it was asked for and waits for its gates. `not-ready`: nothing is there yet, or the order does not let it in. `refused`: it was not asked for, and the message says why.',
          ),
        message: messageSchema,
        promotionId: z.string().nullable(),
        command: z.string().nullable().describe('What to type next for this app.'),
      }),
    ),
  })
  .meta({ id: 'PromoteAllAnswer' });
export type PromoteAllAnswer = z.infer<typeof bulkAnswerSchema>;
