import type { RecordedEvent, RecordQuery } from '../engine/index.ts';

const pageSize = 500;

/**
 * The selected part of the log in pages, as text. Whoever reads slowly makes this wait: no more than a page is in memory,
 * and no transaction stays open in between. An error ends it in the middle, so that half of a record is never taken for
 * all of it.
 */
export async function* exportRecord(parts: {
  readonly read: (query: RecordQuery) => Promise<RecordedEvent[]>;
  readonly selection: Omit<RecordQuery, 'from' | 'limit'>;
  readonly heading: string;
  readonly line: (event: RecordedEvent) => string;
  readonly stillAllowed: () => Promise<boolean>;
}): AsyncGenerator<string> {
  if (parts.heading !== '') yield parts.heading;
  let after: string | undefined;
  for (;;) {
    const page = await parts.read({ ...parts.selection, from: { after }, limit: pageSize });
    if (page.length > 0) yield page.map((event) => parts.line(event)).join('');
    if (page.length < pageSize) return;
    after = page.at(-1)?.id;
    if (!(await parts.stillAllowed())) throw new Error('the token of an export was revoked or has expired');
  }
}
