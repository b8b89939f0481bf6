import { mark } from './mark.ts';
import type { Mood } from './mark.ts';
import { hang, padEnd, widthOf } from './text.ts';
import type { View } from './view.ts';

/** A line of a list: how it stands, what it is, what is to say about it, and what stands at the right edge. */
export interface Point {
  readonly mood: Mood;
  readonly key: string;
  readonly text: string;
  /** A command or a time. Goes on a line of its own when there is no room beside the text. */
  readonly aside?: string;
  readonly dimAside?: true;
}

const shortest = 10;

/** Points under each other, their texts aligned and broken to the view. */
export function drawPoints(points: readonly Point[], view: View): string[] {
  const keyWidth = Math.max(shortest, ...points.map((point) => widthOf(point.key)));
  return points.flatMap((point) => {
    const head = `  ${mark(point.mood, view)} ${padEnd(point.key, keyWidth)}  `;
    const lines = hang(head, point.text, view.width).map((line) => line.trimEnd());
    return point.aside === undefined ? lines : beside(lines, point.aside, widthOf(head), point.dimAside === true, view);
  });
}

function beside(lines: readonly string[], aside: string, indent: number, dim: boolean, view: View): string[] {
  const styled = dim ? view.colors.dim(aside) : aside;
  const edge = Number.isFinite(view.width) ? Math.min(view.width, 100) : 0;
  const [last = '', ...others] = lines.toReversed();
  const room = edge - widthOf(last) - widthOf(aside);
  if (lines.length === 1 && (room >= 3 || edge === 0)) return [`${last}${' '.repeat(Math.max(3, room))}${styled}`];
  return [...others.toReversed(), last, `${' '.repeat(indent)}${styled}`];
}
