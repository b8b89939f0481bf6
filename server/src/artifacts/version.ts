import semver from 'semver';

/**
 * The version of a new artifact. A SemVer tag on its commit gives it; otherwise `<next patch>-<branch>.<n>`, the next
 * patch counted from the highest release tag before it and n counting the app's builds.
 */
export function versionOf(facts: {
  /** The highest SemVer tag on the commit itself, without `v`. */
  readonly tagged: string | undefined;
  /** SemVer tags anywhere in the repository's history before the commit, without `v`. */
  readonly before: readonly string[];
  readonly branch: string;
  readonly buildNumber: number;
}): string {
  if (facts.tagged !== undefined) return facts.tagged;
  const releases = facts.before.filter((version) => semver.prerelease(version) === null);
  const highest = releases.toSorted(semver.rcompare)[0] ?? '0.0.0';
  const next = semver.inc(highest, 'patch') ?? '0.0.1';
  return `${next}-${identifier(facts.branch)}.${facts.buildNumber}`;
}

/** SemVer allows letters, digits and dashes in a prerelease identifier; a number alone must not begin with zero. */
function identifier(branch: string): string {
  const cleaned = branch.replace(/[^0-9A-Za-z-]+/g, '-').replace(/^-+|-+$/g, '');
  if (cleaned === '') return 'branch';
  return /^\d+$/.test(cleaned) ? `b${cleaned}` : cleaned;
}
