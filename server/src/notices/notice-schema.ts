import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';

export const answerPromotionSchema = z
  .strictObject({
    result: z.enum(['success', 'failure']),
    message: z.string().max(500).optional().describe('What people read about it.'),
    link: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .max(2000)
      .optional()
      .describe('Where to read more.'),
  })
  .meta({ id: 'AnswerPromotion' });
export type AnswerPromotion = z.output<typeof answerPromotionSchema>;

export const answeredSchema = z
  .object({ outcome: z.enum(['taken', 'known']), result: z.enum(['success', 'failure']) })
  .meta({ id: 'AnsweredPromotion' });

export const signingSecretSchema = z
  .object({ message: messageSchema, secret: z.string() })
  .meta({ id: 'SigningSecret' });
