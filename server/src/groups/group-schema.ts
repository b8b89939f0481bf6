import * as z from 'zod';
import { actorNameSchema } from '../lib/name-schema.ts';
import { messageSchema } from '../lib/message-schema.ts';

/** What an author writes below `spec:` of a Group. */
export const groupSpecSchema = z
  .strictObject({
    description: z.string().trim().min(1).max(200).optional().describe('What it is for, for those who read.'),
    members: z.array(actorNameSchema).max(500).default([]).describe('Names of people and machines, like ada.'),
  })
  .meta({ id: 'GroupSpec' });
export type GroupSpec = z.output<typeof groupSpecSchema>;

const groupSchema = z
  .object({
    name: z.string(),
    project: z.string(),
    description: z.string().nullable(),
    members: z.array(z.string()),
  })
  .meta({ id: 'Group' });

export const groupListSchema = z.object({ items: z.array(groupSchema) }).meta({ id: 'GroupList' });
export const deletedGroupSchema = z.object({ message: messageSchema }).meta({ id: 'DeletedGroup' });
