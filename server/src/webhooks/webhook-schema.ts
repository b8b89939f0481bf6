import * as z from 'zod';
import { messageSchema } from '../lib/message-schema.ts';
import { nameSchema } from '../lib/name-schema.ts';
import { outgoingUrlSchema } from '../lib/outgoing/outgoing-schema.ts';

const patternSchema = z
  .string()
  .max(60)
  .regex(
    /^(?:\*|[a-z]+\.(?:\*|[a-z]+))$/,
    'must be a type of event like promotion.finished, a noun like promotion.*, or *',
  );

export const webhookSpecSchema = z
  .strictObject({
    url: outgoingUrlSchema.describe('Where to: http(s), answered with 2xx. Another address gets another secret.'),
    events: z
      .array(patternSchema)
      .min(1)
      .max(50)
      .optional()
      .describe(
        'Which: `promotion.finished`, `promotion.*` or `*`. Without it, everything that CDEvents has a word for.',
      ),
    apps: z.array(nameSchema).min(1).max(100).optional().describe('Only what is about one of these apps.'),
    environments: z
      .array(nameSchema)
      .min(1)
      .max(100)
      .optional()
      .describe('Only what is about one of these environments.'),
    enabled: z.boolean().default(true).describe('`false` sends nothing; what happens meanwhile is not sent later.'),
  })
  .meta({ id: 'WebhookSpec' });
export type WebhookSpec = z.output<typeof webhookSpecSchema>;

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const webhookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    project: z.string(),
    generation: z.int(),
    url: z.string(),
    events: z.array(z.string()).nullable().describe('Null: everything that CDEvents has a word for.'),
    apps: z.array(z.string()).nullable(),
    environments: z.array(z.string()).nullable(),
    enabled: z.boolean(),
    waiting: z.int().describe('Events that it has not received yet.'),
    failures: z.int().describe('Attempts in a row that failed, of any event.'),
    pausedUntil: z.iso.datetime().nullable().describe('It is left in peace until then, because it failed.'),
    previousSecretUntil: z.iso.datetime().nullable().describe('Until then the secret before signs as well.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.infer<typeof webhookSchema>;

export const deliverySchema = z
  .object({
    id: z.string().describe('Sent as the header webhook-id; the same at every attempt.'),
    webhook: z.string(),
    eventId: z.string().nullable().describe('Null for a test.'),
    eventType: z.string(),
    type: z.string().describe('The type of the CDEvent.'),
    state: z.enum(deliveryStates),
    attempts: z.int(),
    statusCode: z.int().nullable().describe('What the receiver answered last, if it did.'),
    message: messageSchema.nullable(),
    dueAt: z.iso.datetime().nullable().describe('When it is tried next; null once it is over.'),
    createdAt: z.iso.datetime(),
    attemptedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryView = z.infer<typeof deliverySchema>;

export const sentDeliverySchema = deliverySchema
  .extend({ body: z.string().describe('What is sent, to the letter: a CloudEvent as JSON.') })
  .meta({ id: 'SentWebhookDelivery' });

export const deliveryAnswerSchema = z
  .object({ message: messageSchema, delivery: deliverySchema })
  .meta({ id: 'WebhookDeliveryAnswer' });

export const rotatedSecretSchema = z
  .object({
    message: messageSchema,
    secret: z.string().describe('Shown only here.'),
    previousSecretUntil: z.iso.datetime(),
  })
  .meta({ id: 'RotatedWebhookSecret' });
