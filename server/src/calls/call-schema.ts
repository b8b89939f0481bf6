import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';

export const callStates = ['pending', 'delivered', 'abandoned'] as const;

export const callSchema = z
  .object({
    state: z.enum(callStates),
    host: z.string(),
    attempts: z.int(),
    message: messageSchema,
  })
  .meta({ id: 'Call' });
