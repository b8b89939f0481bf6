import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { addressMatches } from './artifact.ts';
import { versionOf } from './version.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length });
const artifact = fc.record({
  version: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.')),
  digest: hex(64).map((digest) => `sha256:${digest}`),
  revisions: fc.array(
    hex(40).map((revision) => ({
      revision,
      branch: 'develop',
      author: 'Ada',
      subject: 'Mend',
      committedAt: new Date(),
    })),
    { minLength: 1, maxLength: 3 },
  ),
});

describe('an address', () => {
  test('finds its artifact by version, with and without v, and by every prefix of digest or revision from four digits', () => {
    fc.assert(
      fc.property(artifact, fc.integer({ min: 4, max: 40 }), (given, length) => {
        expect(addressMatches(given, given.version)).toBe('version');
        expect(addressMatches(given, `v${given.version}`)).toBe('version');
        const digest = given.digest.slice(7, 7 + length);
        expect(addressMatches(given, digest)).toBeDefined();
        expect(addressMatches(given, `sha256:${digest}`)).toBe('digest');
        for (const { revision } of given.revisions) {
          expect(addressMatches(given, revision.slice(0, length))).toBeDefined();
          expect(addressMatches(given, revision.slice(0, length).toUpperCase())).toBeDefined();
        }
      }),
    );
  });

  test('never fits by fewer than four digits, or by anything that is neither', () => {
    fc.assert(
      fc.property(artifact, fc.string({ maxLength: 20 }), (given, text) => {
        const found = addressMatches(given, text);
        if (found === undefined) return;
        if (found === 'version') {
          expect(text.replace(/^v/, '')).toBe(given.version);
          return;
        }
        const digits = text.replace(/^sha256:/, '').toLowerCase();
        expect(digits.length).toBeGreaterThanOrEqual(4);
        const known = [given.digest.slice(7), ...given.revisions.map(({ revision }) => revision)];
        expect(known.some((one) => one.startsWith(digits))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the version of a new artifact', () => {
  const release = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((parts) => parts.join('.'));
  const branch = fc.oneof(
    fc.string({ minLength: 1, maxLength: 30 }),
    fc.constantFrom('develop', '007', 'гілка', 'a/b'),
  );

  test('is valid SemVer above every release before it, whatever the branch is called, and below the next one', () => {
    fc.assert(
      fc.property(fc.array(release, { maxLength: 5 }), branch, fc.integer({ min: 1 }), (before, name, buildNumber) => {
        const version = versionOf({ tagged: undefined, before, branch: name, buildNumber });
        expect(semver.valid(version)).toBe(version);
        for (const one of before) expect(semver.gt(version, one)).toBe(true);
        const highest = before.toSorted(semver.rcompare)[0] ?? '0.0.0';
        expect(semver.lt(version, semver.inc(highest, 'patch') ?? '')).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('grows with the builds of a branch, and is what a tag says when there is one', () => {
    fc.assert(
      fc.property(branch, fc.nat(10_000), fc.integer({ min: 1, max: 10_000 }), (name, first, more) => {
        const of = (buildNumber: number): string =>
          versionOf({ tagged: undefined, before: [], branch: name, buildNumber });
        expect(semver.lt(of(first), of(first + more))).toBe(true);
        expect(versionOf({ tagged: '1.2.3-rc.1', before: ['9.0.0'], branch: name, buildNumber: first })).toBe(
          '1.2.3-rc.1',
        );
      }),
    );
  });
});
