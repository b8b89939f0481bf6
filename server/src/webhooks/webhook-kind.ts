import { listApps } from '../apps/index.ts';
import { eventPosition } from '../engine/event-store.ts';
import type { Db } from '../engine/transaction.ts';
import { newId } from '../lib/id.ts';
import type { ProblemDetail } from '../lib/problem.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { didYouMean } from '../lib/suggestion.ts';
import type { Candidate, Kind, KindShape } from '../manifests/index.ts';
import { listPipelines } from '../pipelines/index.ts';
import { eventTypes } from './cdevent-of.ts';
import { covers } from './webhook.ts';
import { takeWebhookAway } from './webhook-commands.ts';
import { webhookMessages as messages } from './webhook-messages.ts';
import { webhookSpecSchema } from './webhook-schema.ts';
import type { WebhookSpec } from './webhook-schema.ts';
import { makeSecret } from './webhook-secret.ts';
import { changeWebhook, findWebhook, insertWebhook, lockWebhook } from './webhook-store.ts';

export const webhookShape: KindShape<WebhookSpec> = {
  kind: 'Webhook',
  schema: webhookSpecSchema,
  judge: unknownEvents,
};

/** How a Webhook is applied. A new one, and one that sends to another address, answers with a new secret. */
export function webhookKind({ secretBox }: { readonly secretBox: SecretBox }): Kind<WebhookSpec> {
  return {
    ...webhookShape,
    applyVerb: 'webhook.apply',
    viewVerb: 'webhook.view',
    removal: {
      verb: 'webhook.delete',
      async remove(tx, caller, { project, name }) {
        await takeWebhookAway(tx, caller, await lockWebhook(tx.db, project, name));
      },
    },
    exists: async (db, project, name) => (await findWebhook(db, project, name)) !== undefined,
    check: (tx, candidate) => unknownPlaces(tx.db, candidate),
    async write(tx, _caller, { project, name, generation, spec }) {
      const known = await findWebhook(tx.db, project, name);
      if (known === undefined) {
        const id = newId('whk');
        const { plain, sealed } = makeSecret(secretBox, { id, project });
        const cursor = await eventPosition(tx.db);
        await insertWebhook(tx.db, { id, project, name, generation, spec, secret: sealed, cursor });
        tx.wake('webhook', id);
        return { secret: plain };
      }
      const secret = known.spec.url === spec.url ? undefined : makeSecret(secretBox, known);
      // What happened while it was switched off is not made up for.
      const skips = spec.enabled && !known.spec.enabled;
      await changeWebhook(tx.db, known.id, {
        generation,
        spec,
        failures: 0,
        pausedUntil: null,
        ...(skips ? { cursor: await eventPosition(tx.db) } : {}),
        ...(secret === undefined ? {} : { secret: secret.sealed, previousSecret: null, previousUntil: null }),
      });
      tx.wake('webhook', known.id);
      return secret === undefined ? {} : { secret: secret.plain };
    },
  };
}

function unknownEvents({ spec, document }: Pick<Candidate<WebhookSpec>, 'spec' | 'document'>): ProblemDetail[] {
  return (spec.events ?? []).flatMap((pattern, index) => {
    if (eventTypes.some((type) => covers(pattern, type))) return [];
    const known = [...eventTypes, ...new Set(eventTypes.map((type) => `${type.split('.')[0]}.*`))];
    const suggestion = didYouMean(pattern, known) ?? null;
    return [document.fault(['events', index], (path) => messages.webhook_fault_event({ path, pattern, suggestion }))];
  });
}

async function unknownPlaces(db: Db, { project, spec, document }: Candidate<WebhookSpec>): Promise<ProblemDetail[]> {
  const apps = (await listApps(db, [project])).map(({ name }) => name);
  const pipelines = await listPipelines(db, [project]);
  const environments = [...new Set(pipelines.flatMap((one) => one.environments.map(({ name }) => name)))];
  const faults = (
    field: 'apps' | 'environments',
    known: readonly string[],
    message: typeof messages.webhook_fault_app,
  ): ProblemDetail[] =>
    (spec[field] ?? []).flatMap((name, index) => {
      if (known.includes(name)) return [];
      const suggestion = didYouMean(name, known) ?? null;
      return [document.fault([field, index], (path) => message({ path, name, suggestion, known }))];
    });
  return [
    ...faults('apps', apps, messages.webhook_fault_app),
    ...faults('environments', environments, messages.webhook_fault_environment),
  ];
}
