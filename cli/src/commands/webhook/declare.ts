import { webhookWords } from '../../messages/webhook.ts';
import { oneOf, verb, wholeNumber } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { DeliveriesOptions } from './deliveries.ts';

const states = ['pending', 'delivered', 'failed'] as const;

export function declareWebhooks({ root, language, run }: Program): void {
  const words = webhookWords[language].help;
  const parent = verb(root, 'webhook', words.webhook, language).usage(
    'deliveries | redeliver | test | rotate | delete',
  );
  verb(parent, 'deliveries <name>', words.deliveries, language)
    .option('--state <state>', words.deliveries.state, oneOf('--state', states, language))
    .option('--limit <number>', words.deliveries.limit, wholeNumber('--limit', language))
    .action(
      run(async (context, name: string, options: DeliveriesOptions) =>
        (await import('./deliveries.ts')).listDeliveries(context, name, options),
      ),
    );
  verb(parent, 'redeliver <name> <delivery>', words.redeliver, language).action(
    run(async (context, name: string, id: string) => (await import('./redeliver.ts')).redeliver(context, name, id)),
  );
  verb(parent, 'test <name>', words.test, language).action(
    run(async (context, name: string) => (await import('./test.ts')).testWebhook(context, name)),
  );
  verb(parent, 'rotate <name>', words.rotate, language).action(
    run(async (context, name: string) => (await import('./rotate.ts')).rotateSecret(context, name)),
  );
  verb(parent, 'delete <name>', words.delete, language).action(
    run(async (context, name: string) => (await import('./delete.ts')).deleteWebhook(context, name)),
  );
}

/** Apart from the verbs, because it is looked for among the things to see. */
export function declareWebhookList({ root, language, run }: Program): void {
  verb(root, 'webhooks', webhookWords[language].help.webhooks, language).action(
    run(async (context) => (await import('./list.ts')).listWebhooks(context)),
  );
}
