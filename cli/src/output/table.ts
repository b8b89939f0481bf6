import { cut, padEnd, widthOf } from './text.ts';
import type { View } from './view.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Cell;
  /** What stands there with `-o wide`, where that is more: the whole digest, the whole time. */
  readonly whole?: (row: Row) => Cell;
  /** Only with `-o wide`. */
  readonly wide?: true;
  /** May be cut when the table is too wide; the widest of these give way first. Others are never cut. */
  readonly shrinks?: true;
  readonly align?: 'right';
}

/** A plain text, or one whose style is put on after it was cut to its column. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

const gap = '  ';
const narrowest = 8;

/** A table that fits the view, or with `-o wide` everything, however long the lines get. A column that is empty in every row is left out: it would say nothing. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], view: View): string {
  const grid = columns
    .filter(({ wide }) => wide !== true || view.wide === true)
    .map((column) => {
      const cell = (view.wide === true ? column.whole : undefined) ?? column.cell;
      return { column, cells: rows.map((row) => cell(row)) };
    })
    .filter(({ cells }) => cells.some((cell) => plain(cell) !== ''));
  const widths = grid.map(({ column, cells }) =>
    Math.max(widthOf(column.title), ...cells.map((cell) => widthOf(plain(cell)))),
  );
  narrow(
    widths,
    grid.map(({ column }) => column.shrinks === true),
    view.wide === true ? Infinity : view.width - gap.length * (grid.length - 1),
  );
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        const text = cut(plain(cell), width);
        const styled = typeof cell === 'string' ? text : cell.paint(text);
        if (grid[index]?.column.align === 'right') return ' '.repeat(width - widthOf(text)) + styled;
        return index === cells.length - 1 ? styled : padEnd(styled, width);
      })
      .join(gap)
      .trimEnd();
  const titles = grid.map(({ column }) => ({
    text: column.title.toLocaleUpperCase(view.language),
    paint: view.colors.dim,
  }));
  return [line(titles), ...rows.map((_, index) => line(grid.map(({ cells }) => cells[index] ?? '')))].join('\n');
}

/** A cell is one line: of a text with several the first, with a sign that there is more. */
function plain(cell: Cell): string {
  const [first = '', ...more] = (typeof cell === 'string' ? cell : cell.text).trim().split(/\s*\n\s*/);
  return more.length === 0 ? first : `${first} …`;
}

/** Takes columns from the widest that may shrink until all fit, or until none can give more. */
function narrow(widths: number[], shrinks: readonly boolean[], room: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0 && Number.isFinite(excess)) {
    let widest = -1;
    for (const [index, width] of widths.entries()) {
      if (shrinks[index] === true && width > narrowest && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
}
