import { answer } from '@sluice/client';
import type { Context } from '../../context.ts';
import { UsageError } from '../../failure.ts';
import { akkerisWords } from './words.ts';
import { diff } from '../environment/diff.ts';
import { finishMove } from '../promotion/promote.ts';
import { tellSame } from './same.ts';
import { allPipelines, findSpot, following, onlySpot, sourceOf } from './spot.ts';
import type { Spot, SpotOptions } from './spot.ts';

export interface PromoteOptions extends SpotOptions {
  readonly to?: readonly string[];
  readonly release?: string;
}

/** `pipelines:promote -a APP`: what that app serves, to the apps of the next stage. */
export async function promote(context: Context, options: PromoteOptions): Promise<void> {
  const client = await context.client();
  const pipelines = await allPipelines(context, client);
  const spot = onlySpot(context, pipelines, options);
  const { app, name } = spot.pipeline;
  const release = releaseOf(context, options.release);
  const wanted = (options.to ?? []).flatMap((names) => names.split(',')).map((word) => word.trim());
  const chosen = wanted.map((word) => onlySpot(context, pipelines, { app: word, pipeline: name }));
  const environment = nextOf(context, spot, chosen);
  // A whole environment among them means all of its targets.
  const named = chosen.flatMap(({ target }) => target ?? []);
  const targets = named.length < chosen.length ? [] : named;
  const { target } = spot;
  const body = {
    project: context.project,
    app,
    environment,
    from: {
      environment: spot.environment.name,
      ...(target === undefined ? {} : { target }),
      ...(release === undefined ? {} : { release }),
    },
    ...(targets.length === 0 ? {} : { targets }),
    whenBusy: 'refuse' as const,
  };
  await finishMove(context, client, await answer(client.http.POST('/v1/promotions', { body })), {});
  const flags = [
    `--from ${sourceOf(spot)}`,
    ...(release === undefined ? [] : [`--release ${release}`]),
    ...targets.map((one) => `--target ${one}`),
  ];
  tellSame(context, `sluice promote ${app} ${environment} ${flags.join(' ')}`);
}

/** `pipelines:diff -a APP`: what the next stage has not. */
export async function diffPipeline(context: Context, options: SpotOptions): Promise<void> {
  const spot = await findSpot(context, await context.client(), options);
  const next = nextOf(context, spot, []);
  const words = [spot.pipeline.app, spot.environment.name, next];
  await diff(context, words, {});
  tellSame(context, `sluice diff ${words.join(' ')}`);
}

/** The environment that follows; of several, the one of the apps that were named. */
function nextOf(context: Context, spot: Spot, chosen: readonly Spot[]): string {
  const words = akkerisWords[context.language];
  const next = following(spot).map(({ name }) => name);
  const places = new Set(chosen.map(({ environment }) => environment.name));
  const wrong = chosen.find(({ environment }) => !next.includes(environment.name));
  if (wrong !== undefined) {
    throw new UsageError(words.notNext(wrong.target ?? wrong.environment.name, spot.environment.name));
  }
  if (places.size > 1) throw new UsageError(words.twoPlaces);
  const [place] = places;
  const [first, second] = place === undefined ? next : [place];
  if (first === undefined) throw new UsageError(words.noNext(spot.environment.name));
  if (second !== undefined) throw new UsageError(words.severalNext(spot.environment.name, next.join(', ')));
  return first;
}

export function releaseOf(context: Context, word: string | undefined): string | undefined {
  if (word === undefined || word === 'latest') return undefined;
  const [, digits] = /^v?(\d+)$/.exec(word) ?? [];
  if (digits === undefined) throw new UsageError(akkerisWords[context.language].noRelease(word));
  return `v${digits}`;
}
