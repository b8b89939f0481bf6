import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProblemDocument } from '@sluice/client';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** A document, or a function that answers by itself. */
export type Answer = object | ((asked: Asked, response: ServerResponse) => object | undefined);

export interface TestApi {
  readonly url: string;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

/** A real HTTP server on a free port that answers with the given documents: `'GET /v1/apps': { items: [] }`. */
export async function serveDocuments(routes: Readonly<Record<string, Answer>>, port = 0): Promise<TestApi> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const one: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: body === '' ? undefined : JSON.parse(body),
      };
      asked.push(one);
      const route = routes[`${one.method} ${one.path}`] ?? notFound(`${one.method} ${one.path}`);
      const document = typeof route === 'function' ? route(one, response) : route;
      if (document === undefined) return;
      const status = 'status' in document && 'code' in document ? Number(document.status) : 200;
      response.writeHead(status, { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' });
      response.end(JSON.stringify(document));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${listening}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function problem(
  status: number,
  code: string,
  detail: string,
  details: ProblemDocument['details'] = [],
): ProblemDocument {
  return { type: `urn:sluice:problem:${code}`, title: code, status, detail, code, params: {}, details };
}

function notFound(route: string): ProblemDocument {
  return problem(404, 'route_not_found', `There is nothing at ${route}.`);
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}
