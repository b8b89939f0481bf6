import { buffer } from 'node:stream/consumers';

/** A server that has said nothing for so long is taken for lost; commands answer at once. */
const silenceMs = 60_000;

/**
 * `fetch` over Node's own HTTP client. The global one loads a compiler's worth of code first and would make every
 * command a tenth of a second slower. Reads the whole answer; streams are followed with the global one.
 */
export async function lightFetch(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const { request: send } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const body = request.body === null ? undefined : await request.text();
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const sent = send(
    url,
    {
      method: request.method,
      headers: {
        ...Object.fromEntries(request.headers),
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      signal: request.signal,
      timeout: silenceMs,
    },
    (answer) => {
      const { statusCode = 500 } = answer;
      const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      buffer(answer).then(
        // These may not have a body, not even an empty one.
        (bytes) =>
          resolve(new Response([204, 205, 304].includes(statusCode) ? null : bytes, { status: statusCode, headers })),
        reject,
      );
    },
  );
  sent.on('timeout', () => sent.destroy(new Error('the server does not answer')));
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
