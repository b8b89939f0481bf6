import { sql } from 'kysely';
import { matching } from './event-store.ts';
import type { Event, EventFilter } from './event-store.ts';
import type { Db } from './transaction.ts';

/** An event with where it came from, which followers are not told. */
export interface RecordedEvent extends Event {
  readonly address: string | null;
  readonly tokenId: string | null;
}

export interface RecordQuery {
  readonly filter?: EventFilter;
  readonly actor?: string | undefined;
  readonly door?: string | undefined;
  readonly address?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** Newest first, only those before this id; or oldest first, only those after it. */
  readonly from: { readonly before: string | undefined } | { readonly after: string | undefined };
  readonly limit: number;
}

/** The log as a record of who did what: read from either end, a page at a time. */
export async function readRecord(db: Db, query: RecordQuery): Promise<RecordedEvent[]> {
  const { from, since, until } = query;
  const backwards = 'before' in from;
  const position = backwards ? from.before : from.after;
  const conditions = [
    matching(query.filter ?? {}),
    ...(query.actor === undefined ? [] : [sql`actor = ${query.actor}`]),
    ...(query.door === undefined ? [] : [sql`door = ${query.door}`]),
    ...(query.address === undefined ? [] : [sql`address = ${query.address}`]),
    ...(since === undefined ? [] : [sql`at >= ${since}`]),
    ...(until === undefined ? [] : [sql`at < ${until}`]),
    ...(position === undefined ? [] : [backwards ? sql`id < ${position}::bigint` : sql`id > ${position}::bigint`]),
  ];
  const { rows } = await sql<RecordedEvent>`
    select id::text as id, at, type, project, subject, labels, actor, door, data, address, token_id as "tokenId"
    from events where ${sql.join(conditions, sql` and `)}
    order by events.id ${backwards ? sql`desc` : sql`asc`} limit ${query.limit}`.execute(db);
  return rows;
}
