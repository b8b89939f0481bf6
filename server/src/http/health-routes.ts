import * as z from 'zod';
import type { Message } from '../lib/message.ts';
import { messageSchema } from '../lib/message-schema.ts';
import type { Routes } from './route.ts';

/** One thing that must hold before requests are sent here. Answers with the reason when it does not. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<Message | null>;
}

const readinessSchema = z
  .object({
    ready: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ready: z.boolean(), reason: messageSchema.nullable() })),
  })
  .meta({ id: 'Readiness' });

/** `/livez`: this process runs. `/readyz`: it can do its work; otherwise 503 with the reasons. Checks must be bounded. */
export function healthRoutes(checks: readonly ReadinessCheck[]): Routes {
  return (app) => {
    app.get(
      '/livez',
      {
        config: { public: true },
        schema: {
          tags: ['system'],
          summary: 'Is the process alive?',
          response: { 200: z.object({ alive: z.literal(true) }) },
        },
      },
      async () => ({ alive: true as const }),
    );
    app.get(
      '/readyz',
      {
        config: { public: true },
        schema: {
          tags: ['system'],
          summary: 'Can it do its work?',
          response: { 200: readinessSchema, 503: readinessSchema },
        },
      },
      async (request, reply) => {
        const results = await Promise.all(
          checks.map(async ({ name, check }) => {
            const reason = await check();
            return { name, ready: reason === null, reason: reason === null ? null : request.words(reason) };
          }),
        );
        const ready = results.every((result) => result.ready);
        return reply.code(ready ? 200 : 503).send({ ready, checks: results });
      },
    );
  };
}
