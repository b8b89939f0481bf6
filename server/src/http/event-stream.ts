import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

export interface StreamItem {
  /** What a follower sends back as Last-Event-ID to go on after this item. */
  readonly id: string;
  /** The SSE event name; without it browsers deliver a plain `message`. */
  readonly event?: string;
  readonly data: unknown;
}

export interface StreamOptions {
  /** Asked on every heartbeat: a follower whose token was revoked does not go on listening. */
  readonly stillAllowed?: () => Promise<boolean>;
}

export interface EventStreamSettings {
  readonly heartbeatMs: number;
  /** How long a follower may leave its socket full before it is cut. It comes back with Last-Event-ID. */
  readonly drainTimeoutMs: number;
  readonly retryMs: number;
}

export interface EventStreams {
  /** Followers at this moment. */
  readonly size: number;
  open(
    reply: FastifyReply,
    source: (signal: AbortSignal) => AsyncIterable<StreamItem>,
    options?: StreamOptions,
  ): Promise<void>;
  /** Ends every stream with the hint to come back; streams opened later end at once. */
  stop(): void;
}

const ended = Symbol('ended');

/**
 * Server-sent events. Items are pulled: while a follower's socket is full, its source is not asked for more, so a slow
 * follower costs one item of memory, and after `drainTimeoutMs` its connection. The source gets a signal that aborts
 * when the follower has gone or the server stops.
 */
export function createEventStreams(settings: EventStreamSettings): EventStreams {
  const stops = new Set<() => void>();
  let stopped = false;

  async function open(
    reply: FastifyReply,
    source: (signal: AbortSignal) => AsyncIterable<StreamItem>,
    options: StreamOptions = {},
  ): Promise<void> {
    reply.hijack();
    const { raw } = reply;
    const gone = new AbortController();
    const stop = (): void => gone.abort();
    raw.on('close', stop);
    // A reset connection reports an error first; `close` follows and is all that matters.
    raw.on('error', stop);
    stops.add(stop);
    if (stopped) stop();
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // Proxies that buffer would hold events back.
      'x-accel-buffering': 'no',
      // The connection ends with the stream, so that a stop does not wait for an idle one.
      connection: 'close',
    });
    raw.write(`retry: ${settings.retryMs}\n\n`);
    const beat = setInterval(() => {
      raw.write(': still here\n\n');
      void checkAllowed(options, stop);
    }, settings.heartbeatMs);
    try {
      await pump(raw, source(gone.signal), gone.signal, settings.drainTimeoutMs);
    } catch (error) {
      if (!gone.signal.aborted) reply.log.error({ err: error }, 'event stream ended by a fault');
    } finally {
      clearInterval(beat);
      stops.delete(stop);
      gone.abort();
      raw.end();
    }
  }

  return {
    get size() {
      return stops.size;
    },
    open,
    stop: () => {
      stopped = true;
      for (const stop of stops) stop();
    },
  };
}

async function checkAllowed(options: StreamOptions, stop: () => void): Promise<void> {
  if (options.stillAllowed === undefined) return;
  // Not being able to ask is not a refusal: the database may be restarting, and the next heartbeat asks again.
  const allowed = await options.stillAllowed().catch(() => true);
  if (!allowed) stop();
}

async function pump(
  raw: ServerResponse,
  items: AsyncIterable<StreamItem>,
  gone: AbortSignal,
  drainTimeoutMs: number,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const end = new Promise<typeof ended>((resolve) => {
    if (gone.aborted) resolve(ended);
    else gone.addEventListener('abort', () => resolve(ended), { once: true });
  });
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), end]);
      if (next === ended || next.done === true) return;
      if (!raw.write(frame(next.value)) && !(await drained(raw, gone, drainTimeoutMs))) {
        raw.destroy();
        return;
      }
    }
  } finally {
    // A source that waits on something that never comes would keep us here; it has its signal and ends by itself.
    void iterator.return?.().catch(() => {});
  }
}

async function drained(raw: ServerResponse, gone: AbortSignal, timeoutMs: number): Promise<boolean> {
  try {
    await once(raw, 'drain', { signal: AbortSignal.any([gone, AbortSignal.timeout(timeoutMs)]) });
    return true;
  } catch {
    return false;
  }
}

/** JSON has no raw line breaks, so one `data:` line is enough. Ids and names are ours and have none either. */
function frame(item: StreamItem): string {
  const name = item.event === undefined ? '' : `event: ${item.event}\n`;
  return `id: ${item.id}\n${name}data: ${JSON.stringify(item.data)}\n\n`;
}
