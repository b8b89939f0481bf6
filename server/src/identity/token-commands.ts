import type { Db, Transact, Tx } from '../engine/transaction.ts';
import { decodeCursor, toPage } from '../http/index.ts';
import type { Page } from '../http/index.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/id.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import type { Authorize } from './authorize.ts';
import type { Caller } from './caller.ts';
import { identityMessages as messages } from './identity-messages.ts';
import { raiseBinding } from './binding-store.ts';
import * as store from './identity-store.ts';
import type { Actor, Token } from './identity-store.ts';
import type { CreateToken } from './token-schema.ts';
import { hashSecret, newSecret } from './token-secret.ts';
import { atLeast, everywhere, mayDo, mayGrant, roleIn } from './verb.ts';

const dayMs = 24 * 3600 * 1000;
const defaultLifeMs = 90 * dayMs;
const longestLifeMs = 366 * dayMs;

export interface TokenCommands {
  /** Makes a token for the caller or, with `actor.manage`, for somebody else. The secret leaves only here. */
  createToken(caller: Caller, input: CreateToken): Promise<{ message: Message; token: Token; secret: string }>;
  /** The caller's own, and those that reach into projects where the caller is admin. */
  listTokens(
    caller: Caller,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<Token>>;
  /** One's own always; others' as an admin of the project that the token reaches. Twice is no error. */
  revokeToken(caller: Caller, id: string): Promise<{ message: Message; token: Token }>;
  /** The token that the caller showed. */
  tokenOf(caller: Caller): Promise<Token | null>;
}

export function createTokenCommands(db: Db, transact: Transact, clock: Clock, authorize: Authorize): TokenCommands {
  return {
    createToken: async (caller, input) => {
      await authorize(caller, 'token.create', { project: input.project });
      const forSelf = input.actor === undefined || input.actor === caller.actor;
      if (!forSelf) await authorize(caller, 'actor.manage', { project: input.project });
      const { project, role, apps, environments, verbs } = input;
      const grant = { project, role, apps, environments, verbs };
      if (role === undefined) {
        // A token for less cannot make one for more; for others an admin of the project decides.
        if (forSelf && caller.scope !== undefined && !mayGrant([caller.scope], { ...grant, role: 'admin' })) {
          throw new Problem('Forbidden', messages.token_needs_role());
        }
      } else if (!mayGrant(caller.bindings, { ...grant, role })) {
        const held = roleIn(caller.bindings, project) ?? null;
        const isPart = held !== null && atLeast(held, role);
        throw new Problem(
          'Forbidden',
          isPart ? messages.grant_too_wide({ project }) : messages.grant_too_high({ project, role, held }),
        );
      }
      const expiresAt = expiryOf(input, clock.now());
      const secret = newSecret();
      const id = newId('tok');
      const token = await transact(async (tx) => {
        const actor = forSelf ? { id: caller.actorId, name: caller.actor } : await actorFor(tx, caller, input);
        // What is for a part is given by the token alone: a role would be for the whole project, and for good.
        const holds = !forSelf && role !== undefined && [apps, environments, verbs].some((part) => part !== undefined);
        if (!forSelf && role !== undefined && !holds) {
          await raiseBinding(tx.db, actor.id, { project, role }, caller.actor);
        }
        await store.insertToken(tx.db, {
          id,
          actorId: actor.id,
          name: input.name,
          secretHash: hashSecret(secret),
          ...grant,
          holds,
          role: role ?? null,
          createdBy: caller.actor,
          expiresAt,
        });
        emitTokenEvent(tx, 'token.created', caller, {
          id,
          actor: actor.name,
          name: input.name,
          project,
          role: role ?? null,
        });
        return known(await store.findToken(tx.db, id), id);
      });
      return { message: messages.token_created({ actor: token.actor, project, role: role ?? null }), token, secret };
    },

    listTokens: async (caller, { limit, cursor }) => {
      const [position = '', id = ''] = cursor === undefined ? [] : decodeTokenCursor(cursor);
      const rows = await store.listTokens(db, {
        actorId: caller.actorId,
        projects: administered(caller),
        limit: limit + 1,
        ...(cursor === undefined ? {} : { after: { position, id } }),
      });
      return toPage(rows, limit, (row) => [row.position, row.id]);
    },

    revokeToken: async (caller, id) =>
      transact(async (tx) => {
        const token = await store.findToken(tx.db, id);
        const isOwn = token?.actorId === caller.actorId;
        // A token of others that one may not manage looks exactly like none at all.
        if (token === undefined || !(isOwn || mayDo(caller.bindings, 'actor.manage', { project: token.project }))) {
          throw new Problem('NotFound', messages.token_not_found({ token: id }));
        }
        if (await store.revokeToken(tx.db, id, caller.actor)) emitTokenEvent(tx, 'token.revoked', caller, token);
        const after = known(await store.findToken(tx.db, id), id);
        return { message: messages.token_revoked({ name: after.name, actor: after.actor }), token: after };
      }),

    tokenOf: async (caller) =>
      caller.tokenId === undefined ? null : ((await store.findToken(db, caller.tokenId)) ?? null),
  };
}

async function actorFor(tx: Tx, caller: Caller, input: CreateToken): Promise<Actor> {
  const name = input.actor ?? caller.actor;
  const { actor, created } = await store.ensureActor(tx.db, { id: newId('act'), name, kind: 'person' }, caller.actor);
  if (actor.kind === 'system') throw new Problem('InvalidInput', messages.actor_reserved({ actor: name }));
  if (created) {
    tx.emit({
      type: 'actor.created',
      project: input.project,
      subject: `actor/${actor.name}`,
      labels: {},
      actor: caller.actor,
      door: caller.door,
      data: { actor: actor.name, kind: actor.kind },
    });
  }
  return actor;
}

export function emitTokenEvent(
  tx: Tx,
  type: 'token.created' | 'token.revoked',
  caller: Caller,
  token: Pick<Token, 'id' | 'actor' | 'name' | 'project' | 'role'>,
): void {
  tx.emit({
    type,
    project: token.project,
    subject: `token/${token.id}`,
    labels: {},
    actor: caller.actor,
    door: caller.door,
    data: { actor: token.actor, name: token.name, role: token.role },
  });
}

function expiryOf(input: CreateToken, now: Date): Date {
  if (input.expiresAt === undefined) return new Date(now.getTime() + defaultLifeMs);
  const wanted = new Date(input.expiresAt);
  if (wanted <= now) throw new Problem('InvalidInput', messages.expiry_passed());
  return new Date(Math.min(wanted.getTime(), now.getTime() + longestLifeMs));
}

function administered(caller: Caller): 'all' | readonly string[] {
  const projects = caller.bindings
    .map((binding) => binding.project)
    .filter((project) => mayDo(caller.bindings, 'actor.manage', { project }));
  return projects.includes(everywhere) ? 'all' : projects;
}

function decodeTokenCursor(cursor: string): readonly string[] {
  return decodeCursor(cursor, 2);
}

function known(token: Token | undefined, id: string): Token {
  if (token === undefined) throw new Error(`token ${id} vanished inside its transaction`);
  return token;
}
