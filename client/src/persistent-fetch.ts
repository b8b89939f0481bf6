import { pause } from './pause.ts';
import { Unreachable, unreachable } from './problem.ts';

export interface PersistentFetchOptions {
  readonly server: string;
  /** For how long a request that may be repeated is repeated while nobody answers, in milliseconds. */
  readonly patienceMs: number;
  readonly fetch: (request: Request) => Promise<Response>;
}

/**
 * `fetch` for a server that may be restarting. Reading may always be repeated; a command carries an Idempotency-Key, so
 * that repeating it after a lost connection cannot do it twice. A refusal by the server is an answer and is not repeated,
 * except 503, which says to come back.
 */
export function persistentFetch(options: PersistentFetchOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isSafe(request.method)) request.headers.set('idempotency-key', crypto.randomUUID());
    const giveUpAt = performance.now() + options.patienceMs;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
      const last = performance.now() + pauseMs > giveUpAt;
      try {
        // Each attempt needs a body of its own.
        const response = await options.fetch(request.clone());
        if (response.status !== 503 || last) return spokenBySluice(response, options.server);
        await response.body?.cancel();
      } catch (error) {
        if (request.signal.aborted || error instanceof Unreachable) throw error;
        if (last) throw unreachable(options.server, error);
      }
      await pause(pauseMs, request.signal);
    }
  };
}

/** Another program on that port, or a login page in between, answers as well; but with a page. */
function spokenBySluice(response: Response, server: string): Response {
  const type = response.headers.get('content-type');
  if (type?.includes('text/html') === true) throw new Unreachable(server, 'not-sluice');
  return response;
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
