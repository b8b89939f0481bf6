import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';

export const gateSchema = z
  .object({
    name: z.string(),
    status: z.enum(['open', 'waiting', 'closed']),
    message: messageSchema,
    /** Since when it stands as it does, if that is known. */
    since: z.iso.datetime().nullable(),
    /** When it will change by itself, if that is known. */
    changesAt: z.iso.datetime().nullable(),
    /** The command that opens it, ready to paste. */
    opensBy: z.string().nullable(),
  })
  .meta({ id: 'Gate' });
export type GateView = z.infer<typeof gateSchema>;
