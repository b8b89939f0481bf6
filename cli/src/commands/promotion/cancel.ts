import { answer, given } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { promotionWords } from '../../messages/promotion.ts';
import { mark } from '../../output/mark.ts';
import { understand } from '../sentence.ts';
import type { MoveOptions } from './move-options.ts';
import { promotionId } from './subject.ts';

/** `sluice cancel ID`, `sluice cancel APP ENV` */
export async function cancel(context: Context, words: readonly string[], options: MoveOptions): Promise<void> {
  const said = understand(context, 'cancel', words, { reason: options.reason });
  const client = await context.client();
  const id = await promotionId(context, client, said);
  const body = given({ reason: said.reason });
  const promotion = await answer(client.http.POST('/v1/promotions/{id}/cancel', { params: { path: { id } }, body }));
  await show(context, promotion, ({ app, artifact, environment }, view) => {
    const sentence = promotionWords[view.language].cancelled(`${app} ${artifact.version}`, environment);
    return `${mark('done', view)} ${sentence}`;
  });
}
