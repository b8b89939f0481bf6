import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';

/** `sluice status` */
export async function status(context: Context): Promise<void> {
  const { http } = await context.client();
  await show(context, await answer(http.GET('/v1/status')), () => '');
}
