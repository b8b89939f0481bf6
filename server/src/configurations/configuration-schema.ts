import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';
import { nameSchema } from '../lib/name-schema.ts';

export const configurationSchema = z
  .object({
    project: z.string(),
    app: z.string(),
    environment: z.string(),
    version: z.int(),
    entries: z.array(z.object({ name: z.string(), secret: z.boolean(), value: z.string().nullable() })),
  })
  .meta({ id: 'Configuration' });
export type ConfigurationView = z.infer<typeof configurationSchema>;

const variableName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and underscores, like DATABASE_URL');

export const changeConfigurationSchema = z
  .strictObject({
    project: nameSchema.default('default'),
    set: z.record(variableName, z.string().max(64 * 1024)).default({}),
    secret: z.boolean().default(false).describe('Encrypts what is set; it can be replaced but never read again.'),
    unset: z.array(variableName).default([]),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'ChangeConfiguration' });
export type ChangeConfiguration = z.output<typeof changeConfigurationSchema>;

export const changeConfigurationAnswerSchema = z
  .object({
    message: messageSchema,
    configuration: configurationSchema,
    /** The promotion that gives the running artifact its new configuration; null when nothing runs there. */
    promotionId: z.string().nullable(),
  })
  .meta({ id: 'ChangeConfigurationAnswer' });
