import * as z from 'zod';
import { eventSchema } from '../events/index.ts';
import { pageOf, pageQuery } from '../http/index.ts';
import { momentSchema } from '../lib/moment-schema.ts';
import { nameSchema } from '../lib/name-schema.ts';

const name = z.string().min(1).max(100);

const filter = {
  project: z
    .union([z.literal('*'), nameSchema])
    .default('default')
    .describe('* for the whole installation, which needs the role there.'),
  type: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('Types or beginnings of types, separated by commas: promotion.,token.created'),
  app: name.optional(),
  environment: name.optional(),
  actor: name.optional(),
  door: name.optional().describe('http, cli, web, git, system, …'),
  address: name.optional().describe('Only what came from this address.'),
  since: momentSchema.optional().describe('A time, a day (its beginning, UTC), or how long ago like 7d.'),
  until: momentSchema.optional().describe('The same; not part of the answer any more.'),
};

export const auditQuerySchema = z.strictObject({ ...filter, ...pageQuery });
export const auditExportSchema = z.strictObject({
  ...filter,
  format: z.enum(['ndjson', 'csv']).default('ndjson').describe('One JSON document a line, or a table.'),
});
export type AuditFilter = Omit<z.output<typeof auditExportSchema>, 'format'>;

export const auditEntrySchema = eventSchema
  .extend({
    address: z.string().nullable().describe('From where it was asked for; null for what Sluice does by itself.'),
    tokenId: z.string().nullable().describe('The token that was shown.'),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = pageOf(auditEntrySchema).meta({ id: 'AuditPage' });
