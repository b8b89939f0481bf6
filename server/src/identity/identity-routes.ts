import type { Routes } from '../http/index.ts';
import type { Binding } from './caller.ts';
import type { Identity } from './identity.ts';
import type { Token } from './identity-store.ts';
import {
  createTokenSchema,
  createdTokenSchema,
  revokedTokenSchema,
  tokenPageSchema,
  tokenParamsSchema,
  tokenQuerySchema,
  whoamiSchema,
} from './token-schema.ts';
import type { TokenView } from './token-schema.ts';

export function identityRoutes(identity: Identity): Routes {
  return (app) => {
    app.get(
      '/v1/whoami',
      {
        config: { verb: 'token.list' },
        schema: { tags: ['identity'], summary: 'Who am I, and what may I do?', response: { 200: whoamiSchema } },
      },
      async (request) => {
        const { actor, bindings } = request.caller;
        const token = await identity.tokenOf(request.caller);
        return {
          actor,
          bindings: bindings.map(bindingView),
          token: token === null ? null : viewOf(token),
        };
      },
    );

    app.get(
      '/v1/tokens',
      {
        config: { verb: 'token.list' },
        schema: {
          tags: ['identity'],
          summary: 'Tokens that I may see, newest first.',
          querystring: tokenQuerySchema,
          response: { 200: tokenPageSchema },
        },
      },
      async (request) => {
        const page = await identity.listTokens(request.caller, request.query);
        return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
      },
    );

    app.post(
      '/v1/tokens',
      {
        config: { verb: 'token.create', keepsAnswer: false },
        schema: {
          tags: ['identity'],
          summary: 'Make a token. Its secret is in this answer and nowhere else.',
          body: createTokenSchema,
          response: { 201: createdTokenSchema },
        },
      },
      async (request, reply) => {
        const { message, token, secret } = await identity.createToken(request.caller, request.body);
        return reply.code(201).send({ message: request.words(message), token: viewOf(token), secret });
      },
    );

    app.delete(
      '/v1/tokens/:id',
      {
        config: { verb: 'token.revoke' },
        schema: {
          tags: ['identity'],
          summary: 'Revoke a token, at once and for good.',
          params: tokenParamsSchema,
          response: { 200: revokedTokenSchema },
        },
      },
      async (request) => {
        const { message, token } = await identity.revokeToken(request.caller, request.params.id);
        return { message: request.words(message), token: viewOf(token) };
      },
    );
  };
}

function viewOf(token: Token): TokenView {
  return {
    id: token.id,
    actor: token.actor,
    name: token.name,
    project: token.project,
    role: token.role,
    apps: copy(token.apps),
    environments: copy(token.environments),
    verbs: copy(token.verbs),
    createdAt: token.createdAt.toISOString(),
    createdBy: token.createdBy,
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
  };
}

function bindingView({ project, role, apps, environments, verbs }: Binding) {
  return { project, role, apps: copy(apps), environments: copy(environments), verbs: copy(verbs) };
}

function copy(names: readonly string[] | null | undefined): string[] | null {
  return names == null ? null : [...names];
}
