import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';

/** `sluice token revoke ID` */
export async function revokeToken(context: Context, id: string): Promise<void> {
  const { http } = await context.client();
  const revoked = await answer(http.DELETE('/v1/tokens/{id}', { params: { path: { id } } }));
  await show(context, revoked, ({ message }, view) => `${mark('done', view)} ${say(message, view)}`);
}
