import type { Environment } from '@sluice/client';
import { environmentWords } from '../../messages/environment.ts';
import { paint, shape } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { cut, padEnd, widthOf, wrap } from '../../output/text.ts';
import { age } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

interface Line {
  readonly text: string;
  readonly mood?: Mood;
  /** Shown behind the text, in the mood's colour. */
  readonly mark?: Mood;
  /** May take several lines when its column is narrow. */
  readonly wraps?: true;
}

const narrowest = 12;
const notesPerCell = 3;
/** A note that is longer goes on in the next line: one glance has to take in the whole table. */
const widestNote = 36;

/** One row of cells for each app: what is where, since when, by whom, and what is on its way or stuck. */
export function drawMatrix(environments: readonly Environment[], view: View): string {
  const words = environmentWords[view.language];
  const apps = Map.groupBy(environments, (one) => `${one.project}/${one.app}`);
  // Apps with the same environments share their columns.
  const tables = Map.groupBy([...apps.values()], (cells) =>
    inOrder(cells)
      .map((cell) => cell.name)
      .join(' '),
  );
  const drawn = [...tables.values()].map((rows) => drawTable(rows.map(inOrder), view));
  const moods = new Set(
    environments.flatMap((one) => [moodOf(one), ...(one.promotion === null ? [] : [promotionMood(one)])]),
  );
  const legend = (Object.keys(words.states) as Environment['state'][])
    .filter((state) => moods.has(stateMoods[state]))
    .map(
      (state) => `${paint(stateMoods[state], shape(stateMoods[state]), view)} ${view.colors.dim(words.states[state])}`,
    );
  return [...drawn, legend.join('  ')].join('\n\n').replace(/\n\n([^\n]*)$/, '\n$1');
}

function drawTable(rows: readonly (readonly Environment[])[], view: View): string {
  const names = rows[0]?.map((cell) => cell.name) ?? [];
  const cells = rows.map((row) => row.map((cell) => linesOf(cell, view)));
  const namesOfApps = rows.map((row) => row[0]?.app ?? '');
  const natural = names.map((name, column) =>
    Math.max(widthOf(name), ...cells.flatMap((row) => (row[column] ?? []).map((line) => wishOf(line)))),
  );
  const least = names.map((name, column) =>
    Math.max(
      widthOf(name),
      narrowest,
      ...cells.flatMap((row) =>
        (row[column] ?? []).filter((line) => line.wraps !== true).map((line) => lineWidth(line)),
      ),
    ),
  );
  // When it is tight, the title of the first column goes before the columns do: what stands there explains itself.
  const layout = [
    { gap: '   ', title: environmentWords[view.language].app },
    { gap: '  ', title: '' },
  ]
    .map(({ gap, title }) => {
      const appWidth = Math.max(...[title, ...namesOfApps].map((text) => widthOf(text)));
      return { gap, title, appWidth, room: view.width - appWidth - gap.length * names.length };
    })
    .find(({ room }) => sum(least) <= room);
  if (layout === undefined) return rows.map((row) => drawColumn(row, view)).join('\n\n');
  const { gap, title, appWidth, room } = layout;
  const widths = share(natural, least, room);
  const titles = [title, ...names].map((name, index) =>
    view.colors.dim(padEnd(name.toLocaleUpperCase(view.language), index === 0 ? appWidth : (widths[index - 1] ?? 0))),
  );
  const body = rows.map((row, index) => {
    const columns = (cells[index] ?? []).map((lines, column) =>
      lines.flatMap((line) => fill(line, widths[column] ?? 0, view)),
    );
    const height = Math.max(1, ...columns.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      [
        padEnd(at === 0 ? view.colors.bold(row[0]?.app ?? '') : '', appWidth),
        ...columns.map((lines, column) => padEnd(lines[at] ?? '', widths[column] ?? 0)),
      ]
        .join(gap)
        .trimEnd(),
    ).join('\n');
  });
  return [titles.join(gap).trimEnd(), ...body].join('\n');
}

/** For screens too narrow for columns: an app, and below it a line for each environment. */
function drawColumn(row: readonly Environment[], view: View): string {
  const width = Math.max(...row.map((cell) => widthOf(cell.name)));
  const lines = row.flatMap((cell) =>
    linesOf(cell, view)
      .flatMap((line) => fill(line, view.width - width - 4, view))
      .map((line, index) => `  ${padEnd(index === 0 ? cell.name : '', width)}  ${line}`.trimEnd()),
  );
  return [view.colors.bold(row[0]?.app ?? ''), ...lines].join('\n');
}

