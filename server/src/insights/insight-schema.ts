import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';
import { momentSchema } from '../lib/moment-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';

const name = z.string().min(1).max(100);

export const insightQuerySchema = z.strictObject({
  project: projectSchema,
  app: name.optional().describe('Without it: every app of the project.'),
  environment: name.optional().describe('Without it: every environment.'),
  from: momentSchema
    .optional()
    .describe('A time, a day, or how long ago like 7d. Without it: 30 days before the end of the period.'),
  to: momentSchema.optional().describe('Not part of the period any more. Without it: now.'),
});

const figureSchema = z
  .object({
    value: z.number().nullable().describe('Null when there is not enough data; never 0 for that.'),
    unit: z.enum(['per-day', 'ms', 'share']).describe('share: from 0 to 1.'),
    samples: z.int().describe('What the value is made of: so many deployments, or so many failures for the recovery.'),
  })
  .meta({ id: 'InsightFigure' });

export const insightSchema = z
  .object({
    app: z.string(),
    environment: z.string(),
    /** Promotions that deployed something, or tried to. */
    changes: z.int(),
    failed: z.int(),
    /** Failed ones after which nothing has succeeded yet. */
    unrepaired: z.int(),
    rollbacks: z.int(),
    deploymentFrequency: figureSchema,
    changeLeadTime: figureSchema,
    changeFailRate: figureSchema,
    failedDeploymentRecoveryTime: figureSchema,
    deploymentReworkRate: figureSchema,
  })
  .meta({ id: 'Insight' });
export type InsightView = z.infer<typeof insightSchema>;

export const insightAnswerSchema = z
  .object({
    project: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    items: z.array(insightSchema),
    /** What each figure is, in the reader's language; more in docs/insights.md. */
    definitions: z.object({
      deploymentFrequency: messageSchema,
      changeLeadTime: messageSchema,
      changeFailRate: messageSchema,
      failedDeploymentRecoveryTime: messageSchema,
      deploymentReworkRate: messageSchema,
    }),
  })
  .meta({ id: 'InsightAnswer' });
