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
const widest = 100;
const gap = 3;

/** Points under each other, their texts aligned and broken to the view. */
export function drawPoints(points: readonly Point[], view: View): string[] {
  const keyWidth = Math.max(shortest, ...points.map((point) => widthOf(point.key)));
  return points.flatMap((point) => {
    const head = `  ${mark(point.mood, view)} ${padEnd(point.key, keyWidth)}  `;
    const { aside } = point;
    if (aside === undefined) return hang(head, point.text, view.width).map((line) => line.trimEnd());
    const edge = Number.isFinite(view.width) ? Math.min(view.width, widest) : 0;
    return point.dimAside === true
      ? withTime(head, point.text, aside, edge, view)
      : withCommand(hang(head, point.text, view.width), aside, widthOf(head), edge);
  });
}

/** A time stands on the first line, and the text is broken before it. */
function withTime(head: string, text: string, time: string, edge: number, view: View): string[] {
  const [first = '', ...others] = hang(head, text, edge === 0 ? view.width : edge - widthOf(time) - gap);
  return [`${padEnd(first, edge - widthOf(time) - gap)}${' '.repeat(gap)}${view.colors.dim(time)}`, ...others];
}

/** A command stands at the edge when there is room, and otherwise on a line of its own, to be copied whole. */
function withCommand(lines: readonly string[], command: string, indent: number, edge: number): string[] {
  const [only = ''] = lines;
  const room = edge - widthOf(only) - widthOf(command);
  if (lines.length === 1 && (room >= gap || edge === 0)) return [`${only}${' '.repeat(Math.max(gap, room))}${command}`];
  return [...lines, `${' '.repeat(indent)}${command}`];
}
