import type { Context } from '../../context.ts';
import { changeConfiguration } from './change.ts';
import type { ChangeOptions } from './change.ts';

/** `sluice config unset APP ENV KEY …` */
export async function unsetConfiguration(
  context: Context,
  app: string,
  environment: string,
  names: string[],
  options: ChangeOptions,
): Promise<void> {
  await changeConfiguration(context, app, environment, { unset: names }, options);
}
