import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import type { EventAnswers } from './event-answer.ts';
import { eventPageSchema, eventQuerySchema } from './event-schema.ts';
import type { EventQueryInput } from './event-schema.ts';
import { selectionOf } from './event-selection.ts';

/** What events were asked for. */
export interface EventSubject {
  /** Those whose events the reader gets. */
  readonly projects: 'all' | readonly string[];
  readonly project?: string | undefined;
  readonly app?: string | undefined;
  readonly environment?: string | undefined;
  readonly promotion?: string | undefined;
  readonly execution?: string | undefined;
}

export function eventRoutes(parts: {
  readonly answers: EventAnswers;
  readonly identity: Pick<Identity, 'authorize' | 'visibleProjects'>;
  /** Throws NotFound, with what was probably meant, for what is not there. This slice does not know the nouns. */
  readonly requireKnown: (selected: EventSubject) => Promise<void>;
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
        const visible = identity.visibleProjects(request.caller);
        const { project, app: name, environment, promotion, execution } = query;
        const projects = project === undefined ? visible : [project];
        return answers.answer(request, reply, {
          ...selectionOf(query, visible),
          // Nothing of what exists is an answer; nothing of what does not is a slip of the pen.
          whenNothing: () => parts.requireKnown({ projects, project, app: name, environment, promotion, execution }),
        });
      },
    );
  };
}
