import type { YAMLSeq } from 'yaml';
import { answer } from '@sluice/client';
import type { Context } from '../../context.ts';
import { exitCodes, Failure, UsageError } from '../../failure.ts';
import { akkerisWords } from './words.ts';
import { listChecks } from '../check/list.ts';
import { applyManuscript, readManuscript } from './edit-pipeline.ts';
import { tellSame } from './same.ts';
import { findSpot } from './spot.ts';

export interface StatusOptions {
  readonly app?: string;
  readonly pipeline?: string;
}

export interface RequireOptions extends StatusOptions {
  readonly stage?: string;
  readonly required: 'true' | 'false';
}

/** `pipelines:status [PIPELINE] [-a APP]`: what outside systems said of a stage, or of all of them. */
export async function status(context: Context, name: string | undefined, options: StatusOptions): Promise<void> {
  const { app, pipeline = name } = options;
  const client = await context.client();
  let words: string[];
  if (app !== undefined) {
    const spot = await findSpot(context, client, { app, ...(pipeline === undefined ? {} : { pipeline }) });
    words = [spot.pipeline.app, spot.environment.name];
  } else {
    if (pipeline === undefined) throw new UsageError(akkerisWords[context.language].whichApp);
    const params = { path: { name: pipeline }, query: { project: context.project } };
    words = [(await answer(client.http.GET('/v1/pipelines/{name}', { params }))).app];
  }
  await listChecks(context, words, {});
  tellSame(context, `sluice checks ${words.join(' ')}`);
}

/** `pipelines:status:set --required=true|false CONTEXT`: whether it must be a success before anything leaves the stage. */
export async function setRequired(context: Context, check: string, options: RequireOptions): Promise<void> {
  const words = akkerisWords[context.language];
  const client = await context.client();
  const { app, pipeline, stage } = options;
  let place: { readonly name: string; readonly environment: string };
  if (app !== undefined) {
    const spot = await findSpot(context, client, { app, ...(pipeline === undefined ? {} : { pipeline }) });
    place = { name: spot.pipeline.name, environment: spot.environment.name };
  } else if (pipeline !== undefined && stage !== undefined) place = { name: pipeline, environment: stage };
  else throw new UsageError(words.whichStage);
  const { name } = place;
  const manuscript = await readManuscript(context, client, name);
  const environment = manuscript?.environments.items.find((one) => one.get('name') === place.environment);
  if (manuscript === undefined || environment === undefined) {
    throw new Failure(words.noStage(name, place.environment), exitCodes.notFound);
  }
  const { isScalar } = await import('../../output/yaml.ts');
  const written = environment.get('requiredChecks') as YAMLSeq | undefined;
  const textOf = (item: unknown): unknown => (isScalar(item) ? item.value : item);
  const known = (written?.items ?? []).map(textOf);
  if (options.required === 'true') {
    if (written === undefined)
      environment.set('requiredChecks', manuscript.document.createNode([check], { flow: true }));
    else if (!known.includes(check)) written.add(manuscript.document.createNode(check));
  } else if (written !== undefined) {
    written.items = written.items.filter((item) => textOf(item) !== check);
    if (written.items.length === 0) environment.delete('requiredChecks');
  }
  await applyManuscript(context, client, name, manuscript);
}
