import type { FastifyRequest } from 'fastify';
import { Problem } from '../lib/problem.ts';
import { httpMessages } from './http-messages.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isSafe(method: string): boolean {
  return safeMethods.has(method);
}

/**
 * Keeps other sites' pages from giving commands through somebody's browser, which may add Basic credentials on its own.
 * Programs send neither header. `same-site` is refused too: deployed apps live on subdomains of ours and are not us.
 */
export function refuseCrossSite(request: FastifyRequest, allowedOrigins: readonly string[]): void {
  if (isSafe(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const siteIsOther = site !== undefined && site !== 'same-origin' && site !== 'none';
  const originIsOther = origin !== undefined && !allowedOrigins.includes(origin) && !isOurs(origin, request.host);
  if (siteIsOther || originIsOther) throw new Problem('Forbidden', httpMessages.cross_site_refused());
}

function isOurs(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
