import { answer } from '@sluice/client';
import type { Client, Pipeline } from '@sluice/client';
import type { Context } from '../../context.ts';
import { exitCodes, Failure, UsageError } from '../../failure.ts';
import { akkerisWords } from './words.ts';

type Environment = Pipeline['environments'][number];

/** What an app of Akkeris is here: a target of an environment, or a whole environment. */
export interface Spot {
  readonly pipeline: Pipeline;
  readonly environment: Environment;
  /** Undefined for the whole environment. */
  readonly target: string | undefined;
}

export interface SpotOptions {
  readonly app: string;
  readonly pipeline?: string;
}

export async function allPipelines({ project }: Context, { http }: Client): Promise<Pipeline[]> {
  const found: Pipeline[] = [];
  for (let cursor: string | null | undefined = undefined; cursor !== null;) {
    const query = { project, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page: { items: Pipeline[]; nextCursor: string | null } = await answer(
      http.GET('/v1/pipelines', { params: { query } }),
    );
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

/** The names of targets first; where there is none, `shop-staging` is the environment staging of shop. */
export function spotsNamed(pipelines: readonly Pipeline[], word: string): Spot[] {
  const places = pipelines.flatMap((pipeline) =>
    pipeline.environments.map((environment) => ({ pipeline, environment })),
  );
  const targets = places.filter(({ environment }) => environment.targets.some(({ name }) => name === word));
  if (targets.length > 0) return targets.map((place) => ({ ...place, target: word }));
  return places
    .filter(({ pipeline, environment }) => `${pipeline.app}-${environment.name}` === word)
    .map((place) => ({ ...place, target: undefined }));
}

export function onlySpot(context: Context, pipelines: readonly Pipeline[], { app, pipeline }: SpotOptions): Spot {
  const words = akkerisWords[context.language];
  const meant = pipeline === undefined ? pipelines : pipelines.filter(({ name }) => name === pipeline);
  const [spot, another, ...more] = spotsNamed(meant, app);
  if (spot === undefined) throw new Failure(words.noSpot(app), exitCodes.notFound);
  if (another === undefined) return spot;
  const places = [spot, another, ...more].map((one) => `${one.pipeline.name}/${one.environment.name}`);
  throw new UsageError(words.severalSpots(app, places.join(', ')));
}

export async function findSpot(context: Context, client: Client, options: SpotOptions): Promise<Spot> {
  return onlySpot(context, await allPipelines(context, client), options);
}

/** `development/shop-dev`, as `--from` takes it. */
export function sourceOf({ environment, target }: Spot): string {
  return [environment.name, target].filter((part) => part !== undefined).join('/');
}

export function following({ pipeline, environment }: Spot): Environment[] {
  return pipeline.environments.filter(({ after }) => after.includes(environment.name));
}
