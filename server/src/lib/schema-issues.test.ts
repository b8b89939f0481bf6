import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkShape, detailsOf } from './schema-issues.ts';

test('a name that may not be one is refused with what its own schema says about it', () => {
  const variable = z
    .string()
    .regex(/^[A-Z_]+$/, { error: 'must be letters, digits and underscores, like DATABASE_URL' });
  const checked = checkShape(z.object({ set: z.record(variable, z.string()) }), { set: { '1X': 'a', GOOD: 'b' } });
  if (checked.success) throw new Error('1X is no name of a variable');
  expect(detailsOf(checked.faults)).toMatchObject([
    { path: 'set.1X', message: { text: expect.stringContaining('like DATABASE_URL') } },
  ]);
});
