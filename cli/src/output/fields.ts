import { hang, padEnd, widthOf } from './text.ts';
import type { View } from './view.ts';

/** Names and values under each other; what has no value is left out. */
export function fields(
  pairs: readonly (readonly [name: string, value: string | null | undefined])[],
  view: View,
): string[] {
  const known = pairs.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ name, value }],
  );
  const width = Math.max(0, ...known.map(({ name }) => widthOf(name)));
  return known.flatMap(({ name, value }) => hang(`  ${view.colors.dim(padEnd(name, width))}  `, value, view.width));
}
