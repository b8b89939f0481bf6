import fc from 'fast-check';
import { expect, it } from 'vitest';
import { testGit } from './git-fixture.ts';
import { isRefName } from './names.ts';

// Alphabets in which the special cases are likely, rather than all of Unicode, in which they never come up.
const part = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '.', '-', '_', '@', '{', '/', '~', ' ', '\n', '$', 'є', '.lock', '..'),
});

it('accepts no name that git would refuse', async () => {
  await fc.assert(
    fc.asyncProperty(part, async (text) => {
      if (!isRefName(text)) return;
      const { exitCode } = await testGit.run(['check-ref-format', `refs/heads/${text}`], { answers: [0, 1] });
      expect([text, exitCode]).toEqual([text, 0]);
    }),
    { numRuns: 300 },
  );
});

it('refuses, of what git accepts, only dashes in front and excessive length', async () => {
  await fc.assert(
    fc.asyncProperty(part, async (text) => {
      if (isRefName(text) || text.includes('\0')) return;
      const { exitCode } = await testGit.run(['check-ref-format', `refs/heads/${text}`], { answers: [0, 1] });
      if (exitCode === 0) expect(text).toMatch(/(^|\/)-|^@$/);
    }),
    { numRuns: 300 },
  );
  expect(isRefName('a'.repeat(240))).toBe(true);
  expect(isRefName('a'.repeat(241))).toBe(false);
});
