import { answer, given } from '@sluice/client';
import type { WebhookDelivery } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { webhookWords } from '../../messages/webhook.ts';
import { mark } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { say } from '../../output/say.ts';
import { hang, padEnd } from '../../output/text.ts';
import { moment } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

export interface DeliveriesOptions {
  readonly state?: WebhookDelivery['state'];
  readonly limit?: number;
}

/** `sluice webhook deliveries NAME` */
export async function listDeliveries(context: Context, name: string, options: DeliveriesOptions): Promise<void> {
  const { http } = await context.client();
  const { state, limit = 50 } = options;
  const params = { path: { name }, query: given({ project: context.project, state, limit }) };
  const found = await answer(http.GET('/v1/webhooks/{name}/deliveries', { params }));
  await show(context, found, ({ items }, view) => drawDeliveries(items, name, view));
}

const moods = { pending: 'waiting', delivered: 'done', failed: 'bad' } as const satisfies Readonly<
  Record<WebhookDelivery['state'], Mood>
>;

/** Wide enough for most types, so that what became of them stands in line. */
const typeWidth = 20;

function drawDeliveries(deliveries: readonly WebhookDelivery[], name: string, view: View): string {
  if (deliveries.length === 0) return webhookWords[view.language].noDeliveries(name);
  return deliveries.flatMap((delivery) => drawDelivery(delivery, view)).join('\n');
}

/** `14:02:11  promotion.finished    ✔ delivered  dlv_01j8…`, and below it why it was not. */
function drawDelivery(delivery: WebhookDelivery, view: View): string[] {
  const words = webhookWords[view.language];
  const { dim } = view.colors;
  const { state, attempts, eventType, dueAt, message } = delivery;
  const at = moment(delivery.createdAt, view);
  const head = `${dim(at)}  ${padEnd(eventType, typeWidth)}  `;
  const tried = attempts > 1 ? `, ${words.tried(attempts)}` : '';
  const first = hang(
    head,
    `${mark(moods[state], view)} ${words.states[state]}${tried}  ${dim(delivery.id)}`,
    view.width,
  );
  if (state === 'delivered' || message === null) return first;
  const next = dueAt === null ? '' : words.nextTry(moment(dueAt, view));
  return [...first, ...hang(' '.repeat(at.length + 2), `${say(message, view).replace(/\.$/, '')}${next}`, view.width)];
}
