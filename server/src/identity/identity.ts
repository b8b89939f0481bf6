import type { Db, Transact } from '../engine/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { createAuthenticate } from './authenticate.ts';
import type { Authenticate } from './authenticate.ts';
import { createAuthorize, visibleProjects } from './authorize.ts';
import type { Authorize } from './authorize.ts';
import type { Caller } from './caller.ts';
import { findToken } from './identity-store.ts';
import { createTokenCommands } from './token-commands.ts';
import type { TokenCommands } from './token-commands.ts';

export interface IdentityOptions {
  readonly db: Db;
  readonly transact: Transact;
  readonly clock: Clock;
}

export interface Identity extends TokenCommands {
  readonly authenticate: Authenticate;
  readonly authorize: Authorize;
  visibleProjects(caller: Caller): 'all' | readonly string[];
  /** False once the token that the caller came with is revoked or expired: for streams that outlive a request. */
  isStillValid(caller: Caller): Promise<boolean>;
}

export function createIdentity({ db, transact, clock }: IdentityOptions): Identity {
  const authorize = createAuthorize(db);
  return {
    ...createTokenCommands(db, transact, clock, authorize),
    authenticate: createAuthenticate(db, clock),
    authorize,
    visibleProjects,
    isStillValid: async (caller) => {
      if (caller.tokenId === undefined) return true;
      const token = await findToken(db, caller.tokenId);
      if (token === undefined || token.revokedAt !== null) return false;
      return token.expiresAt === null || token.expiresAt > clock.now();
    },
  };
}
