import type { Promotion } from '../promotions/index.ts';
import type { Release } from '../releases/index.ts';
import type { EnvironmentView } from './environment-schema.ts';
import type { TargetHealth } from './target-health.ts';

type Moving = Pick<Promotion, 'state'>;

/** What one look at a place has found. */
export interface Standing {
  /** The release that serves on each target that serves anything. */
  readonly serving: readonly Pick<Release, 'targetId'>[];
  /** By target id. A target without an entry was not asked. */
  readonly health: ReadonlyMap<string, Pick<TargetHealth, 'healthy'>>;
  /** The promotion that holds the environment or is next in line, else the one that ended last. */
  readonly promotion: Moving | undefined;
}

/**
 * One word for a place. What serves and is broken comes first, because somebody is being served badly; then what is
 * moving; then what rests. A promotion that failed leaves the old version serving, so it does not make a place unhealthy.
 */
export function stateOf({ serving, health, promotion }: Standing): EnvironmentView['state'] {
  if (serving.some((release) => health.get(release.targetId)?.healthy === false)) return 'unhealthy';
  switch (promotion?.state) {
    case 'waiting':
      return 'waiting';
    // Nobody is ahead of the first in line: it begins as soon as a replica looks at it.
    case 'queued':
    case 'executing':
      return 'rolling-out';
    default:
      return serving.length > 0 ? 'healthy' : 'empty';
  }
}

/** What an environment runs, in one word: the release that became healthy last, when its targets differ. */
export function newestOf<R extends Pick<Release, 'id'>>(releases: readonly R[]): R | undefined {
  return releases.reduce<R | undefined>(
    (newest, release) => (newest === undefined || release.id > newest.id ? release : newest),
    undefined,
  );
}
