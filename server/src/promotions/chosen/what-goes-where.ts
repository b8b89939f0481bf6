import { requireArtifactById, resolveArtifact } from '../../artifacts/index.ts';
import type { Artifact } from '../../artifacts/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { Problem } from '../../lib/problem.ts';
import { following, requireEnvironment } from '../../pipelines/index.ts';
import type { Environment, Pipeline } from '../../pipelines/index.ts';
import { listServingReleases } from '../../releases/index.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import type { Promote } from '../promotion-schema.ts';
import { arrivedSince } from '../rollout/arrival.ts';
import { artifactFrom, asMergedHere, chosenTargets, targetsServing } from './chosen.ts';
import { chosenMessages } from './chosen-messages.ts';

/** What goes where. */
export interface Move {
  readonly artifact: Artifact;
  readonly environment: Environment;
  /** Null for all of them. */
  readonly targets: readonly string[] | null;
}

/** The artifact and the environment that are meant, where one of them was left out. */
export async function whatGoesWhere(
  db: Db,
  pipeline: Pipeline,
  input: Pick<Promote, 'artifact' | 'environment' | 'targets' | 'from'>,
): Promise<Move> {
  const { app } = pipeline;
  const wanted = input.environment === undefined ? undefined : requireEnvironment(pipeline, input.environment);
  const named = await namedArtifact(db, pipeline, input);
  if (wanted === undefined) {
    if (named !== undefined) return moveOf(db, pipeline, await nextFor(db, pipeline, named), named, input.targets);
    const known = pipeline.environments.map((environment) => environment.name);
    throw new Problem('InvalidInput', messages.promotion_needs_environment({ app, known }));
  }
  return moveOf(db, pipeline, wanted, named ?? (await newestBefore(db, pipeline, wanted)), input.targets);
}

async function moveOf(
  db: Db,
  pipeline: Pipeline,
  environment: Environment,
  artifact: Artifact,
  wanted: readonly string[] | undefined,
): Promise<Move> {
  const targets = chosenTargets(environment, wanted);
  // What a merge made for some targets is what the others get too.
  const having = targets === null ? await targetsServing(db, pipeline, environment, artifact) : [];
  const isPart = targets !== null || (having.length > 0 && having.length < environment.targets.length);
  const goes = isPart ? await asMergedHere(db, pipeline, environment, artifact) : artifact;
  return { artifact: goes, environment, targets };
}

/** What somebody said should go, in one way or the other. */
async function namedArtifact(
  db: Db,
  pipeline: Pipeline,
  { artifact, from }: Pick<Promote, 'artifact' | 'from'>,
): Promise<Artifact | undefined> {
  const { project, app } = pipeline;
  if (from === undefined) {
    return artifact === undefined ? undefined : resolveArtifact(db, project, app, artifact);
  }
  if (artifact !== undefined) throw new Problem('InvalidInput', chosenMessages.source_or_artifact({ app }));
  return artifactFrom(db, pipeline, from);
}

/** Without an environment the artifact goes to the next one after the furthest that it has been healthy in. */
async function nextFor(db: Db, pipeline: Pipeline, artifact: Artifact): Promise<Environment> {
  const { project, app } = pipeline;
  let furthest: Environment | undefined;
  for (const environment of pipeline.environments) {
    const place = { project, app, environment: environment.name };
    if ((await arrivedSince(db, place, [artifact.id])) !== null) furthest = environment;
  }
  const words = { app, version: artifact.version };
  const next =
    furthest === undefined
      ? pipeline.environments.filter((environment) => environment.after.length === 0)
      : following(pipeline, furthest.name);
  const [first, second] = next;
  if (first === undefined) {
    const environment = furthest?.name ?? '';
    throw new Problem('Conflict', messages.promotion_everywhere({ ...words, environment }));
  }
  if (second !== undefined) {
    const environments = next.map((environment) => environment.name);
    throw new Problem('InvalidInput', messages.promotion_several_next({ ...words, environments }));
  }
  return first;
}

/** Without a version: what serves, healthy, in the preceding environment. More than one preceding is for people to say. */
export async function newestBefore(db: Db, pipeline: Pipeline, environment: Environment): Promise<Artifact> {
  const { project, app } = pipeline;
  const [before, another] = environment.after;
  if (before === undefined) {
    const branch = environment.feedBranch ?? '';
    throw new Problem('InvalidInput', messages.promotion_is_entry({ app, environment: environment.name, branch }));
  }
  const serving = await listServingReleases(db, { project, app });
  if (another !== undefined) {
    const choices = serving.filter((release) => environment.after.includes(release.environment));
    const artifacts = await Promise.all(choices.map((release) => requireArtifactById(db, release.artifactId)));
    const versions = [...new Set(artifacts.map((artifact) => artifact.version))];
    const commands = (versions.length > 0 ? versions : ['VERSION']).map(
      (version) => `sluice promote ${app}@${version} ${environment.name}`,
    );
    throw new Problem(
      'InvalidInput',
      messages.promotion_several_before({ app, environment: environment.name, commands }),
    );
  }
  const newest = await newestIn(db, pipeline, before);
  if (newest === undefined) {
    throw new Problem(
      'Conflict',
      messages.promotion_nothing_before({
        app,
        environment: environment.name,
        before,
        command: `sluice why ${app} ${before}`,
      }),
    );
  }
  return newest;
}

/** What became healthy last in an environment and serves there; undefined when nothing does. */
export async function newestIn(db: Db, { project, app }: Pipeline, environment: string): Promise<Artifact | undefined> {
  const newest = (await listServingReleases(db, { project, app }))
    .filter((release) => release.environment === environment)
    .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())[0];
  return newest && requireArtifactById(db, newest.artifactId);
}
