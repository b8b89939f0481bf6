import type { Context } from '../../context.ts';
import type { MoveOptions } from './move-options.ts';
import { giveVerdict } from './verdict.ts';

/** `sluice approve ID`, `sluice approve APP ENV` */
export async function approve(context: Context, words: readonly string[], options: MoveOptions): Promise<void> {
  await giveVerdict(context, 'approved', words, options);
}
