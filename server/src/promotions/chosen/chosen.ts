import { listArtifactsById, listChildren, requireArtifactById } from '../../artifacts/index.ts';
import type { Artifact } from '../../artifacts/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { Problem } from '../../lib/problem.ts';
import { requireEnvironment } from '../../pipelines/index.ts';
import type { Environment, Pipeline } from '../../pipelines/index.ts';
import { listReleases, listServingReleases, releaseMessages } from '../../releases/index.ts';
import type { Release } from '../../releases/index.ts';
import { chosenMessages as messages } from './chosen-messages.ts';

/** Where the artifact is taken from, instead of being named. */
export interface Source {
  readonly environment: string;
  readonly target?: string | undefined;
  /** `v12`; without it what serves there now. */
  readonly release?: string | undefined;
}

/**
 * The targets that somebody chose, in the order of the environment; null when that is all of them.
 * @throws Problem NotFound for one that is not there, Conflict where nobody but another system could choose
 */
export function chosenTargets(
  environment: Environment,
  wanted: readonly string[] | undefined,
): readonly string[] | null {
  if (wanted === undefined) return null;
  const known = environment.targets.map(({ name }) => name);
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const words = { name: unknown, environment: environment.name, known };
    throw new Problem('NotFound', releaseMessages.target_not_found(words));
  }
  const { name, strategy } = environment;
  const chosen = known.filter((target) => wanted.includes(target));
  if (chosen.length === known.length) return null;
  if (strategy === 'commit' || strategy === 'notify') {
    throw new Problem('Conflict', messages.targets_of_another_system({ environment: name, strategy }));
  }
  return chosen;
}

/** The environment as if it had no other targets. */
export function narrowed(environment: Environment, chosen: readonly string[] | null): Environment {
  if (chosen === null) return environment;
  return { ...environment, targets: environment.targets.filter(({ name }) => chosen.includes(name)) };
}

/** As one types it: ` --target eu --target us`. */
export function targetFlags(chosen: readonly string[] | null): string {
  return (chosen ?? []).map((name) => ` --target ${name}`).join('');
}

/**
 * What a target serves now, or had as one of its releases. Without a target all that serve there have to agree.
 * @throws Problem
 */
export async function artifactFrom(db: Db, pipeline: Pipeline, source: Source): Promise<Artifact> {
  const { project, app } = pipeline;
  const environment = requireEnvironment(pipeline, source.environment);
  if (source.target !== undefined) chosenTargets({ ...environment, strategy: 'direct' }, [source.target]);
  const { targets } = narrowed(environment, source.target === undefined ? null : [source.target]);
  const words = {
    app,
    environment: environment.name,
    source: [environment.name, source.target].filter((part) => part !== undefined).join('/'),
  };
  const choices = environment.targets.map(({ name }) => `${environment.name}/${name}`);
  const [target, another] = targets;
  if (source.release !== undefined) {
    if (another !== undefined || target === undefined) {
      throw new Problem('InvalidInput', messages.source_needs_target({ environment: environment.name, choices }));
    }
    const release = await releaseOf(db, { project, app, environment: environment.name }, target.name, source.release);
    if (release === undefined) {
      throw new Problem('NotFound', messages.source_no_release({ ...words, release: source.release }));
    }
    if (release.result !== 'success') {
      throw new Problem('Conflict', messages.source_unhealthy_release({ ...words, release: source.release }));
    }
    return requireArtifactById(db, release.artifactId);
  }
  const names = new Set(targets.map(({ name }) => name));
  const serving = (await listServingReleases(db, { project, app })).filter(
    (release) => release.environment === environment.name && names.has(release.target),
  );
  const [first, ...rest] = serving;
  if (first === undefined) throw new Problem('Conflict', messages.source_serves_nothing(words));
  if (rest.some(({ artifactId }) => artifactId !== first.artifactId)) {
    throw new Problem('InvalidInput', messages.source_needs_target({ environment: environment.name, choices }));
  }
  return requireArtifactById(db, first.artifactId);
}

async function releaseOf(
  db: Db,
  place: { readonly project: string; readonly app: string; readonly environment: string },
  target: string,
  written: string,
): Promise<Release | undefined> {
  const number = Number(written.slice(1));
  const releases = await listReleases(db, { ...place, target, limit: 1000 });
  return releases.find((release) => release.number === number);
}

/**
 * What a merge made of the artifact when it went to other targets of this environment: that goes to the rest as well,
 * because the branch is there already.
 */
export async function asMergedHere(
  db: Db,
  { project, app }: Pipeline,
  environment: Environment,
  artifact: Artifact,
): Promise<Artifact> {
  if (environment.branch === null) return artifact;
  const serving = (await listServingReleases(db, { project, app })).filter(
    (release) => release.environment === environment.name,
  );
  const children = await listChildren(db, artifact);
  return children.find(({ id }) => serving.some(({ artifactId }) => artifactId === id)) ?? artifact;
}

/** The targets of an environment that serve the artifact, or what a merge made of it. */
export async function targetsServing(
  db: Db,
  { project, app }: Pipeline,
  environment: Environment,
  artifact: Artifact,
): Promise<readonly string[]> {
  const serving = (await listServingReleases(db, { project, app })).filter(
    (release) => release.environment === environment.name,
  );
  const artifacts = await listArtifactsById(
    db,
    serving.map(({ artifactId }) => artifactId),
  );
  const having = new Set(
    serving
      .filter(
        ({ artifactId }) => artifactId === artifact.id || artifacts.get(artifactId)?.parents.includes(artifact.id),
      )
      .map(({ target }) => target),
  );
  return environment.targets.map(({ name }) => name).filter((name) => having.has(name));
}
