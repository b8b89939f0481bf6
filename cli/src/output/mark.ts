import type { View } from './view.ts';

/** How things stand. Shown by shape and by word; colour only repeats it. */
export type Mood = 'healthy' | 'moving' | 'empty' | 'bad' | 'waiting' | 'done' | 'skipped';

const shapes: Readonly<Record<Mood, string>> = {
  healthy: '●',
  moving: '◐',
  empty: '○',
  bad: '✖',
  waiting: '⧗',
  done: '✔',
  skipped: '·',
};

const paints = {
  healthy: 'green',
  moving: 'cyan',
  empty: 'dim',
  bad: 'red',
  waiting: 'yellow',
  done: 'green',
  skipped: 'dim',
} as const satisfies Readonly<Record<Mood, keyof View['colors']>>;

export function mark(mood: Mood, view: View): string {
  return paint(mood, shapes[mood], view);
}

export function shape(mood: Mood): string {
  return shapes[mood];
}

export function paint(mood: Mood, text: string, view: View): string {
  return view.colors[paints[mood]](text);
}

/** What a promotion, step, release or build shows: its result when it has one, else its state. */
export function moodOf(state: string, result: string | null): Mood {
  if (result === 'success') return 'done';
  if (result === 'skipped' || result === 'cancelled') return 'skipped';
  if (result !== null) return 'bad';
  if (state === 'executing') return 'moving';
  return state === 'waiting' ? 'waiting' : 'empty';
}
