import { answer } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';

/** `sluice webhook redeliver NAME DELIVERY` */
export async function redeliver(context: Context, name: string, id: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name, id }, query: { project: context.project } };
  const again = await answer(http.POST('/v1/webhooks/{name}/deliveries/{id}/redeliver', { params }));
  await show(context, again, ({ message }, view) =>
    hang(`${mark('done', view)} `, say(message, view), view.width).join('\n'),
  );
}
