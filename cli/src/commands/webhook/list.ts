import { answer } from '@sluice/client';
import type { Webhook } from '@sluice/client';
import { show } from '../../context.ts';
import type { Context } from '../../context.ts';
import { webhookWords } from '../../messages/webhook.ts';
import { wideWords } from '../../output/wide-words.ts';
import { paint, shape } from '../../output/mark.ts';
import type { Mood } from '../../output/mark.ts';
import { table } from '../../output/table.ts';
import type { Cell } from '../../output/table.ts';
import { moment } from '../../output/time.ts';
import type { View } from '../../output/view.ts';

/** `sluice webhooks`, `sluice get webhook` */
export async function listWebhooks(context: Context): Promise<void> {
  const { http } = await context.client();
  const query = { project: context.project, limit: 200 };
  const found = await answer(http.GET('/v1/webhooks', { params: { query } }));
  await show(context, found, ({ items }, view) => drawWebhooks(items, view));
}

function drawWebhooks(webhooks: readonly Webhook[], view: View): string {
  const words = webhookWords[view.language];
  if (webhooks.length === 0) return words.none;
  const wide = wideWords[view.language];
  return table(
    webhooks,
    [
      { title: words.columns.name, cell: ({ name }) => name },
      { title: words.columns.state, cell: (webhook) => stateOf(webhook, view) },
      {
        title: words.columns.waiting,
        cell: ({ waiting }) => (waiting === 0 ? '' : String(waiting)),
        align: 'right',
      },
      {
        title: words.columns.next,
        cell: ({ pausedUntil }) => (pausedUntil === null ? '' : moment(pausedUntil, view)),
      },
      { title: words.columns.url, cell: ({ url }) => url, shrinks: true },
      { title: words.columns.events, cell: ({ events }) => events?.join(', ') ?? words.standardEvents, shrinks: true },
      { title: wide.apps, cell: ({ apps }) => apps?.join(', ') ?? '', wide: true },
      { title: wide.environments, cell: ({ environments }) => environments?.join(', ') ?? '', wide: true },
      { title: wide.id, cell: ({ id }) => id, wide: true },
      { title: wide.generation, cell: ({ generation }) => String(generation), wide: true },
      { title: wide.created, cell: ({ createdAt }) => createdAt, wide: true },
    ],
    view,
  );
}

function stateOf({ enabled, failures, waiting }: Webhook, view: View): Cell {
  const words = webhookWords[view.language];
  const cell = (mood: Mood, text: string): Cell => ({
    text: `${shape(mood)} ${text}`,
    paint: (cut) => paint(mood, cut, view),
  });
  if (!enabled) return cell('empty', words.off);
  if (failures > 0) return cell('bad', words.failing);
  return waiting > 0 ? cell('moving', words.sending) : cell('healthy', words.good);
}
