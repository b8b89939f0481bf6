interface LockEntry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * What is wrong with package-lock.json. It names versions and hashes and never a place, so that it reads the same
 * wherever it was written; npm leaves the places out by the setting in .npmrc. And it is whole: a registry that lacks a
 * package for another platform makes npm leave it out silently, and then `npm ci` refuses the lock file everywhere.
 */
export function faultsOfLockFile(text: string): readonly string[] {
  const { packages }: { packages: Readonly<Record<string, LockEntry>> } = JSON.parse(text);
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies }]) => [
    ...(resolved?.includes('://') === true ? [`${path} names the place ${resolved}.`] : []),
    ...Object.keys(optionalDependencies ?? {})
      .filter((name) => !isPresent(packages, path, name))
      .map((name) => `${path} has no entry for ${name}. Choose a version that the registry has for every platform.`),
  ]);
}

/** Looks where Node would: in the package's own node_modules, then in each one further out. */
function isPresent(packages: Readonly<Record<string, LockEntry>>, path: string, name: string): boolean {
  const parts = path === '' ? [] : path.split('/');
  return [...parts, ''].some((_, index) => {
    const folder = parts.slice(0, parts.length - index).join('/');
    return (folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`) in packages;
  });
}
