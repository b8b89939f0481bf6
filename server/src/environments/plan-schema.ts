import * as z from 'zod';
import { artifactRefSchema } from '../artifacts/index.ts';
import { gateSchema } from '../gates/index.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { diffSchema } from './environment-schema.ts';

export const promotionPlanSchema = z
  .object({
    project: z.string(),
    app: z.string(),
    environment: z.string(),
    artifact: artifactRefSchema,
    replaces: artifactRefSchema.nullable(),
    outcome: z
      .enum(['starts', 'waits', 'busy', 'unchanged', 'refused'])
      .describe('What asking for it now would lead to; `busy`: something else is on its way there.'),
    message: messageSchema,
    command: z.string().nullable().describe('Another way that works, when it would be refused.'),
    gates: z.array(gateSchema).describe('As they stand now.'),
    steps: z.array(z.string()),
    targets: z.array(
      z.object({
        name: z.string(),
        runtime: z.string(),
        optional: z.boolean(),
        wave: z.int(),
        release: z.int().nullable().describe('The number of the release that serves there now.'),
      }),
    ),
    difference: diffSchema,
  })
  .meta({ id: 'PromotionPlan' });
export type PromotionPlanView = z.infer<typeof promotionPlanSchema>;
