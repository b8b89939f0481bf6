import * as z from 'zod';
import {
  changeConfigurationAnswerSchema,
  changeConfigurationSchema,
  configurationSchema,
  latestConfiguration,
} from '../configurations/index.ts';
import type { Configuration, ConfigurationPlace, ConfigurationView } from '../configurations/index.ts';
import type { Db } from '../engine/transaction.ts';
import type { Routes } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { createConfigure } from './configure.ts';
import { stopAnswerSchema, stopSchema } from './promotion-schema.ts';
import type { createStop } from './stop.ts';

const url = '/v1/apps/:app/environments/:environment/configuration';
const params = z.strictObject({ app: z.string().max(100), environment: z.string().max(100) });

/** Here and not with the configurations, because a change of one is a promotion of what runs. */
export function configurationRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly configure: ReturnType<typeof createConfigure>;
}): Routes {
  const { db, identity } = parts;
  return (app) => {
    app.get(
      url,
      {
        config: { verb: 'config.view' },
        schema: {
          operationId: 'configurationView',
          tags: ['configurations'],
          summary: 'What an environment gives to whatever runs there. Secrets have a name and no value.',
          params,
          querystring: z.strictObject({ project: projectSchema }),
          response: { 200: configurationSchema },
        },
      },
      async (request) => {
        const place = { project: request.query.project, ...request.params };
        await identity.authorize(request.caller, 'config.view', place);
        const { pipeline } = await requirePipelineOf(db, place.project, place.app);
        requireEnvironment(pipeline, place.environment);
        return viewOf(place, await latestConfiguration(db, place));
      },
    );

    app.patch(
      url,
      {
        config: { verb: 'config.set' },
        schema: {
          operationId: 'configurationChange',
          tags: ['configurations'],
          summary: 'Set and unset variables. What runs there gets a new release of the same artifact.',
          params,
          body: changeConfigurationSchema,
          response: { 200: changeConfigurationAnswerSchema },
        },
      },
      async (request) => {
        const { message, configuration, promotionId } = await parts.configure(
          request.caller,
          request.params,
          request.body,
        );
        const place = { project: request.body.project, ...request.params };
        return { message: request.words(message), configuration: viewOf(place, configuration), promotionId };
      },
    );
  };
}

/** Stopping is a verb of the environment; what comes after it, a rollback or a promotion, is of this slice. */
export function stopRoutes(parts: { readonly stop: ReturnType<typeof createStop> }): Routes {
  return (app) => {
    app.post(
      '/v1/apps/:app/environments/:environment/stop',
      {
        config: { verb: 'environment.stop' },
        schema: {
          operationId: 'environmentStop',
          tags: ['environments'],
          summary: 'Stop what serves in an environment, on every target. A rollback starts it again.',
          params,
          body: stopSchema,
          response: { 200: stopAnswerSchema, 202: stopAnswerSchema },
        },
      },
      async (request, reply) => {
        const stopped = await parts.stop(request.caller, request.params, request.body);
        const { outcome, releases } = stopped;
        const answer = { outcome, message: request.words(stopped.message), releases: [...releases] };
        return reply.code(outcome === 'unchanged' ? 200 : 202).send(answer);
      },
    );
  };
}

function viewOf(place: ConfigurationPlace, { version, entries }: Configuration): ConfigurationView {
  return {
    project: place.project,
    app: place.app,
    environment: place.environment,
    version,
    entries: Object.entries(entries)
      .map(([name, entry]) => ({ name, secret: entry.secret, value: entry.secret ? null : entry.value }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
}
