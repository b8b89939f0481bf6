import { expect, test } from 'vitest';
import { faultsOfLockFile } from './lock-file.ts';

const lock = (packages: object): string => JSON.stringify({ packages });

test('links between workspaces and packages without a place are fine', () => {
  const fine = {
    'node_modules/@sluice/cli': { resolved: 'cli', link: true },
    'node_modules/yaml': { version: '2.9.1' },
  };
  expect(faultsOfLockFile(lock(fine))).toEqual([]);
});

test('a place that a package came from is a fault', () => {
  const placed = { 'node_modules/yaml': { resolved: 'https://example.test/yaml.tgz' } };
  expect(faultsOfLockFile(lock(placed))).toEqual(['node_modules/yaml names the place https://example.test/yaml.tgz.']);
});

test('a package for another platform that the registry did not have is a fault', () => {
  const builder = { optionalDependencies: { '@build/linux': '1.0.0', '@build/darwin': '1.0.0' } };
  const linux = { 'node_modules/@build/linux': { version: '1.0.0' } };
  expect(faultsOfLockFile(lock({ 'node_modules/build': builder, ...linux }))).toEqual([
    expect.stringMatching(/^node_modules\/build has no entry for @build\/darwin\./),
  ]);
  expect(
    faultsOfLockFile(
      lock({
        'part/node_modules/build': builder,
        ...linux,
        'part/node_modules/build/node_modules/@build/darwin': { version: '1.0.0' },
      }),
    ),
  ).toEqual([]);
});
