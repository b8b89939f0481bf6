import * as z from 'zod';
import type { Db } from '../engine/transaction.ts';
import { wantsEventStream } from '../http/index.ts';
import type { Routes, StreamItem } from '../http/index.ts';
import type { Identity } from '../identity/index.ts';
import { projectSchema } from '../lib/name-schema.ts';
import { Problem } from '../lib/problem.ts';
import { listTargets, requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import type { Target } from '../pipelines/index.ts';
import { mergeStreams } from './merge-streams.ts';
import { releaseMessages as messages } from './release-messages.ts';
import { logLineSchema } from './release-schema.ts';
import type { LogLineView } from './release-schema.ts';
import type { Runtime } from './runtime.ts';

const linesSchema = z.object({ items: z.array(logLineSchema) }).meta({ id: 'LogLines' });
const querySchema = z.strictObject({
  project: projectSchema,
  target: z.string().max(100).optional().describe('Without it: every target of the environment.'),
  tail: z.coerce.number().int().min(0).max(5000).default(100).describe('How many lines of the past, a target.'),
  follow: z
    .enum(['true', 'false'])
    .default('true')
    .describe('For a stream: whether it goes on with what is printed from now on.'),
});

export function logRoutes(parts: {
  readonly db: Db;
  readonly identity: Identity;
  readonly runtimes: readonly Runtime[];
}): Routes {
  const { db, identity } = parts;

  async function targetsOf(project: string, app: string, name: string, wanted: string | undefined): Promise<Target[]> {
    const { pipeline } = await requirePipelineOf(db, project, app);
    const environment = requireEnvironment(pipeline, name).name;
    const targets = await listTargets(db, project, app, environment);
    if (wanted === undefined) return targets;
    const found = targets.filter((target) => target.name === wanted);
    if (found.length > 0) return found;
    const known = targets.map((target) => target.name);
    throw new Problem('NotFound', messages.target_not_found({ name: wanted, environment, known }));
  }

  async function* linesOf(
    target: Target,
    query: { readonly tail: number; readonly follow: boolean; readonly signal: AbortSignal },
  ): AsyncGenerator<LogLineView> {
    const runtime = parts.runtimes.find((candidate) => candidate.name === target.runtime);
    if (runtime === undefined) return;
    for await (const line of runtime.logs({ targetId: target.id, ...query })) {
      yield { at: line.at.toISOString(), target: target.name, source: line.source, text: line.text };
    }
  }

  return (app) => {
    app.get(
      '/v1/apps/:app/environments/:environment/logs',
      {
        config: { verb: 'logs.view' },
        schema: {
          operationId: 'logView',
          tags: ['releases'],
          summary: 'What runs in an environment has printed. With "Accept: text/event-stream": what it prints.',
          params: z.strictObject({ app: z.string().max(100), environment: z.string().max(100) }),
          querystring: querySchema,
          response: { 200: linesSchema },
        },
      },
      async (request, reply) => {
        const { app: name, environment } = request.params;
        const { project, target, tail } = request.query;
        await identity.authorize(request.caller, 'logs.view', { project, app: name, environment });
        const targets = await targetsOf(project, name, environment, target);
        if (wantsEventStream(request)) {
          const follow = request.query.follow === 'true';
          const source = (signal: AbortSignal): AsyncIterable<StreamItem> =>
            itemsOf(
              mergeStreams(
                targets.map((one) => linesOf(one, { tail, follow, signal })),
                signal,
              ),
            );
          await request.server.streams.open(reply, source, {
            stillAllowed: () => identity.isStillValid(request.caller),
          });
          return reply;
        }
        // Whoever has left does not need the rest.
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort());
        const signal = gone.signal;
        const lines = await Promise.all(
          targets.map((one) => Array.fromAsync(linesOf(one, { tail, follow: false, signal }))),
        );
        return { items: lines.flat().toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)) };
      },
    );
  };
}

/** Lines have no number to go on from; a follower that comes back asks for the tail again. */
async function* itemsOf(lines: AsyncIterable<LogLineView>): AsyncGenerator<StreamItem> {
  let count = 0;
  for await (const data of lines) {
    count += 1;
    yield { id: String(count), data };
  }
}
