import * as z from 'zod';
import type { Routes } from '../http/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import type { AnswerNotice } from './answer-notice.ts';
import { answerPromotionSchema, answeredSchema, signingSecretSchema } from './notice-schema.ts';
import type { createMakeSigningSecret } from './signing-secret.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, for routes that check its signature. */
    signedText?: string;
  }
}

const maxBytes = 16 * 1024;

/** In a scope of its own, because here the letters of a body matter and not only what they mean. */
export function answerRoutes(answer: AnswerNotice): Routes {
  return (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: maxBytes }, (request, body, done) => {
      request.signedText = body.toString();
      try {
        done(null, JSON.parse(request.signedText));
      } catch {
        // Not JSON is no answer; the schema says so.
        done(null, null);
      }
    });
    app.post(
      '/v1/promotions/:id/answer',
      {
        config: { public: true },
        bodyLimit: maxBytes,
        schema: {
          operationId: 'promotionAnswer',
          tags: ['promotions'],
          summary:
            'Answer what an environment by `notify` was sent, signed as Standard Webhooks sign, with the same webhook-id.',
          params: z.strictObject({ id: z.string().max(64) }),
          body: answerPromotionSchema,
          response: { 200: answeredSchema },
        },
      },
      async (request) => {
        const header = (name: string): string => String(request.headers[name] ?? '');
        const signed = {
          id: header('webhook-id'),
          timestamp: header('webhook-timestamp'),
          signatures: header('webhook-signature'),
          body: request.signedText ?? '',
        };
        return answer(request.params.id, signed, request.body);
      },
    );
  };
}

export function signingSecretRoutes(make: ReturnType<typeof createMakeSigningSecret>): Routes {
  return (app) => {
    app.post(
      '/v1/apps/:app/signing-secret',
      {
        config: { verb: 'app.secret' },
        schema: {
          operationId: 'signingSecretCreate',
          tags: ['apps'],
          summary: 'A new secret by which requests about the app are signed, and answers to them. Shown only here.',
          params: z.strictObject({ app: z.string().max(100) }),
          body: z.strictObject({ project: projectSchema }).meta({ id: 'MakeSigningSecret' }),
          response: { 201: signingSecretSchema },
        },
      },
      async (request, reply) => {
        const { message, secret } = await make(request.caller, request.body.project, request.params.app);
        return reply.code(201).send({ message: request.words(message), secret });
      },
    );
  };
}
