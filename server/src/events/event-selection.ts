import type { EventSelection } from './event-answer.ts';
import type { EventQueryInput } from './event-schema.ts';

const labelNames = ['app', 'environment', 'execution', 'promotion'] as const;

/** A query as a selection of what the reader may see. `visible` are the reader's projects. */
export function selectionOf(query: EventQueryInput, visible: 'all' | readonly string[]): EventSelection {
  const projects = query.project === undefined ? visible : [query.project];
  const labels = Object.fromEntries(
    labelNames.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
  );
  return {
    filter: {
      ...(query.type === undefined ? {} : { types: query.type.split(',').filter((type) => type !== '') }),
      ...(projects === 'all' ? {} : { projects }),
      labels,
    },
    actor: query.actor,
    after: query.after,
    limit: query.limit,
  };
}
