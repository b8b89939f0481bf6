import { EventSourceParserStream } from 'eventsource-parser/stream';
import { pause } from './pause.ts';
import { problemOf, unreachable } from './problem.ts';
import type { Unreachable } from './problem.ts';

export interface FollowOptions {
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Start after this event instead of at the stream's own beginning. */
  readonly after?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long nobody may answer before it is given up, in milliseconds. For ever by default. */
  readonly patienceMs?: number;
}

export type StreamItem =
  /** The stream is open. What happened before may now be read without missing what comes. */
  | { readonly kind: 'opened' }
  /** The connection is gone; it is being made again. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'event'; readonly id: string; readonly type: string; readonly data: unknown };

interface Position {
  lastEventId: string | undefined;
  /** How long the server asks to wait before coming back. */
  retryMs: number;
}

/**
 * Server-sent events as an endless sequence that survives the server: when the connection ends it is made again with
 * the last event's id, so nothing is skipped and nothing comes twice. Ends when the signal aborts; throws `ApiProblem`
 * when the server refuses, and `Unreachable` when patience runs out.
 */
export async function* follow(
  server: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  options: FollowOptions,
): AsyncGenerator<StreamItem, void, undefined> {
  const { signal, patienceMs = Number.POSITIVE_INFINITY } = options;
  const position: Position = { lastEventId: options.after, retryMs: 250 };
  let lostAt: number | undefined;
  for (let failures = 0; ; failures += 1) {
    const response = await open(server, path, headers, options, position);
    if (response instanceof Response) {
      failures = 0;
      lostAt = undefined;
      yield { kind: 'opened' };
      yield* read(response, position, signal);
    }
    if (isAborted(signal)) return;
    if (lostAt === undefined) yield { kind: 'lost' };
    lostAt ??= performance.now();
    if (!(response instanceof Response) && performance.now() - lostAt > patienceMs) throw response;
    await pause(Math.min(position.retryMs * 2 ** failures, 2000), signal);
    if (isAborted(signal)) return;
  }
}

async function open(
  server: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  options: FollowOptions,
  position: Position,
): Promise<Response | Unreachable> {
  const url = new URL(server + path);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const resume = position.lastEventId === undefined ? {} : { 'last-event-id': position.lastEventId };
  try {
    const response = await fetch(url, {
      headers: { ...headers, accept: 'text/event-stream', ...resume },
      signal: options.signal ?? null,
    });
    if (response.ok) return response;
    // A server or proxy in the middle of a restart; a refusal is final.
    if (response.status >= 500) {
      await response.body?.cancel();
      return unreachable(server, new Error(`status ${response.status}`));
    }
    throw problemOf(response, await response.json().catch(() => undefined));
  } catch (error) {
    if (error instanceof TypeError || isAborted(options.signal)) return unreachable(server, error);
    throw error;
  }
}

async function* read(
  response: Response,
  position: Position,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamItem, void, undefined> {
  if (response.body === null) return;
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ onRetry: (retryMs) => (position.retryMs = retryMs) }));
  try {
    for await (const event of events) {
      if (event.id !== undefined) position.lastEventId = event.id;
      yield { kind: 'event', id: event.id ?? '', type: event.event ?? 'message', data: parse(event.data) };
    }
  } catch (error) {
    // A reset connection is an end like any other: the caller comes back with the last id.
    if (!(error instanceof TypeError) && !isAborted(signal)) throw error;
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
