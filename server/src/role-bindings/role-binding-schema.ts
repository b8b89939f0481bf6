import * as z from 'zod';
import { roles } from '../identity/index.ts';
import { messageSchema } from '../lib/message-schema.ts';
import { actorNameSchema, nameSchema } from '../lib/name-schema.ts';

/** What an author writes below `spec:` of a RoleBinding. */
export const roleBindingSpecSchema = z
  .strictObject({
    role: z.enum(roles).describe('What they may do; each role includes those before it.'),
    people: z.array(actorNameSchema).max(500).default([]).describe('Names of people and machines, like ada.'),
    groups: z.array(nameSchema).max(100).default([]).describe('Groups of the project.'),
    apps: z.array(nameSchema).min(1).max(500).optional().describe('Only on these apps. Without it: on all.'),
    environments: z
      .array(nameSchema)
      .min(1)
      .max(100)
      .optional()
      .describe('Only in these environments. Without it: in all.'),
  })
  .refine(({ people, groups }) => people.length + groups.length > 0, 'must name somebody in people or groups')
  .meta({ id: 'RoleBindingSpec' });
export type RoleBindingSpec = z.output<typeof roleBindingSpecSchema>;

const roleBindingSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    role: z.enum(roles),
    people: z.array(z.string()),
    groups: z.array(z.string()),
    apps: z.array(z.string()).nullable().describe('Null: on all apps.'),
    environments: z.array(z.string()).nullable().describe('Null: in all environments.'),
  })
  .meta({ id: 'RoleBinding' });

export const roleBindingListSchema = z.object({ items: z.array(roleBindingSchema) }).meta({ id: 'RoleBindingList' });
export const deletedRoleBindingSchema = z.object({ message: messageSchema }).meta({ id: 'DeletedRoleBinding' });
