import createOpenApiClient from 'openapi-fetch';
import type { Client as OpenApiClient } from 'openapi-fetch';
import type { DownloadOptions } from './download.ts';
import type { FollowOptions, StreamItem } from './follow.ts';
import type { paths } from './openapi.generated.ts';
import { persistentFetch } from './persistent-fetch.ts';
import { problemOf } from './problem.ts';

export type Language = 'en' | 'uk';

export interface ClientOptions {
  /** Where Sluice answers, like `http://127.0.0.1:7070`. */
  readonly server: string;
  readonly token?: string | undefined;
  /** The language of every sentence in the answers. */
  readonly language: Language;
  /** Recorded with every command; it allows nothing more and nothing less. */
  readonly door: 'cli' | 'web' | 'http';
  /** For how long to go on trying while the server does not answer. */
  readonly patienceMs?: number;
  /** In place of the global one, for everything but streams. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface Client {
  readonly server: string;
  /** Every route by method and path, typed: `await answer(client.http.GET('/v1/apps'))`. */
  readonly http: OpenApiClient<paths>;
  /** Follows an event stream over restarts of the server, from where it left off. */
  follow(path: string, options?: FollowOptions): AsyncGenerator<StreamItem, void, undefined>;
  /** An answer that is too large to be held, piece by piece. Throws when it breaks off before its end. */
  download(path: string, options?: DownloadOptions): AsyncGenerator<string, void, undefined>;
}

/** The one HTTP client of the command line, the pages and the tests. */
export function createClient(options: ClientOptions): Client {
  const server = options.server.replace(/\/+$/, '');
  const headers: Record<string, string> = { 'accept-language': options.language, 'sluice-door': options.door };
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  return {
    server,
    http: createOpenApiClient<paths>({
      baseUrl: server,
      headers,
      fetch: persistentFetch({
        server,
        patienceMs: options.patienceMs ?? 600,
        fetch: options.fetch ?? ((request) => fetch(request)),
      }),
    }),
    async *follow(path, followOptions = {}) {
      // Most programs that ask never follow.
      const { follow } = await import('./follow.ts');
      yield* follow(server, path, headers, followOptions);
    },
    async *download(path, downloadOptions = {}) {
      const { download } = await import('./download.ts');
      yield* download(server, path, headers, downloadOptions);
    },
  };
}

/**
 * The document a call answers with. Throws `ApiProblem` when the server refuses and `Unreachable` when no Sluice
 * answered.
 */
export async function answer<T>(call: Promise<Answered<T>>): Promise<T> {
  const answered = await call;
  if (!answered.response.ok) throw problemOf(answered.response, answered.error);
  return answered.data as T;
}

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}
