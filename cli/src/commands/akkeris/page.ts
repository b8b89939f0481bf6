import type { Context } from '../../context.ts';
import { akkerisWords, spellings } from './words.ts';
import { padEnd, widthOf } from '../../output/text.ts';

/** Wide enough for most; what is longer has its counterpart in the next line, so that all fits 80 columns. */
const width = 34;

/** `sluice help akkeris` */
export function akkerisPage(context: Context): string {
  const { page } = akkerisWords[context.language];
  const { bold, dim } = context.view().colors;
  const row = (left: string, right: string): string =>
    widthOf(left) > width ? `  ${left}\n  ${' '.repeat(width)}  ${right}` : `  ${padEnd(left, width)}  ${right}`;
  return [
    bold(page.title),
    '',
    ...page.intro,
    '',
    dim(row(page.akkeris, page.sluice)),
    ...spellings.map(([akkeris, own]) => row(akkeris, own)),
    '',
    ...page.end,
  ].join('\n');
}
