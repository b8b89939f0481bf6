import * as z from 'zod';

/** A message as it leaves through a door: `text` is in the reader's language, `code` and `params` never change. */
export const messageSchema = z
  .object({
    code: z.string(),
    text: z.string(),
    params: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Message' });
export type MessageView = z.infer<typeof messageSchema>;
