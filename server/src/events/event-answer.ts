import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EngineEvents, Event, EventFilter, Followed } from '../engine/index.ts';
import type { StreamItem } from '../http/index.ts';
import { wantsEventStream } from '../http/index.ts';
import type { Json, Message } from '../lib/message.ts';
import type { EventPageView, EventView } from './event-schema.ts';

/** What of the log a reader gets: the engine's filter, and who did it. */
export interface EventSelection {
  readonly filter: EventFilter;
  readonly actor?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
  /** Asked when nothing that was selected has ever happened. May refuse the selection. */
  readonly whenNothing?: () => Promise<void>;
}

export interface EventAnswers {
  /**
   * Answers with a page of events, or follows them when the reader accepts `text/event-stream`. Last-Event-ID wins over
   * `after`; without either a stream begins now. The caller has been authorized, and `selection` holds only what it may see.
   */
  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    selection: EventSelection,
  ): Promise<EventPageView | FastifyReply>;
}

/** Looks at no more than so many events for one page when most are somebody else's. */
const mostLookedAt = 10_000;

export function createEventAnswers(
  events: EngineEvents,
  isStillValid: (caller: FastifyRequest['caller']) => Promise<boolean>,
): EventAnswers {
  async function readPage(request: FastifyRequest, selection: EventSelection): Promise<EventPageView> {
    const { filter, actor, limit } = selection;
    const items: EventView[] = [];
    let { after } = selection;
    for (let lookedAt = 0; ;) {
      const page = await events.read({ ...(after === undefined ? {} : { after }), limit, filter });
      if (page.reset) return { items: [], position: page.position, reset: true };
      for (const event of page.events) {
        if (actor !== undefined && event.actor !== actor) continue;
        items.push(viewOf(event, request));
        if (items.length === limit) return { items, position: event.id, reset: false };
      }
      lookedAt += page.events.length;
      after = page.position;
      if (page.events.length < limit || lookedAt >= mostLookedAt)
        return { items, position: page.position, reset: false };
    }
  }

  /** What has ever had an event was there, even when it has been deleted since. */
  async function refuseUnknown({ filter, whenNothing }: EventSelection): Promise<void> {
    if (whenNothing === undefined) return;
    const earlier = await events.read({ limit: 1, filter });
    if (!earlier.reset && earlier.events.length === 0) await whenNothing();
  }

  return {
    answer: async (request, reply, selection) => {
      if (!wantsEventStream(request)) {
        const page = await readPage(request, selection);
        if (page.items.length === 0 && !page.reset) await refuseUnknown(selection);
        return page;
      }
      await refuseUnknown(selection);
      const header = request.headers['last-event-id'];
      const after = typeof header === 'string' && header !== '' ? header : selection.after;
      const { filter, actor } = selection;
      const source = (signal: AbortSignal): AsyncIterable<StreamItem> =>
        itemsOf(events.follow({ signal, filter, ...(after === undefined ? {} : { after }) }), request, actor);
      await request.server.streams.open(reply, source, { stillAllowed: () => isStillValid(request.caller) });
      return reply;
    },
  };
}

/** Ordinary events come as plain messages; a `reset` says that some were missed and everything derived must be read anew. */
async function* itemsOf(
  followed: AsyncIterable<Followed>,
  request: FastifyRequest,
  actor: string | undefined,
): AsyncGenerator<StreamItem> {
  for await (const next of followed) {
    if ('reset' in next) yield { id: next.reset, event: 'reset', data: { position: next.reset } };
    else if (actor === undefined || next.event.actor === actor) {
      yield { id: next.event.id, data: viewOf(next.event, request) };
    }
  }
}

export function viewOf(event: Event, request: Pick<FastifyRequest, 'words'>): EventView {
  const data = Object.fromEntries(
    Object.entries(event.data).map(([name, value]) => [name, isMessage(value) ? request.words(value) : value]),
  );
  const { id, type, project, subject, labels, actor, door } = event;
  return { id, at: event.at.toISOString(), type, project, subject, labels: { ...labels }, actor, door, data };
}

function isMessage(value: Json): value is Json & Message {
  if (typeof value !== 'object' || value === null || !('code' in value && 'params' in value && 'text' in value))
    return false;
  return (
    typeof value.code === 'string' &&
    typeof value.text === 'string' &&
    typeof value.params === 'object' &&
    value.params !== null
  );
}
