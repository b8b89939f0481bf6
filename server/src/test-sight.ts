import { Kysely, PostgresDialect } from 'kysely';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { appMessages, findApp } from './apps/index.ts';
import { artifactContentMessages, artifactMessages } from './artifacts/index.ts';
import { engineMessages } from './engine/index.ts';
import type { Db } from './engine/transaction.ts';
import { createEventAnswers } from './events/index.ts';
import { executionMessages, executionRoutes } from './executions/index.ts';
import type { ExecutionView } from './executions/index.ts';
import { gateMessages } from './gates/index.ts';
import { apiPageRoutes, createHttpServer, createIdempotency, createOrigins, httpMessages } from './http/index.ts';
import type { HttpApp } from './http/index.ts';
import { authenticateHook, identityMessages, publicRoutes, senderOf, verbs } from './identity/index.ts';
import { workTree } from './lib/git/git-fixture.ts';
import type { WorkTree } from './lib/git/git-fixture.ts';
import { createRenderer } from './lib/message.ts';
import { schemaIssueMessages } from './lib/schema-issue-messages.ts';
import {
  findPromotion,
  listExecutionIdsIn,
  listPromotionsOfExecutions,
  promotionEventRoutes,
  promotionMessages,
} from './promotions/index.ts';
import type { Runtime } from './releases/index.ts';
import { openTestDelivery } from './test-delivery.ts';
import type { TestDelivery } from './test-delivery.ts';
import { diffMessages, environmentMessages, environmentRoutes, whyMessages } from './environments/index.ts';
import type { DiffView, EnvironmentView, WhyView } from './environments/index.ts';

