import { listArtifactsById, newestRevision, resolveArtifact } from '../artifacts/index.ts';
import type { Artifact } from '../artifacts/index.ts';
import { latestConfiguration } from '../configurations/index.ts';
import type { Entries } from '../configurations/index.ts';
import type { Db } from '../engine/transaction.ts';
import { Problem } from '../lib/problem.ts';
import { environmentOf, listPipelines } from '../pipelines/index.ts';
import type { Environment, Pipeline } from '../pipelines/index.ts';
import { requireEnvironment, requireKnownEnvironment, requirePipelineOf } from '../pipelines/index.ts';
import { listServingReleases } from '../releases/index.ts';
import { diffMessages as messages } from './diff-messages.ts';
import { newestOf } from './environment.ts';

export interface DiffQuery {
  readonly project: string;
  /** An environment's name, or an address like `shop@1.2.0`. */
  readonly from: string;
  readonly to: string;
  readonly app?: string | undefined;
}

/** One side of a comparison, as it stands now. */
export interface Side {
  readonly name: string;
  /** Undefined for an artifact that was named itself. */
  readonly environment: Environment | undefined;
  readonly artifact: Artifact | undefined;
  readonly revision: string | undefined;
  readonly entries: Entries;
}

export interface Comparison {
  readonly pipeline: Pipeline;
  readonly from: Side;
  readonly to: Side;
}

/**
 * What is to be compared: one app when one is named anywhere, else every app that has both environments.
 * @throws Problem NotFound with the name that was probably meant; InvalidInput for two apps or an empty address
 */
export async function findSides(db: Db, query: DiffQuery): Promise<Comparison[]> {
  const { project } = query;
  const sides = { from: parseSide(query.from), to: parseSide(query.to) };
  const apps = [...new Set([query.app, sides.from.app, sides.to.app].filter((app) => app !== undefined))];
  const [app, another] = apps;
  if (app !== undefined && another !== undefined) {
    throw new Problem('InvalidInput', messages.diff_two_apps({ from: app, to: another }));
  }
  if (app !== undefined) {
    const { pipeline } = await requirePipelineOf(db, project, app);
    const serving = await listServing(db, project, app);
    return [await compareIn(db, pipeline, sides, serving, (name) => requireEnvironment(pipeline, name))];
  }
  const pipelines = await listPipelines(db, [project]);
  for (const name of [query.from, query.to]) requireKnownEnvironment(pipelines, name);
  const both = pipelines.filter((pipeline) =>
    [query.from, query.to].every((name) => environmentOf(pipeline, name) !== undefined),
  );
  const serving = await listServing(db, project, undefined);
  return Promise.all(
    both.map((pipeline) => compareIn(db, pipeline, sides, serving, (name) => requireEnvironment(pipeline, name))),
  );
}

interface ParsedSide {
  readonly text: string;
  readonly app: string | undefined;
  readonly address: string | undefined;
}

function parseSide(text: string): ParsedSide {
  const at = text.indexOf('@');
  if (at === -1) return { text, app: undefined, address: undefined };
  const [app, address] = [text.slice(0, at), text.slice(at + 1)];
  if (app === '' || address === '') throw new Problem('InvalidInput', messages.diff_side_invalid({ side: text }));
  return { text, app, address };
}

type Serving = Map<string, { readonly artifact: Artifact; readonly revision: string }>;

/** By app and environment: what serves there, in one word. */
async function listServing(db: Db, project: string, app: string | undefined): Promise<Serving> {
  const releases = await listServingReleases(db, { project, app });
  const newest = [...Map.groupBy(releases, (release) => `${release.app}/${release.environment}`)].flatMap(
    ([place, own]) => {
      const release = newestOf(own);
      return release === undefined ? [] : [{ place, release }];
    },
  );
  const artifacts = await listArtifactsById(
    db,
    newest.map(({ release }) => release.artifactId),
  );
  return new Map(
    newest.flatMap(({ place, release }) => {
      const artifact = artifacts.get(release.artifactId);
      return artifact === undefined ? [] : [[place, { artifact, revision: release.revision }]];
    }),
  );
}

async function compareIn(
  db: Db,
  pipeline: Pipeline,
  sides: { readonly from: ParsedSide; readonly to: ParsedSide },
  serving: Serving,
  require: (name: string) => Environment,
): Promise<Comparison> {
  const { project, app } = pipeline;
  const sideOf = async ({ text, address }: ParsedSide): Promise<Side> => {
    if (address !== undefined) {
      const artifact = await resolveArtifact(db, project, app, address);
      const revision = newestRevision(artifact);
      return { name: `${app}@${artifact.version}`, environment: undefined, artifact, revision, entries: {} };
    }
    const environment = require(text);
    const { entries } = await latestConfiguration(db, { project, app, environment: environment.name });
    const now = serving.get(`${app}/${environment.name}`);
    return { name: environment.name, environment, artifact: now?.artifact, revision: now?.revision, entries };
  };
  const [from, to] = await Promise.all([sideOf(sides.from), sideOf(sides.to)]);
  return { pipeline, from, to };
}
