import type { Terminal } from './terminal.ts';
import type { View } from './view.ts';

/** Shows how something goes on: drawn over in place on a screen, one line for each change elsewhere. */
export interface Live<T> {
  show(document: T): void;
  /** Stops drawing and leaves the last picture standing. */
  end(): void;
}

export interface Pictures<T> {
  /** The whole picture; its lines fit the view. */
  readonly draw: (document: T, view: View) => readonly string[];
  /** What is new since the last document, as lines; everything when there was none. */
  readonly changes: (before: T | undefined, now: T, view: View) => readonly string[];
}

const frameMs = 100;

export function createLive<T>(terminal: Terminal, view: () => View, pictures: Pictures<T>): Live<T> {
  let latest: T | undefined;
  if (!terminal.isScreen) {
    return {
      show: (document) => {
        for (const line of pictures.changes(latest, document, view())) terminal.answer(`${line}\n`);
        latest = document;
      },
      end: () => {},
    };
  }
  let drawn = 0;
  const redraw = (): void => {
    if (latest === undefined) return;
    // What has scrolled off the screen cannot be drawn over.
    const lines = pictures.draw(latest, view()).slice(-Math.max(1, terminal.rows - 1));
    const back = drawn === 0 ? '' : `\u001B[${drawn}A\u001B[0J`;
    terminal.answer(`${back}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  };
  // Durations go on growing between changes.
  const timer = setInterval(redraw, frameMs);
  timer.unref();
  return {
    show: (document) => {
      latest = document;
      redraw();
    },
    end: () => {
      clearInterval(timer);
      redraw();
    },
  };
}
