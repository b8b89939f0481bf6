import { expect, test } from 'vitest';
import { isAtLeast, missingRequirements } from './requirements.mjs';

const gitVersion = () => 'git version 2.39.5 (Apple Git-154)';

test('a machine with a recent Node and git has all that is needed', () => {
  expect(missingRequirements({ nodeVersion: '20.19.0', gitVersion })).toEqual([]);
});

test('an old Node, an old git and a missing git are each named with what to do', () => {
  const old = missingRequirements({ nodeVersion: '20.18.3', gitVersion: () => 'git version 2.37.9' });
  expect(old[0]).toMatch(/^Node 20\.18\.3 is too old: .*20\.19\.0 or newer\. Install it/);
  expect(old[1]).toMatch(/^git 2\.37\.9 is too old: .*2\.38\.0 or newer\. Upgrade it/);
  const none = missingRequirements({
    nodeVersion: '26.0.0',
    gitVersion: () => {
      throw new Error('spawn git ENOENT');
    },
  });
  expect(none).toEqual([expect.stringMatching(/^There is no git on the PATH/)]);
});

test.for([
  ['24.0.0', '24.0.0', true],
  ['v24.1.0-nightly2026', '24.0.0', true],
  ['9.11.2', '20.19.0', false],
  ['20.9.0', '20.19.0', false],
  ['2.38', '2.38.0', true],
] as const)('%s is at least %s: %s', ([version, minimum, answer]) => {
  expect(isAtLeast(version, minimum)).toBe(answer);
});
