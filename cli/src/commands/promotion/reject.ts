import type { Context } from '../../context.ts';
import type { MoveOptions } from './move-options.ts';
import { giveVerdict } from './verdict.ts';

/** `sluice reject ID`, `sluice reject APP ENV` */
export async function reject(context: Context, words: readonly string[], options: MoveOptions): Promise<void> {
  await giveVerdict(context, 'rejected', words, options);
}
