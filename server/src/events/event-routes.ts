import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { EventAnswers } from './event-answer.ts';
import { eventPageSchema, eventQuerySchema } from './event-schema.ts';
import type { EventQueryInput } from './event-schema.ts';
import { selectionOf } from './event-selection.ts';

export function eventRoutes(parts: {
  readonly answers: EventAnswers;
  readonly identity: Pick<Identity, 'authorize' | 'visibleProjects'>;
  /** Throws NotFound, with what was probably meant, for a name that is not there. This slice does not know the nouns. */
  readonly requireKnown: (place: { project: string; app?: string; environment?: string }) => Promise<void>;
}): Routes {
  const { answers, identity } = parts;
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
        const { project, app: name, environment } = query;
        return answers.answer(request, reply, {
          ...selectionOf(query, identity.visibleProjects(request.caller)),
          // Nothing of what exists is an answer; nothing of what does not is a slip of the pen. Across projects a name may
          // be anybody's.
          whenNothing: async () => {
            if (project === undefined) return;
            await parts.requireKnown({
              project,
              ...(name === undefined ? {} : { app: name }),
              ...(environment === undefined ? {} : { environment }),
            });
          },
        });
      },
    );
  };
}
