import type { Context } from '../../context.ts';
import { changeConfiguration, pairsOf } from './change.ts';
import type { ChangeOptions } from './change.ts';

/** `sluice config set APP ENV KEY=value … [--secret]` */
export async function setConfiguration(
  context: Context,
  app: string,
  environment: string,
  words: readonly string[],
  options: ChangeOptions,
): Promise<void> {
  await changeConfiguration(context, app, environment, { set: await pairsOf(context, words) }, options);
}
