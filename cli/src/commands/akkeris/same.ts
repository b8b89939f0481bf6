import type { Context } from '../../context.ts';
import { akkerisWords } from './words.ts';

/** Below the answer: what one types in Sluice for the same. Only for people; a program reads the document alone. */
export function tellSame(context: Context, command: string, more: readonly string[] = []): void {
  if (context.format !== 'table') return;
  const { dim } = context.view().colors;
  const lines = [`${dim(`${akkerisWords[context.language].same}:`)} ${command}`, ...more];
  context.terminal.answer(`${lines.join('\n')}\n`);
}