function linesOf(cell: Environment, view: View): Line[] {
  const words = environmentWords[view.language];
  const mood = moodOf(cell);
  const lines: Line[] = [{ text: cell.artifact?.version ?? '', mark: mood }];
  const since = [cell.since === null ? undefined : age(cell.since, view), cell.actor ?? undefined]
    .filter(Boolean)
    .join(' · ');
  if (since !== '' && cell.artifact !== null) lines.push({ text: since, mood: 'empty' });
  if (cell.behindBy !== null && cell.behindBy > 0) lines.push({ text: words.behind(cell.behindBy), mood: 'empty' });
  const { artifact, targets } = cell;
  const having = targets.filter(({ version }) => version === artifact?.version).length;
  if (artifact !== null && targets.length > 1 && having < targets.length) {
    lines.push({ text: words.partly(having, targets.length), mood: 'waiting' });
  }
  for (const target of cell.targets) {
    if (target.healthy === false)
      lines.push({ text: `✖ ${target.name}: ${say(target.message, view)}`, mood: 'bad', wraps: true });
  }
  // Of what never got there, the reason is the same for every target of a runtime.
  const unreachable = cell.targets.filter(({ healthy, version }) => healthy === null && version === null);
  for (const text of new Set(unreachable.map(({ message }) => say(message, view)))) {
    if (text !== '') lines.push({ text, mood: 'empty', wraps: true });
  }
  if (cell.failedBuild !== null) {
    const text = `✖ ${words.buildFailed(cell.failedBuild.revision.slice(0, 7))}`;
    lines.push({ text, mood: 'bad', wraps: true });
  }
  // What waits behind a lock says so itself.
  if (cell.lock !== null && cell.promotion?.state !== 'waiting') {
    lines.push({ text: `⧗ ${words.locked(cell.lock.by, cell.lock.reason)}`, mood: 'waiting', wraps: true });
  }
  if (cell.promotion !== null) {
    const { version, message } = cell.promotion;
    const promotion = promotionMood(cell);
    const text = say(message, view);
    // Its own version on a line of its own, unless it is the one that runs there: then only what is the matter.
    if (version === cell.artifact?.version) {
      lines.push({ text: `${shape(promotion)} ${text}`, mood: promotion, wraps: true });
    } else {
      lines.push({ text: `${shape(promotion)} ${version}`, mood: promotion });
      if (text !== '') lines.push({ text, mood: promotion, wraps: true });
    }
  }
  return lines;
}

function fill(line: Line, width: number, view: View): string[] {
  if (line.mark !== undefined) {
    const text = cut(line.text, width - 2);
    return [`${text}${text === '' ? '' : ' '}${paint(line.mark, shape(line.mark), view)}`];
  }
  const paints = (text: string): string => (line.mood === undefined ? text : paint(line.mood, text, view));
  if (line.wraps !== true) return [paints(cut(line.text, width))];
  const lines = wrap(line.text, width);
  const kept =
    lines.length > notesPerCell
      ? [...lines.slice(0, notesPerCell - 1), cut(lines.slice(notesPerCell - 1).join(' '), width)]
      : lines;
  return kept.map((text) => paints(text));
}

const stateMoods = {
  healthy: 'healthy',
  'rolling-out': 'moving',
  empty: 'empty',
  unhealthy: 'bad',
  waiting: 'waiting',
} as const satisfies Readonly<Record<Environment['state'], Mood>>;

function moodOf(cell: Environment): Mood {
  // What runs there is healthy while something else waits to come in; that has a line of its own.
  if (cell.state === 'waiting') return cell.artifact === null ? 'empty' : 'healthy';
  return stateMoods[cell.state];
}

function promotionMood({ promotion }: Environment): Mood {
  if (promotion?.state === 'finished') return 'bad';
  return promotion?.state === 'waiting' ? 'waiting' : 'moving';
}

function lineWidth(line: Line): number {
  return widthOf(line.text) + (line.mark === undefined ? 0 : 2);
}

/** How wide the column of a line would like to be. */
function wishOf(line: Line): number {
  return line.wraps === true ? Math.min(lineWidth(line), widestNote) : lineWidth(line);
}

function inOrder(cells: readonly Environment[]): Environment[] {
  return cells.toSorted((one, other) => one.order - other.order || (one.name < other.name ? -1 : 1));
}

/** Every column at least its least; what is left over goes where it is missed most. */
function share(natural: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...least];
  for (let left = room - sum(widths); left > 0; left -= 1) {
    let neediest = -1;
    let need = 0;
    for (const [index, width] of widths.entries()) {
      const missing = (natural[index] ?? 0) - width;
      if (missing > need) {
        neediest = index;
        need = missing;
      }
    }
    if (neediest === -1) break;
    widths[neediest] = (widths[neediest] ?? 0) + 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
