import { pino } from 'pino';
import packageFile from '../package.json' with { type: 'json' };
import { apiPageRoutes, createHttpServer } from './http/index.ts';
import { publicRoutes, verbs } from './identity/index.ts';
import { createRoutes } from './wiring-routes.ts';

/**
 * The OpenAPI document of all routes, as GET /openapi.json serves it, without a database or anything else behind them:
 * describing a route calls nothing of what it needs to answer.
 */
export async function createOpenApiDocument(): Promise<object> {
  const { routes } = createRoutes({
    engine: absent(),
    transact: absent(),
    identity: absent(),
    git: absent(),
    repositories: absent(),
    registry: absent(),
    runtimes: [],
    secretBox: absent(),
    importPolicy: absent(),
    metrics: absent(),
    publicUrl: 'http://localhost:7070',
    installation: absent(),
  });
  const app = await createHttpServer({
    log: pino({ level: 'silent' }),
    render: (message) => message.text,
    authenticate: absent(),
    actorOf: absent(),
    idempotency: absent(),
    origins: absent(),
    routes,
    verbs,
    publicRoutes: [...publicRoutes, ...apiPageRoutes],
    version: packageFile.version,
  });
  const document = app.swagger();
  await app.close();
  return document;
}

/** Stands where a part would: it can be handed on and taken apart, but calling anything of it is a mistake. */
function absent<Part>(): Part {
  const stand: unknown = new Proxy(() => {}, {
    get: (_target, name) => (typeof name === 'symbol' ? undefined : stand),
    apply: () => {
      throw new Error('a route used one of its parts while it was only being described');
    },
  });
  return stand as Part;
}