export interface Sight {
  readonly delivery: TestDelivery;
  readonly app: HttpApp;
  /** What the runtime says of targets by name, where it should say something else than the truth. */
  readonly sick: Map<string, string>;
  /** Makes the runtime unreachable for questions about health. */
  blind: boolean;
  get<T>(path: string, options?: { readonly token?: string; readonly language?: string }): Promise<T>;
  refusal(path: string, token?: string): Promise<{ readonly status: number; readonly detail: string }>;
  list(query?: string): Promise<EnvironmentView[]>;
  cell(app: string, environment: string): Promise<EnvironmentView>;
  why(app: string, environment: string, artifact?: string, language?: string): Promise<WhyView>;
  diff(query: string): Promise<DiffView[]>;
  executions(query?: string): Promise<ExecutionView[]>;
  /** A command through the product's own routes. */
  command(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** The routes of this slice over the real engine, database and git, with a runtime that answers at once. */
export async function openSight(options: { readonly counted?: (statement: string) => void } = {}): Promise<Sight> {
  const delivery = await openTestDelivery();
  const { engine, identity, repositories } = delivery;
  const { counted } = options;
  const db: Db =
    counted === undefined
      ? engine.db
      : new Kysely<unknown>({
          dialect: new PostgresDialect({ pool: delivery.database.pool }),
          log: (event) => counted(event.query.sql),
        });
  const token = await delivery.give('ada', 'admin');
  const sick = new Map<string, string>();
  const state = { blind: false };
  const runtime: Runtime = {
    ...delivery.runtime,
    healthOf: async (ids) => {
      if (state.blind) throw new Error('no route to host');
      const health = new Map(await delivery.runtime.healthOf(ids));
      for (const [id, order] of delivery.runtime.running) {
        const words = sick.get(`${order.app}/${order.environment}/${order.target}`);
        if (words === undefined || !ids.includes(id)) continue;
        const message = { code: 'test_sick', params: {}, text: words };
        health.set(id, { releaseId: order.releaseId, healthy: false, message });
      }
      return health;
    },
  };
  const eventAnswers = createEventAnswers(engine.events, identity.isStillValid);
  const app = await createHttpServer({
    log: pino({ level: 'silent' }),
    render: createRenderer(
      [
        appMessages,
        artifactContentMessages,
        artifactMessages,
        diffMessages,
        engineMessages,
        environmentMessages,
        executionMessages,
        gateMessages,
        httpMessages,
        identityMessages,
        promotionMessages,
        schemaIssueMessages,
        whyMessages,
      ].map(({ catalogue }) => catalogue),
    ),
    authenticate: authenticateHook(identity.authenticate),
    actorOf: (request) => request.caller.actorId,
    idempotency: createIdempotency({ db: engine.db, transact: engine.transact }),
    origins: createOrigins({ transact: engine.transact, senderOf }),
    routes: [
      environmentRoutes({
        db,
        identity,
        events: engine.events,
        repositories,
        runtimes: [runtime],
        repositoryUrl: ({ name }) => `http://localhost:7070/git/${name}.git`,
      }),
      executionRoutes({
        db,
        identity,
        events: engine.events,
        eventAnswers,
        promotionsOf: listPromotionsOfExecutions,
        executionIdsIn: listExecutionIdsIn,
      }),
      promotionEventRoutes({ db, identity, eventAnswers }),
    ],
    verbs,
    publicRoutes: [...publicRoutes, ...apiPageRoutes],
    checkAnswers: true,
    version: '0.0.0-test',
  });

  async function ask(path: string, as: string, language = 'en'): Promise<{ status: number; body: unknown }> {
    const answer = await app.inject({
      url: path,
      headers: { authorization: `Bearer ${as}`, 'accept-language': language },
    });
    return { status: answer.statusCode, body: answer.json() };
  }
  async function get<T>(path: string, as: { token?: string; language?: string } = {}): Promise<T> {
    const { status, body } = await ask(path, as.token ?? token, as.language);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body as T;
  }
  const items = async <T>(path: string): Promise<T[]> => (await get<{ items: T[] }>(path)).items;
  const sight: Sight = {
    delivery,
    app,
    sick,
    get blind() {
      return state.blind;
    },
    set blind(value) {
      state.blind = value;
    },
    get,
    refusal: async (path, as = token) => {
      const { status, body } = await ask(path, as);
      return { status, detail: (body as { detail: string }).detail };
    },
    list: (query = '') => items(`/v1/environments${query}`),
    cell: async (name, environment) => {
      const [cell] = await items<EnvironmentView>(`/v1/environments?app=${name}&environment=${environment}`);
      if (cell === undefined) throw new Error(`no ${environment} of ${name}`);
      return cell;
    },
    why: (name, environment, artifact, language = 'en') =>
      get(`/v1/apps/${name}/environments/${environment}/why${artifact === undefined ? '' : `?artifact=${artifact}`}`, {
        language,
      }),
    diff: (query) => items(`/v1/diff?${query}`),
    executions: (query = '') => items(`/v1/executions${query}`),
    command: async (method, path, body) => {
      const answer = await delivery.call(method, path, token, body);
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    stop: async () => {
      await app.close();
      await delivery.stop();
    },
  };
  return sight;
}

export const line = (prod = 'promote: { by: pull-request }') => `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: qa
      promote: { by: merge }
      targets: [{ name: local, runtime: process }]
    - name: prod
      ${prod}
      targets: [{ name: local, runtime: process }]`;

export interface SightApp {
  readonly name: string;
  readonly work: WorkTree;
  /** Commits, pushes to develop and lets Sluice look; answers the commit. */
  push(content: string, subject?: string): Promise<string>;
  /** The same, and waits until it is an artifact that has entered development; answers its version. */
  deliver(content: string, subject?: string): Promise<string>;
  /** Answers the promotion's id. */
  promote(environment: string, artifact?: string, whenBusy?: string): Promise<string>;
  rollback(environment: string, to?: string): Promise<string>;
  /** Waits until the promotion rests: it is over, or waits for people. */
  rested(id: string): Promise<void>;
}

export async function createSightApp(sight: Sight, name: string, environments = line()): Promise<SightApp> {
  const { delivery, command } = sight;
  await command('POST', '/v1/apply', {
    manifest: `apiVersion: sluice.dev/v1alpha1
kind: App
metadata: { name: ${name} }
spec: { repository: { defaultBranch: develop } }
---
apiVersion: sluice.dev/v1alpha1
kind: Pipeline
metadata: { name: ${name} }
spec:
  app: ${name}
  environments:${environments}
`,
  });
  const repository = delivery.repositories.open('default', name);
  await until(`the repository of ${name}`, async () => {
    const found = await findApp(delivery.engine.db, 'default', name);
    return found?.repositoryState === 'ready' || undefined;
  });
  const work = await workTree();
  await work.git('checkout', '-q', '-b', 'develop');
  const wake = () => delivery.engine.transact(async (tx) => tx.wake('repository', `default/${name}`));
  const moved = async (path: string, body: Record<string, unknown>): Promise<string> => {
    const answer = (await command('POST', path, { app: name, ...body })) as { promotion: { id: string } | null };
    return answer.promotion?.id ?? '';
  };
  const app: SightApp = {
    name,
    work,
    push: async (content, subject = `Show ${content}`) => {
      const sha = await work.commit({ version: `${content}\n`, Procfile: 'web: cat version\n' }, subject);
      await work.git('push', '-q', '--force', repository.path, 'HEAD:refs/heads/develop');
      await wake();
      return sha;
    },
    deliver: async (content, subject) => {
      const sha = await app.push(content, subject);
      return until(`${content} in development of ${name}`, async () => {
        const cell = await sight.cell(name, 'development');
        if (cell.promotion?.state === 'finished') return cell.promotion.version;
        const isThere = cell.artifact?.revision === sha && cell.promotion === null;
        return isThere ? cell.artifact?.version : undefined;
      });
    },
    promote: (environment, artifact, whenBusy) =>
      moved('/v1/promotions', {
        environment,
        ...(artifact === undefined ? {} : { artifact }),
        ...(whenBusy === undefined ? {} : { whenBusy }),
      }),
    rollback: (environment, to) => moved('/v1/rollbacks', { environment, ...(to === undefined ? {} : { to }) }),
    rested: async (id) => {
      await until(`rest of ${id}`, async () => {
        const promotion = await findPromotion(delivery.engine.db, id);
        return promotion?.state === 'finished' || promotion?.state === 'waiting' ? true : undefined;
      });
    },
  };
  return app;
}

/** Polls until there is an answer, within a bound. */
export async function until<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** For tests that open a sight of their own. */
export async function ownSight(options: Parameters<typeof openSight>[0] = {}): Promise<Sight> {
  const sight = await openSight(options);
  onTestFinished(() => sight.stop());
  return sight;
}
