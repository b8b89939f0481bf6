import type { Language } from '@sluice/client';

/**
 * One noun's words in every language. The English ones give the type, so that a missing or superfluous translation does
 * not compile:
 *
 *     const en = { none: 'No apps yet.', count: (n: number) => `${n} apps` };
 *     const uk: typeof en = { … };
 *     export const appWords: Words<typeof en> = { en, uk };
 */
export type Words<T> = Readonly<Record<Language, T>>;

const ukrainian = new Intl.PluralRules('uk');

/** The Ukrainian form that a number asks for: 1 коміт, 3 коміти, 5 комітів. */
export function ukPlural(n: number, one: string, few: string, many: string): string {
  const rule = ukrainian.select(n);
  if (rule === 'one') return one;
  return rule === 'few' ? few : many;
}

export function enPlural(n: number, one: string, other: string): string {
  return n === 1 ? one : other;
}
