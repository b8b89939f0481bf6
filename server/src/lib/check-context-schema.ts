import * as z from 'zod';

/** `system/name`, by which an outside system is known: what reports a check and what requires one write it alike. */
export const checkContextSchema = z
  .string()
  .max(128, 'is longer than 128 characters')
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/, 'must be system/name, like ci/integration');
