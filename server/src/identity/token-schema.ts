import * as z from 'zod';
import { pageOf, pageQuery } from '../http/index.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { actorNameSchema, nameSchema } from '../lib/name-schema.ts';
import { roles } from './caller.ts';
import { verbs } from './verb.ts';

const roleSchema = z.enum(roles);
const scopeSchema = z.union([nameSchema, z.literal('*')]).describe('A project, or * for all of them.');

const limits = {
  apps: z.array(z.string()).nullable().describe('Only on these apps; null: on all of them.'),
  environments: z.array(z.string()).nullable().describe('Only in these environments; null: in all of them.'),
  verbs: z.array(z.string()).nullable().describe('Only for these verbs; null: for all that the role allows.'),
};

const bindingSchema = z.object({ project: z.string(), role: roleSchema, ...limits }).meta({ id: 'Binding' });

export const tokenSchema = z
  .object({
    id: z.string(),
    actor: z.string(),
    name: z.string(),
    project: z.string(),
    role: roleSchema.nullable().describe('Null: whatever its actor holds, now and later.'),
    ...limits,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().describe('To within ten minutes.'),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Token' });
export type TokenView = z.infer<typeof tokenSchema>;

export const whoamiSchema = z
  .object({ actor: z.string(), bindings: z.array(bindingSchema), token: tokenSchema.nullable() })
  .meta({ id: 'Whoami' });

export const createTokenSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80).describe('What it is for, e.g. "laptop" or "ci".'),
    actor: actorNameSchema.optional().describe('For whom; you, when left out. A name that is new becomes a new actor.'),
    role: roleSchema
      .optional()
      .describe('What it is for at most. Without it: whatever they hold, through groups and RoleBindings too.'),
    project: scopeSchema.default('default'),
    apps: z.array(nameSchema).min(1).max(100).optional().describe('Only on these apps; the rest may be looked at.'),
    environments: z.array(nameSchema).min(1).max(100).optional().describe('Only in these environments.'),
    verbs: z
      .array(z.enum(verbs))
      .min(1)
      .optional()
      .describe('Only for these verbs, like check.report; everything else is refused, looking too.'),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe('In 90 days when left out; at most in 366 days.'),
  })
  .meta({ id: 'CreateToken' });
export type CreateToken = z.output<typeof createTokenSchema>;

export const createdTokenSchema = z
  .object({ message: messageSchema, token: tokenSchema, secret: z.string().describe('Shown only this once.') })
  .meta({ id: 'CreatedToken' });

export const revokedTokenSchema = z.object({ message: messageSchema, token: tokenSchema }).meta({ id: 'RevokedToken' });
export const tokenPageSchema = pageOf(tokenSchema).meta({ id: 'TokenPage' });
export const tokenQuerySchema = z.strictObject({ ...pageQuery });
export const tokenParamsSchema = z.object({ id: z.string().max(64) });
