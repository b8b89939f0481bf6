import type { FastifyRequest } from 'fastify';
import { httpMessages } from './http-messages.ts';
import { HttpProblem } from './http-problem.ts';

/** The strong tag of one version of a document, e.g. of a spec's generation. */
export function entityTag(version: string | number): string {
  return `"${version}"`;
}

/** Refuses a change made against another version than `current`. Without If-Match, the last writer wins. */
export function requireMatch(request: FastifyRequest, current: string): void {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || tagsOf(wanted).some((tag) => tag === '*' || tag === current)) return;
  throw new HttpProblem('Conflict', 412, httpMessages.precondition_failed({ current }));
}

/** True when the reader already has this version: answer 304 without a body. */
export function isUnchanged(request: FastifyRequest, current: string): boolean {
  const known = request.headers['if-none-match'];
  return known !== undefined && tagsOf(known).some((tag) => tag === '*' || tag.replace(/^W\//, '') === current);
}

function tagsOf(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim());
}
