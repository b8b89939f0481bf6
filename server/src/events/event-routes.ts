import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { EventAnswers } from './event-answer.ts';
import { eventPageSchema, eventQuerySchema } from './event-schema.ts';
import type { EventQueryInput } from './event-schema.ts';
import { selectionOf } from './event-selection.ts';

export function eventRoutes(answers: EventAnswers, identity: Pick<Identity, 'authorize' | 'visibleProjects'>): Routes {
  return (app) => {
    app.get(
      '/v1/events',
      {
        config: { verb: 'event.view' },
        schema: {
          tags: ['events'],
          summary: 'What happened, oldest first. With "Accept: text/event-stream": what happens, as it happens.',
          querystring: eventQuerySchema,
          response: { 200: eventPageSchema },
        },
      },
      async (request, reply) => {
        const query: EventQueryInput = request.query;
        if (query.project !== undefined)
          await identity.authorize(request.caller, 'event.view', { project: query.project });
        return answers.answer(request, reply, selectionOf(query, identity.visibleProjects(request.caller)));
      },
    );
  };
}
