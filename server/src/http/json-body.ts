import type { FastifyInstance } from 'fastify';
import { Problem } from '../lib/problem.ts';
import { httpMessages } from './http-messages.ts';
import { HttpProblem } from './http-problem.ts';
import type { HttpApp } from './route.ts';

const deepest = 64;

/** JSON is the only body that commands take: a form or text/plain is what a foreign page can send without being asked. */
export function acceptOnlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text === '') return done(null, undefined);
    if (nestsDeeperThan(text, deepest)) {
      return done(new Problem('InvalidInput', httpMessages.body_too_deep({ limit: deepest })));
    }
    if (text.includes(String.raw`\u0000`)) return done(new Problem('InvalidInput', httpMessages.body_with_null()));
    return parse(request, text, (error, value: unknown) => {
      done(error === null ? null : new Problem('InvalidInput', httpMessages.body_not_json()), value);
    });
  });
  // Nothing here unpacks bodies, so a small compressed one can never become a large one.
  app.addHook('onRequest', async (request) => {
    if (request.headers['content-encoding'] !== undefined && request.routeOptions.config.rawBody !== true) {
      throw new HttpProblem('InvalidInput', 415, httpMessages.body_encoded());
    }
  });
}

/** For a scope whose routes declare `rawBody`: `request.body` is the stream, of any content type and any length. */
export function acceptRawBody(app: HttpApp): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}

/** Schemas walk a document by recursion; brackets outside texts bound how deep they may go. */
function nestsDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (inText) {
      if (char === '\\') index += 1;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === '}' || char === ']') depth -= 1;
  }
  return false;
}
