import { closest, distance } from 'fastest-levenshtein';

/** The known name that was probably meant, or undefined when none is near enough to be more help than noise. */
export function didYouMean(written: string, known: readonly string[]): string | undefined {
  const swapped = known.find((name) => isSwap(written, name));
  if (swapped !== undefined || known.length === 0) return swapped;
  const candidate = closest(written, [...known]);
  if (distance(written, candidate) <= Math.max(1, Math.floor(written.length / 3))) return candidate;
  return known.find((name) => written.length >= 2 && name.startsWith(written));
}

/** Two neighbouring letters changed places: one slip of the fingers, which counts as two changes otherwise. */
function isSwap(written: string, name: string): boolean {
  if (written.length !== name.length) return false;
  const different = Array.from(written, (letter, index) => (letter === name[index] ? -1 : index)).filter(
    (index) => index >= 0,
  );
  const [first = 0, second = 0, ...more] = different;
  return (
    different.length === 2 &&
    more.length === 0 &&
    second === first + 1 &&
    written[first] === name[second] &&
    written[second] === name[first]
  );
}
