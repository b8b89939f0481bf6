import * as z from 'zod';

/** Names of projects, apps, pipelines, environments and targets: DNS labels, because they become host names. */
export const nameSchema = z
  .string()
  .max(40, 'is longer than 40 characters')
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be lower-case letters, digits and dashes, like "web-shop"');
/** Names of people and machines: what they are called in lists, and what they type. */
export const actorNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must be lower-case letters, digits, dots, dashes and underscores, like "ada"');
export const projectSchema = nameSchema.default('default');
