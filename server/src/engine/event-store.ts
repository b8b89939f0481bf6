import { sql } from 'kysely';
import type { Db, NewEvent } from './transaction.ts';

/** Ids grow in the order of commits; with holes, where a transaction rolled back. As text: it is a cursor for others. */
export interface Event extends Omit<NewEvent, 'origin'> {
  readonly id: string;
  readonly at: Date;
}

/** Everything that is given must hold. An empty list lets nothing through, so that "no project allowed" shows none. */
export interface EventFilter {
  /** Beginnings of types: `promotion.` for all about promotions. Any of them. */
  readonly types?: readonly string[];
  readonly projects?: readonly string[];
  readonly subject?: string;
  /** All of these labels with these values. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface EventQuery {
  /** Only events after this id. Without it: from the oldest that is kept. */
  readonly after?: string;
  /** At most so many; 1 to 1000, default 100. */
  readonly limit?: number;
  readonly filter?: EventFilter;
}

export type EventPage =
  /** `position` is the `after` of the next page: everything up to it has been looked at. */
  | { readonly reset: false; readonly events: readonly Event[]; readonly position: string }
  /** `after` is older than what is kept, or not of this log at all. Read anew what you derive, then follow `position`. */
  | { readonly reset: true; readonly position: string };

/** Must be the last statement of its transaction: it takes the event lock, and all other writers of events wait. */
export async function insertEvents(db: Db, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into events (type, project, subject, labels, actor, door, data, address, token_id)
    select type, project, subject, labels, actor, door, data, origin ->> 'address', origin ->> 'tokenId'
    from rows from (
      jsonb_to_recordset(cast(${JSON.stringify(events)} as jsonb))
        as (type text, project text, subject text, labels jsonb, actor text, door text, data jsonb, origin jsonb)
    ) with ordinality as e (type, project, subject, labels, actor, door, data, origin, place)
    order by place`.execute(db);
}

/** The id of the latest event. Whoever reads state after asking for it and follows from it misses nothing. */
export async function eventPosition(db: Db): Promise<string> {
  const { rows } = await sql<{ position: string }>`
    select greatest(pruned_to, (select max(id) from events))::text as position from event_retention`.execute(db);
  return rows[0]?.position ?? '0';
}

type EventRow = { [C in keyof Event]: Event[C] | null } & { readonly position: string; readonly reset: boolean };

/** One snapshot: the page, the position and the retention belong together. */
export async function readEvents(db: Db, query: EventQuery): Promise<EventPage> {
  const limit = Math.min(Math.max(query.limit ?? 100, 1), 1000);
  const after = query.after === undefined ? null : cursorOf(query.after);
  if (after === undefined) return { reset: true, position: await eventPosition(db) };
  const { rows } = await sql<EventRow>`
    with log as (
      select pruned_to, greatest(pruned_to, (select max(id) from events)) as position from event_retention
    )
    select log.position::text as position,
      coalesce(${after}::bigint not between log.pruned_to and log.position, false) as reset,
      e.id::text as id, e.at, e.type, e.project, e.subject, e.labels, e.actor, e.door, e.data
    from log left join lateral (
      select * from events where id > coalesce(${after}::bigint, 0) and ${matching(query.filter ?? {})}
      order by id limit ${limit}
    ) e on true
    order by e.id`.execute(db);
  const position = rows[0]?.position ?? '0';
  if (rows[0]?.reset === true) return { reset: true, position };
  const events = rows.flatMap(eventOf);
  return { reset: false, events, position: events.length === limit ? (events.at(-1)?.id ?? position) : position };
}

function eventOf(row: EventRow): Event[] {
  const { id, at, type, project, subject, labels, actor, door, data } = row;
  if (id === null || at === null || type === null || project === null || subject === null) return [];
  if (labels === null || actor === null || door === null || data === null) return [];
  return [{ id, at, type, project, subject, labels, actor, door, data }];
}

export function matching(filter: EventFilter) {
  const { types, projects, subject, labels } = filter;
  return sql.join(
    [
      sql`true`,
      ...(types === undefined ? [] : [sql`exists (select from unnest(${types}::text[]) t where starts_with(type, t))`]),
      ...(projects === undefined ? [] : [sql`project = any(${projects}::text[])`]),
      ...(subject === undefined ? [] : [sql`subject = ${subject}`]),
      ...(labels === undefined ? [] : [sql`labels @> cast(${JSON.stringify(labels)} as jsonb)`]),
    ],
    sql` and `,
  );
}

/** The same decision as `matching`, for events that are already in memory. */
export function matches(event: Event, filter: EventFilter): boolean {
  const { types, projects, subject, labels } = filter;
  if (types !== undefined && !types.some((type) => event.type.startsWith(type))) return false;
  if (projects !== undefined && !projects.includes(event.project)) return false;
  if (subject !== undefined && subject !== event.subject) return false;
  return Object.entries(labels ?? {}).every(([name, value]) => event.labels[name] === value);
}

/** Undefined for what no log of ours has given out, e.g. a made-up `Last-Event-ID`. */
export function cursorOf(text: string): string | undefined {
  return /^\d{1,18}$/.test(text) ? text : undefined;
}

/**
 * Forgets the oldest events from before `olderThan`, at most `limit`, and returns how many. Followers from before them get
 * a reset.
 */
export async function pruneEvents(db: Db, olderThan: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ pruned: number }>`
    with last as materialized (
      select max(id) as id from (select id, at from events order by id limit ${limit}) oldest where at < ${olderThan}
    ),
    gone as (delete from events e using last where e.id <= last.id returning e.id),
    kept as (update event_retention r set pruned_to = greatest(r.pruned_to, last.id) from last where last.id is not null)
    select count(*) as pruned from gone`.execute(db);
  return rows[0]?.pruned ?? 0;
}
