import { answer, given } from '@sluice/client';
import type { Client, Event } from '@sluice/client';
import type { EventSelection } from './selection.ts';

const pageSize = 1000;

/**
 * The newest events that match, oldest of them first. The log is read forwards only, so this begins a window before its
 * end and widens it until enough has been found or the beginning is reached. Ids are numbers that grow with time.
 */
export async function latestEvents(
  client: Client,
  selection: EventSelection & { readonly project: string },
  limit: number,
): Promise<{ items: Event[]; position: string }> {
  const executions = await answer(
    client.http.GET('/v1/executions', { params: { query: { project: selection.project, limit: 1 } } }),
  );
  const end = BigInt(executions.position);
  for (let window = BigInt(limit) * 20n; ; window *= 10n) {
    const start = end > window ? end - window : undefined;
    const found = await between(client, selection, start, end, limit);
    if (found === undefined || found.length < limit) {
      if (start !== undefined && found !== undefined) continue;
      // The window began before what is kept: then everything that is kept has to be looked at.
      return {
        items: found ?? (await between(client, selection, undefined, end, limit)) ?? [],
        position: end.toString(),
      };
    }
    return { items: found, position: end.toString() };
  }
}

/** The last `limit` events up to `end`; undefined when `start` is older than what is kept. */
async function between(
  client: Client,
  selection: EventSelection,
  start: bigint | undefined,
  end: bigint,
  limit: number,
): Promise<Event[] | undefined> {
  let kept: Event[] = [];
  let after = start?.toString();
  for (;;) {
    const query = given({ ...selection, after, limit: pageSize });
    const page = await answer(client.http.GET('/v1/events', { params: { query } }));
    if (page.reset) return undefined;
    kept = [...kept, ...page.items].slice(-limit);
    const isStuck = page.position === after;
    after = page.position;
    if (isStuck || BigInt(after) >= end) return kept;
  }
}
