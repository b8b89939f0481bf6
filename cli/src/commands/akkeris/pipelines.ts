import { answer } from '@sluice/client';
import type { Client } from '@sluice/client';
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Context } from '../../context.ts';
import { exitCodes, Failure, UsageError } from '../../failure.ts';
import { akkerisWords } from './words.ts';
import { createApp } from '../app/create.ts';
import { list } from '../environment/list.ts';
import { deletePipeline } from '../pipeline/delete.ts';
import { listPipelines } from '../pipeline/list.ts';
import { applyManuscript, newManuscript, readManuscript } from './edit-pipeline.ts';
import { tellSame } from './same.ts';
import { allPipelines, findSpot, spotsNamed } from './spot.ts';
import type { SpotOptions } from './spot.ts';
import { stages } from './stage.ts';
import type { Stage } from './stage.ts';

export interface AddOptions {
  readonly app: string;
  readonly stage: Stage;
}

/** `pipelines` */
export async function pipelines(context: Context): Promise<void> {
  await listPipelines(context);
  tellSame(context, 'sluice get pipeline');
}

/** `pipelines:create NAME`: the app whose stages will be. A pipeline without a stage says nothing, so it comes with the first. */
export async function createPipeline(context: Context, name: string): Promise<void> {
  await createApp(context, name, {});
  tellSame(context, `sluice app create ${name}`);
}

/** `pipelines:add NAME -a APP -s STAGE`: a target more in the environment of that name. */
export async function addToPipeline(context: Context, name: string, { app, stage }: AddOptions): Promise<void> {
  const words = akkerisWords[context.language];
  if (stage === 'review') throw new UsageError(words.noReview);
  const client = await context.client();
  const known = await allPipelines(context, client);
  // As in Akkeris an app is in one place, so that -a says which.
  const before = spotsNamed(known, app).find(({ target }) => target !== undefined);
  if (before !== undefined) {
    const place = `${before.pipeline.name}/${before.environment.name}`;
    const isHere = before.pipeline.name === name && before.environment.name === stage;
    throw new Failure(isHere ? words.inPlace(app, place) : words.anotherPlace(app, place));
  }
  const manuscript = (await readManuscript(context, client, name)) ?? (await newManuscript(name));
  const { document, environments } = manuscript;
  const runtime = known.find((one) => one.name === name)?.environments[0]?.targets[0]?.runtime ?? 'process';
  const target = { name: app, runtime };
  const environment = environments.items.find((one) => one.get('name') === stage);
  if (environment === undefined) {
    const from = stage === 'development' ? { from: { branch: await branchOf(context, client, name) } } : {};
    const added = document.createNode({ name: stage, ...from, targets: [target] }) as YAMLMap;
    const at = environments.items.findIndex((one) => isLater(String(one.get('name')), stage));
    environments.items.splice(at === -1 ? environments.items.length : at, 0, added);
  } else {
    const targets = environment.get('targets') as YAMLSeq;
    targets.add(document.createNode(target));
  }
  await applyManuscript(context, client, name, manuscript);
}

/** `pipelines:remove -a APP`: a target less; an environment without targets goes, and so does a pipeline without any. */
export async function removeFromPipeline(context: Context, options: SpotOptions): Promise<void> {
  const words = akkerisWords[context.language];
  const client = await context.client();
  const { pipeline, environment, target } = await findSpot(context, client, options);
  const { name } = pipeline;
  const rest = environment.targets.filter((one) => target !== undefined && one.name !== target);
  if (rest.length === 0 && pipeline.environments.length === 1) return destroyPipeline(context, name);
  const manuscript = await readManuscript(context, client, name);
  const written = manuscript?.environments.items.find((one) => one.get('name') === environment.name);
  if (manuscript === undefined || written === undefined) {
    throw new Failure(words.noStage(name, environment.name), exitCodes.notFound);
  }
  const { environments } = manuscript;
  if (rest.length === 0) environments.items = environments.items.filter((one) => one !== written);
  else {
    const targets = written.get('targets') as YAMLSeq<YAMLMap>;
    targets.items = targets.items.filter((one) => one.get('name') !== target);
  }
  await applyManuscript(context, client, name, manuscript);
}

/** `pipelines:info NAME` */
export async function pipelineInfo(context: Context, name: string): Promise<void> {
  const { http } = await context.client();
  const params = { path: { name }, query: { project: context.project } };
  const { app } = await answer(http.GET('/v1/pipelines/{name}', { params }));
  await list(context, [app], {});
  tellSame(context, `sluice list ${app}`);
}

/** `pipelines:destroy NAME` */
export async function destroyPipeline(context: Context, name: string): Promise<void> {
  await deletePipeline(context, name);
  tellSame(context, `sluice delete pipeline ${name}`);
}

/** Whether the environment belongs behind the stage. Names that are no stages stay where they are. */
function isLater(environment: string, stage: Stage): boolean {
  return stages.findIndex((one) => one === environment) > stages.indexOf(stage);
}

/** What a clone of the app checks out. */
async function branchOf(context: Context, { http }: Client, name: string): Promise<string> {
  const { parseDocument } = await import('../../output/yaml.ts');
  const path = { kind: 'app' as const, name };
  const params = { path, query: { project: context.project } };
  const { manifest } = await answer(http.GET('/v1/manifests/{kind}/{name}', { params }));
  const branch: unknown = parseDocument(manifest).getIn(['spec', 'repository', 'defaultBranch']);
  return typeof branch === 'string' ? branch : 'main';
}
