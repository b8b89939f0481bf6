import { closest, distance } from 'fastest-levenshtein';

/** The known name that was probably meant, or undefined when none is near enough to be more help than noise. */
export function didYouMean(written: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(written, [...known]);
  const prefix = known.find((name) => written.length >= 2 && name.startsWith(written));
  return distance(written, candidate) <= Math.max(1, Math.floor(written.length / 3)) ? candidate : prefix;
}
