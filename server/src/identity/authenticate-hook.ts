import type { FastifyRequest } from 'fastify';
import type { Authenticate } from './authenticate.ts';
import type { Caller, Door } from './caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls. Only routes with a verb have one. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** For routes that are a door of their own. */
    readonly door?: Door;
  }
}

/** Routes that answer without a token. This list is the whole of it; nothing is public because of how its path looks. */
export const publicRoutes: readonly string[] = [
  '/livez',
  '/readyz',
  '/openapi.json',
  '/docs',
  '/docs/page.js',
  '/docs/page.css',
  '/schemas/app.json',
  '/schemas/freeze.json',
  '/schemas/pipeline.json',
  '/schemas/pipelinetemplate.json',
  '/schemas/manifestsource.json',
  '/schemas/group.json',
  '/schemas/rolebinding.json',
  // Its signature is its right.
  '/v1/promotions/:id/answer',
  '/schemas/webhook.json',
];

/** What `createHttpServer` calls before it reads a body. */
export function authenticateHook(authenticate: Authenticate): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    request.caller = await authenticate({
      authorization: request.headers.authorization,
      source: request.ip,
      door: request.routeOptions.config.door ?? doorOf(request.headers['sluice-door']),
      language: request.language,
    });
  };
}

/** For the record of where commands come from. */
export function senderOf(request: FastifyRequest): Pick<Caller, 'actor' | 'tokenId'> | undefined {
  return request.routeOptions.config.public === true || request.is404 ? undefined : request.caller;
}

/** Clients of ours say which they are. Nothing depends on it but what the record says. */
function doorOf(header: string | readonly string[] | undefined): Door {
  return header === 'cli' || header === 'web' ? header : 'http';
}
