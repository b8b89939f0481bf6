import { isConnectionFault, pause } from './database-faults.ts';
import { cursorOf, matches } from './event-store.ts';
import type { Event, EventFilter, EventPage, EventQuery } from './event-store.ts';

/** What a follower gets: an event, or the news that it has missed some and should read its state anew. */
export type Followed =
  | { readonly event: Event }
  /** The position that the follower now continues from. */
  | { readonly reset: string };

export interface FollowOptions {
  /** The id of the last event that was seen. Without it: only what happens from now on. */
  readonly after?: string;
  readonly filter?: EventFilter;
  /** Ends the iteration, without an error. */
  readonly signal: AbortSignal;
}

export interface EventFeedOptions {
  readonly read: (query: EventQuery) => Promise<EventPage>;
  readonly position: () => Promise<string>;
  readonly retryMs: number;
  /** How many of the latest events are kept in memory for all followers together. */
  readonly recentLimit: number;
  readonly onError: (error: unknown) => void;
}

/**
 * One reading of the log for all followers of this replica.
 *
 * The feed holds the most recent events in memory: `recent` is everything after `floor`. A follower is only a cursor. When
 * its cursor is at or after `floor`, it takes what follows from memory, and when that is nothing it waits for the next
 * change. When its cursor is before `floor`, because it starts in the past or is slow, it reads pages from the
 * database until it has caught up. So nothing is queued for anybody, and the slowest follower costs no memory.
 *
 * The first follower starts the feed and the last one to leave ends it: without followers nothing is read.
 */
export function createEventFeed(options: EventFeedOptions) {
  const { read, position, recentLimit, retryMs, onError } = options;
  let followers = 0;
  let recent: { readonly id: bigint; readonly event: Event }[] = [];
  /** Undefined until the feed has started. */
  let floor: bigint | undefined;
  let tail = 0n;
  let reading: Promise<void> | undefined;
  let readAgain = false;
  /** Grows whenever the log turned out not to continue where the feed had been. */
  let epoch = 0;
  const waiters = new Set<() => void>();

  async function readOn(): Promise<void> {
    if (floor === undefined) {
      tail = BigInt(await position());
      floor = tail;
      recent = [];
    }
    for (;;) {
      const page = await read({ after: String(tail), limit: 1000 });
      if (page.reset) {
        // Pruned past us, or the database is another one: nothing in memory is worth keeping.
        recent = [];
        floor = BigInt(page.position);
        epoch += 1;
      } else {
        for (const event of page.events) recent.push({ id: BigInt(event.id), event });
        const surplus = recent.splice(0, Math.max(0, recent.length - recentLimit));
        floor = surplus.at(-1)?.id ?? floor;
      }
      const before = tail;
      tail = BigInt(page.position);
      if (tail !== before) for (const wakeUp of waiters) wakeUp();
      if (page.reset || page.events.length < 1000) return;
    }
  }

  /** Says that there may be something new. Cheap, and never throws. */
  function poke(): void {
    if (followers === 0) return;
    readAgain = true;
    reading ??= (async () => {
      try {
        while (readAgain && followers > 0) {
          readAgain = false;
          await readOn();
        }
      } catch (error) {
        // The next poke, at the latest that of the regular look, tries again.
        onError(error);
      } finally {
        reading = undefined;
      }
    })();
  }

  async function started(signal: AbortSignal): Promise<void> {
    while (floor === undefined && !signal.aborted) {
      poke();
      await reading;
      if (floor === undefined) await pause(retryMs, signal);
    }
  }

  function nextAfter(cursor: bigint): number {
    let low = 0;
    let high = recent.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((recent[middle]?.id ?? 0n) > cursor) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Resolves with the next change of the tail, or when the follower is to end. */
  async function change(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiters.add(resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    waiters.delete(resolve);
  }

  async function* follow({ after, filter = {}, signal }: FollowOptions): AsyncGenerator<Followed, void, void> {
    followers += 1;
    try {
      await started(signal);
      let cursor = after === undefined ? tail : BigInt(cursorOf(after) ?? -1);
      // A page from the database may be ahead of the feed. A cursor from outside may also be, but needs a look first.
      let knownIn = after === undefined ? epoch : -1;
      while (!signal.aborted) {
        if (floor === undefined || cursor < floor || (cursor > tail && knownIn !== epoch)) {
          const inEpoch = epoch;
          const page = await readPage({ after: String(cursor), limit: 100, filter }, signal);
          if (page === undefined) return;
          cursor = BigInt(page.position);
          knownIn = inEpoch;
          if (page.reset) yield { reset: page.position };
          else for (const event of page.events) yield { event };
          continue;
        }
        const from = nextAfter(cursor);
        const batch = recent.slice(from, from + 100);
        for (const { id, event } of batch) {
          cursor = id;
          if (matches(event, filter)) yield { event };
          if (signal.aborted) return;
        }
        // Nothing was awaited since `recent` was looked at, so no change can have been missed.
        if (batch.length === 0) await change(signal);
      }
    } finally {
      followers -= 1;
      if (followers === 0) {
        recent = [];
        floor = undefined;
      }
    }
  }

  async function readPage(query: EventQuery, signal: AbortSignal): Promise<EventPage | undefined> {
    while (!signal.aborted) {
      try {
        return await read(query);
      } catch (error) {
        if (!isConnectionFault(error)) throw error;
        onError(error);
        await pause(retryMs, signal);
      }
    }
    return undefined;
  }

  return { poke, follow, followers: () => followers };
}
