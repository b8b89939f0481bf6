import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from '@sluice/client';
import type { WebhookDelivery } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../failure.ts';
import { webhookWords } from '../../messages/webhook.ts';
import { mark } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang } from '../../output/text.ts';
import type { View } from '../../output/view.ts';

/** A receiver has ten seconds to answer. */
const waitMs = 15_000;
const lookMs = 200;

/** `sluice webhook test NAME`: sends a test and waits for its first attempt. */
export async function testWebhook(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const query = { project: context.project };
  const sent = await answer(http.POST('/v1/webhooks/{name}/test', { params: { path: { name }, query } }));
  const until = performance.now() + waitMs;
  const interrupted = context.interrupted();
  let delivery: WebhookDelivery = sent.delivery;
  while (delivery.attempts === 0 && performance.now() < until && !interrupted.aborted) {
    await sleep(lookMs);
    const params = { path: { name, id: delivery.id }, query };
    delivery = await answer(http.GET('/v1/webhooks/{name}/deliveries/{id}', { params }));
  }
  if (delivery.state !== 'delivered') {
    context.exitWith(delivery.attempts === 0 ? exitCodes.stillWaiting : exitCodes.failed);
  }
  await show(context, delivery, draw);
}

function draw(delivery: WebhookDelivery, view: View): string {
  const words = webhookWords[view.language];
  const { state, attempts, webhook, message } = delivery;
  if (state === 'delivered') return `${mark('done', view)} ${words.received(webhook, say(message, view))}`;
  const [mood, text] =
    attempts === 0
      ? (['waiting', words.notYet(webhook)] as const)
      : (['bad', words.notReceived(say(message, view).replace(/\.$/, ''), webhook)] as const);
  return hang(`${mark(mood, view)} `, text, view.width).join('\n');
}
