import * as z from 'zod';

/** A branch as its author writes it; what git itself would refuse is refused here, with the place. */
export const branchSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!-)(?!.*\.\.)[^\s~^:?*[\\\p{Cc}]+$/u, 'is not a branch name');
