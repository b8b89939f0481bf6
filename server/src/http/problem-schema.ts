import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';

export const problemSchema = z
  .object({
    type: z.string().describe('A stable URN of the code.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong and what to do next, in the language of the reader.'),
    code: z.string().describe('Stable; programs decide by it.'),
    params: z.record(z.string(), z.unknown()),
    details: z.array(
      z.object({
        message: messageSchema,
        path: z.string().optional(),
        file: z.string().optional(),
        line: z.int().optional(),
        column: z.int().optional(),
      }),
    ),
  })
  .meta({ id: 'Problem', description: 'RFC 9457: why a request was refused.' });
