import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Message } from '../lib/message.ts';
import { messageSchema } from '../lib/message-schema.ts';
import type { MessageView } from '../lib/message-schema.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { pageDeliveries, requireDelivery, waitingDeliveries } from './delivery-store.ts';
import type { Delivery, Webhook } from './webhook.ts';
import type { WebhookCommands } from './webhook-commands.ts';
import {
  deliveryAnswerSchema,
  deliverySchema,
  deliveryStates,
  rotatedSecretSchema,
  sentDeliverySchema,
  webhookSchema,
} from './webhook-schema.ts';
import type { DeliveryView, WebhookView } from './webhook-schema.ts';
import { pageWebhooks, requireWebhook } from './webhook-store.ts';

const pageSchema = pageOf(webhookSchema).meta({ id: 'WebhookPage' });
const deliveryPageSchema = pageOf(deliverySchema).meta({ id: 'WebhookDeliveryPage' });
const deletedSchema = z.object({ message: messageSchema }).meta({ id: 'DeletedWebhook' });
const params = z.strictObject({ name: z.string().max(100) });
const deliveryParams = params.extend({ id: z.string().max(100) });
const ofProject = z.strictObject({ project: projectSchema });

export function webhookRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly commands: WebhookCommands;
}): Routes {
  const { db, identity, commands } = parts;
  return (app) => {
    app.get(
      '/v1/webhooks',
      {
        config: { verb: 'webhook.view' },
        schema: {
          operationId: 'webhookList',
          tags: ['webhooks'],
          summary: 'Webhooks of a project, by name.',
          querystring: z.strictObject({ ...pageQuery, project: projectSchema }),
          response: { 200: pageSchema },
        },
      },
      async (request) => {
        const { project, limit, cursor } = request.query;
        await identity.authorize(request.caller, 'webhook.view', { project });
        const after = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const page = toPage(await pageWebhooks(db, { project, after, limit: limit + 1 }), limit, ({ name }) => [name]);
        return { items: await viewsOf(db, page.items), nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/v1/webhooks/:name/deliveries',
      {
        config: { verb: 'webhook.view' },
        schema: {
          operationId: 'webhookDeliveries',
          tags: ['webhooks'],
          summary: 'What a webhook was sent, and with which result, newest first. Kept for 30 days.',
          params,
          querystring: z.strictObject({
            ...pageQuery,
            project: projectSchema,
            state: z.enum(deliveryStates).optional(),
          }),
          response: { 200: deliveryPageSchema },
        },
      },
      async (request) => {
        const { project, limit, cursor, state } = request.query;
        await identity.authorize(request.caller, 'webhook.view', { project });
        const { id, name } = await requireWebhook(db, project, request.params.name);
        const before = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
        const found = await pageDeliveries(db, { webhookId: id, state, before, limit: limit + 1 });
        const page = toPage(found, limit, (delivery) => [delivery.id]);
        const items = page.items.map((delivery) => deliveryViewOf(delivery, name, request.words.bind(request)));
        return { items, nextCursor: page.nextCursor };
      },
    );

    app.get(
      '/v1/webhooks/:name/deliveries/:id',
      {
        config: { verb: 'webhook.view' },
        schema: {
          operationId: 'webhookDelivery',
          tags: ['webhooks'],
          summary: 'One delivery with what is sent.',
          params: deliveryParams,
          querystring: ofProject,
          response: { 200: sentDeliverySchema },
        },
      },
      async (request) => {
        const { project } = request.query;
        await identity.authorize(request.caller, 'webhook.view', { project });
        const webhook = await requireWebhook(db, project, request.params.name);
        const delivery = await requireDelivery(db, webhook, request.params.id);
        return { ...deliveryViewOf(delivery, webhook.name, request.words.bind(request)), body: delivery.body };
      },
    );

    app.post(
      '/v1/webhooks/:name/deliveries/:id/redeliver',
      {
        config: { verb: 'webhook.redeliver' },
        schema: {
          operationId: 'webhookRedeliver',
          tags: ['webhooks'],
          summary: 'Send a delivery again, with the same body and webhook-id.',
          params: deliveryParams,
          querystring: ofProject,
          response: { 202: deliveryAnswerSchema },
        },
      },
      async (request, reply) => {
        const { name, id } = request.params;
        const { message, delivery } = await commands.redeliver(request.caller, { ...request.query, name }, id);
        const words = request.words.bind(request);
        return reply.code(202).send({ message: words(message), delivery: deliveryViewOf(delivery, name, words) });
      },
    );

    app.post(
      '/v1/webhooks/:name/test',
      {
        config: { verb: 'webhook.test' },
        schema: {
          operationId: 'webhookTest',
          tags: ['webhooks'],
          summary: 'Send an event that is about nothing, to see whether it arrives.',
          params,
          querystring: ofProject,
          response: { 202: deliveryAnswerSchema },
        },
      },
      async (request, reply) => {
        const { name } = request.params;
        const { message, delivery } = await commands.test(request.caller, { ...request.query, name });
        const words = request.words.bind(request);
        return reply.code(202).send({ message: words(message), delivery: deliveryViewOf(delivery, name, words) });
      },
    );

    app.post(
      '/v1/webhooks/:name/rotate-secret',
      {
        config: { verb: 'webhook.rotate', keepsAnswer: false },
        schema: {
          operationId: 'webhookRotateSecret',
          tags: ['webhooks'],
          summary: 'Sign with a new secret, shown once. The one before signs as well for a day.',
          params,
          querystring: ofProject,
          response: { 200: rotatedSecretSchema },
        },
      },
      async (request) => {
        const { name } = request.params;
        const rotated = await commands.rotate(request.caller, { ...request.query, name });
        const { message, secret, previousSecretUntil } = rotated;
        return { message: request.words(message), secret, previousSecretUntil: previousSecretUntil.toISOString() };
      },
    );

    app.delete(
      '/v1/webhooks/:name',
      {
        config: { verb: 'webhook.delete' },
        schema: {
          operationId: 'webhookDelete',
          tags: ['webhooks'],
          summary: 'Delete a webhook and the record of its deliveries. What it was still to be sent is not sent.',
          params,
          querystring: ofProject,
          response: { 200: deletedSchema },
        },
      },
      async (request) => {
        const message = await commands.remove(request.caller, { ...request.query, name: request.params.name });
        return { message: request.words(message) };
      },
    );
  };
}

async function viewsOf(db: Db, webhooks: readonly Webhook[]): Promise<WebhookView[]> {
  const ids = webhooks.map(({ id }) => id);
  const waiting = await waitingDeliveries(db, ids);
  const now = new Date();
  const ahead = (at: Date | null): string | null => (at !== null && at > now ? at.toISOString() : null);
  return webhooks.map(({ id, name, project, generation, spec, failures, ...webhook }) => ({
    id,
    name,
    project,
    generation,
    url: spec.url,
    events: spec.events ?? null,
    apps: spec.apps ?? null,
    environments: spec.environments ?? null,
    enabled: spec.enabled,
    waiting: waiting.get(id)?.count ?? 0,
    failures,
    pausedUntil: ahead(webhook.pausedUntil),
    previousSecretUntil: ahead(webhook.previousUntil),
    createdAt: webhook.createdAt.toISOString(),
    updatedAt: webhook.updatedAt.toISOString(),
  }));
}

function deliveryViewOf(delivery: Delivery, webhook: string, words: (message: Message) => MessageView): DeliveryView {
  const { id, eventId, eventType, type, state, attempts, statusCode, message } = delivery;
  return {
    id,
    webhook,
    eventId,
    eventType,
    type,
    state,
    attempts,
    statusCode,
    message: message === null ? null : words(message),
    dueAt: state === 'pending' ? delivery.dueAt.toISOString() : null,
    createdAt: delivery.createdAt.toISOString(),
    attemptedAt: delivery.attemptedAt?.toISOString() ?? null,
    finishedAt: delivery.finishedAt?.toISOString() ?? null,
  };
}
