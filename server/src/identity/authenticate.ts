import { timingSafeEqual } from 'node:crypto';
import type { Db } from '../engine/transaction.ts';
import { HttpProblem } from '../http/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Language } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import type { Caller, Door } from './caller.ts';
import { identityMessages as messages } from './identity-messages.ts';
import { bindingsOf } from './binding-store.ts';
import { findTokenByHash, scopeOf, touchToken } from './identity-store.ts';
import type { Token } from './identity-store.ts';
import { hashSecret, isSecret } from './token-secret.ts';
import { narrow } from './verb.ts';

/** What a door received. `source` is the address it came from; wrong tries are counted by it. */
export interface Credentials {
  /** The Authorization header: `Bearer slc_…`, or `Basic` with the token as the password (git). */
  readonly authorization: string | undefined;
  readonly source: string;
  readonly door: Door;
  readonly language: Language;
}

export type Authenticate = (credentials: Credentials) => Promise<Caller>;

const coarseMs = 10 * 60 * 1000;

/**
 * Every wrong credential gets one and the same answer, whether it never existed, was revoked, or is not a token at all.
 * Only whoever holds the right secret of an expired token is told that it expired.
 */
export function createAuthenticate(db: Db, clock: Clock): Authenticate {
  const limit = createAttemptLimit({ failuresPerWindow: 30, windowMs: 60_000, maximumSources: 10_000 });

  function refuse(source: string, nowMs: number): never {
    const seconds = limit.failed(source, nowMs);
    if (seconds === undefined) throw new Problem('Unauthenticated', messages.unauthenticated());
    throw new HttpProblem('Unauthenticated', 429, messages.too_many_attempts({ seconds }), {
      headers: { 'retry-after': String(seconds) },
    });
  }

  return async (credentials) => {
    const now = clock.now();
    // Nothing was tried, so nothing is counted.
    if (credentials.authorization === undefined) throw new Problem('Unauthenticated', messages.unauthenticated());
    const secret = secretOf(credentials.authorization);
    if (secret === undefined) return refuse(credentials.source, now.getTime());
    const secretHash = hashSecret(secret);
    const token = await findTokenByHash(db, secretHash);
    if (token === undefined || !timingSafeEqual(token.secretHash, secretHash) || token.revokedAt !== null) {
      return refuse(credentials.source, now.getTime());
    }
    if (token.expiresAt !== null && token.expiresAt <= now) {
      const expiredAt = token.expiresAt.toISOString();
      throw new Problem('Unauthenticated', messages.token_expired({ name: token.name, expiredAt }));
    }
    if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > coarseMs)
      await touchToken(db, token.id);
    return callerOf(db, token, credentials);
  };
}

async function callerOf(db: Db, token: Token, credentials: Credentials): Promise<Caller> {
  const held = await bindingsOf(db, { id: token.actorId, name: token.actor });
  const scope = scopeOf(token);
  const all = token.holds ? [...held, scope] : held;
  return {
    actorId: token.actorId,
    actor: token.actor,
    bindings: narrow(all, scope),
    door: credentials.door,
    language: credentials.language,
    tokenId: token.id,
    scope,
  };
}

function secretOf(authorization: string): string | undefined {
  const [scheme = '', value = '', ...rest] = authorization.split(' ');
  if (rest.length > 0) return undefined;
  if (scheme.toLowerCase() === 'bearer') return isSecret(value) ? value : undefined;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const password = pair.slice(pair.indexOf(':') + 1);
  return isSecret(password) ? password : undefined;
}
