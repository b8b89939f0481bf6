import type { Artifact } from '../artifacts/index.ts';
import type { Gate } from '../gates/index.ts';
import type { Message } from '../lib/message.ts';
import type { Environment, Pipeline, Target } from '../pipelines/index.ts';
import type { Promotion, StepRecord } from '../promotions/index.ts';
import type { Release } from '../releases/index.ts';
import { newestOf } from './environment.ts';

/** What is known about a place before it is asked why an artifact is there or not. */
export interface Place {
  readonly pipeline: Pipeline;
  readonly environment: Environment;
  readonly targets: readonly Target[];
  /** What serves anywhere in the app's pipeline. */
  readonly serving: readonly Release[];
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** Words in the reader's language, for one message inside another. */
  readonly text: (message: Message) => string;
}

export interface Scene extends Place {
  readonly artifact: Artifact;
}

export interface Explanation {
  readonly artifact: Artifact | null;
  readonly summary: Message;
  readonly gates: readonly Gate[];
  readonly steps: readonly Pick<StepRecord, 'key' | 'state' | 'result' | 'message'>[];
  readonly promotionId: string | null;
  readonly command: string | null;
}

/** Whether the release serves this artifact, or what a merge has made of it. */
export function carries({ artifacts }: Place, release: Release, artifact: Artifact): boolean {
  if (release.artifactId === artifact.id) return true;
  return artifacts.get(release.artifactId)?.parents.includes(artifact.id) === true;
}

/** Whether the promotion brings this artifact, or one of those that were merged into it. */
export function isAbout(promotion: Promotion, artifact: Artifact): boolean {
  // New configuration is for what is there already.
  if (promotion.kind === 'configuration') return false;
  return [artifact.id, ...artifact.parents].includes(promotion.artifactId);
}

export function servingHere({ serving, environment }: Place): Release[] {
  return serving.filter((release) => release.environment === environment.name);
}

/** The parameters of `standing`: where the artifact is, and what serves in the place that was asked about. */
export function standingOf(scene: Scene) {
  const { pipeline, environment, artifact, serving, artifacts } = scene;
  const has = (name: string) =>
    serving.some((release) => release.environment === name && carries(scene, release, artifact));
  const running = newestOf(servingHere(scene));
  return {
    app: pipeline.app,
    version: artifact.version,
    environment: environment.name,
    places: pipeline.environments.map(({ name }) => name).filter((name) => name !== environment.name && has(name)),
    running: artifacts.get(running?.artifactId ?? '')?.version ?? null,
  };
}
