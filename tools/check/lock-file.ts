/**
 * The lock file names versions and hashes and never a place, so that it reads the same wherever it was written. npm
 * leaves the places out by the setting in .npmrc.
 */
export function placesInLockFile(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const place = /"resolved": "([a-z+]+:\/\/[^"]*)"/.exec(line);
    return place === null ? [] : [`package-lock.json:${index + 1}  ${place[1]}`];
  });
}
