import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db, Transact, Tx } from '../engine/transaction.ts';
import { acceptRawBody, problemAnswer } from '../http/index.ts';
import type { Routes } from '../http/index.ts';
import type { Caller, Identity } from '../identity/index.ts';
import type { RefUpdate } from '../lib/git/receive-commands.ts';
import type { SmartHttp } from '../lib/git/smart-http.ts';
import { readSmartRequest } from '../lib/git/smart-request.ts';
import type { Message } from '../lib/message.ts';
import { Problem } from '../lib/problem.ts';
import { appKey } from './app.ts';
import type { App } from './app.ts';
import { appMessages as messages } from './app-messages.ts';
import { notePush, requireApp } from './app-store.ts';
import { readGitAddress } from './git-address.ts';
import { objectionTo } from './protected-refs.ts';
import type { ProtectedNames } from './protected-refs.ts';
import type { Repositories } from './repositories.ts';

export interface GitRoutesParts {
  readonly db: Db;
  readonly transact: Transact;
  readonly identity: Identity;
  readonly repositories: Repositories;
  readonly smartHttp: SmartHttp;
  /** Branches or tags have moved; in the transaction that tells so. */
  onPushed(tx: Tx, app: App): Promise<void>;
  /** What only Sluice writes in this app's repository, by the newest pipeline. */
  protectedNames(project: string, app: string): Promise<ProtectedNames>;
}

/** A repository of one's own is there in a moment; an import takes longer than anybody's git should stand still. */
const patienceMs = 5000;

/** By then a push has told of itself, or whoever took it has died. */
const lookAfterMs = 15_000;

/**
 * git's smart HTTP below `/git/<app>.git` and `/git/<project>/<app>.git`. Refusals are plain text, because that is what
 * git shows to whoever typed the command.
 */
export function gitRoutes(parts: GitRoutesParts): Routes {
  const { db, transact, identity } = parts;

  return (app) => {
    acceptRawBody(app);
    app.setErrorHandler(async (error, request, reply) => answerInText(error, request, reply));
    app.route({
      method: ['GET', 'POST'],
      url: '/git/*',
      // Reading is the least that every request needs; a push is authorized as one below.
      config: { verb: 'repository.read', rawBody: true, challenge: 'Basic', door: 'git' },
      schema: { hide: true },
      handler: serve,
    });
  };

  async function serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const address = readGitAddress(request.raw.url ?? '');
    const { caller } = request;
    const smart = readSmartRequest(request.method, address.rest, address.query);
    const verb = smart.service === 'receive-pack' ? 'repository.push' : 'repository.read';
    await identity.authorize(caller, verb, { project: address.project, app: address.app });
    const app = await whenPrepared(address.project, address.app);
    if (app.repositoryState !== 'ready') {
      throw new Problem('Unavailable', app.repositoryMessage ?? messages.repository_importing({ app: app.name }));
    }
    const isPush = verb === 'repository.push' && smart.step === 'exchange';
    const names = isPush ? await parts.protectedNames(app.project, app.name) : undefined;
    reply.hijack();
    try {
      await parts.smartHttp.serve(request.raw, reply.raw, {
        path: parts.repositories.open(app.project, app.name).path,
        request: smart,
        user: caller.actor,
        say: (message) => request.words(message).text,
        ...(names === undefined ? {} : { refuse: (update) => objectionTo(update, names, app.name) }),
        asked: (updates) => note(app, updates, caller),
        moved: (moves) => tell(app, moves, caller),
      });
    } catch (error) {
      // The answer has left already, so the log is the only place to tell.
      request.log.error({ app: appKey(app), err: error }, 'git request failed by a fault');
    }
    return reply;
  }

  /** Whoever has just made the app need not come twice. */
  async function whenPrepared(project: string, name: string): Promise<App> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const app = await requireApp(db, project, name);
      if (app.repositoryState !== 'importing' || Date.now() > until) return app;
      await sleep(50);
    }
  }

  async function note(app: App, updates: readonly RefUpdate[], caller: Caller): Promise<void> {
    await transact(async (tx) => {
      for (const { branch, revision } of updates.flatMap(branchPush)) {
        await notePush(tx.db, { project: app.project, app: app.name, branch, revision, actor: caller.actor });
        tx.wake('repository', appKey(app), new Date(Date.now() + lookAfterMs));
      }
    });
  }

  async function tell(app: App, moves: readonly RefUpdate[], caller: Caller): Promise<void> {
    await transact(async (tx) => {
      for (const move of moves) {
        tx.emit({
          type: 'repository.pushed',
          project: app.project,
          subject: `app/${app.name}`,
          labels: { app: app.name },
          actor: caller.actor,
          door: caller.door,
          data: { ref: move.ref, old: move.old ?? null, new: move.new ?? null },
        });
      }
      tx.wake('repository', appKey(app));
      await parts.onPushed(tx, app);
    });
  }
}

function branchPush(update: RefUpdate): { branch: string; revision: string }[] {
  const branch = /^refs\/heads\/(.+)$/.exec(update.ref)?.[1];
  return branch === undefined || update.new === undefined ? [] : [{ branch, revision: update.new }];
}

async function answerInText(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const render = (message: Message): string => request.words(message).text;
  const answer = problemAnswer(error, request.language, render);
  if (answer.faultId !== undefined) {
    request.log.error({ faultId: answer.faultId, err: error }, 'git request failed by a fault');
  }
  reply.code(answer.status).headers(answer.headers);
  // Asked by Bearer git would give up; asked by Basic it looks for a password, and a token is one.
  if (answer.status === 401) reply.header('www-authenticate', 'Basic realm="Sluice", charset="UTF-8"');
  return reply.type('text/plain; charset=utf-8').serializer(String).send(`${answer.body.detail}\n`);
}
