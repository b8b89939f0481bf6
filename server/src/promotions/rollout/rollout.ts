/** How an environment gives releases to its targets, with everything spelled out. */
export interface Rollout {
  /** Names of targets, wave by wave; one wave of all where nothing else is said. */
  readonly waves: readonly (readonly string[])[];
  /** How many targets of a wave at once; null for all of them. */
  readonly parallel: number | null;
  /** Between two waves: so long, or until a person resumes. */
  readonly pause: number | 'manual' | null;
  readonly stopOnFailure: boolean;
  /** How often a target that failed is tried again by itself. */
  readonly retries: number;
}

/** One target, with the newest release that this promotion gave it. */
export interface RolloutTarget {
  readonly id: string;
  readonly name: string;
  readonly optional: boolean;
  readonly release: {
    readonly attempt: number;
    readonly state: 'executing' | 'finished';
    readonly result: string | null;
    readonly finishedAt: Date | null;
  } | null;
}

export interface RolloutFacts {
  readonly rollout: Rollout;
  /** Those that this is about. */
  readonly targets: readonly RolloutTarget[];
  /** Those that somebody left out, and whether they serve the same already. */
  readonly others: readonly { readonly optional: boolean; readonly serves: boolean }[];
  /** How often a person had it go on after a failure: each time gives every failed target its tries again. */
  readonly retried: number;
  /** So many waves begin without a pause. */
  readonly resumedWaves: number;
  readonly cancelled: boolean;
  /** No target is given anything after this. */
  readonly deadline: Date | null;
  readonly now: Date;
}

export type RolloutMove =
  | { readonly do: 'give'; readonly targets: readonly { readonly id: string; readonly attempt: number }[] }
  /** Releases are under way. */
  | { readonly do: 'await' }
  | { readonly do: 'pause'; readonly until: Date | null; readonly wave: number; readonly waves: number }
  | {
      readonly do: 'end';
      readonly result: 'success' | 'partial' | 'failure' | 'cancelled' | 'timeout';
      /** Everything that it was about and that has to be healthy is. */
      readonly fulfilled: boolean;
      /** So is the rest of the environment: what follows may have it. */
      readonly arrived: boolean;
      readonly healthy: readonly string[];
      readonly failed: readonly string[];
      /** Never given anything. */
      readonly skipped: readonly string[];
    };

/**
 * What a rollout does next. Pure: derived from the releases that there are, so that any replica goes on with it after any
 * crash, and an edit of the waves counts from the next look on.
 *
 * - A wave begins when the one before it has ended, and its pause is over. Targets that no wave names come last.
 * - A target that failed is tried again as often as its environment allows; the others go on.
 * - With `stopOnFailure` nothing new is given once a target that is not optional has failed for good.
 * - A person's cancellation or the deadline gives nothing new either; what runs finishes.
 */
export function planRollout(facts: RolloutFacts): RolloutMove {
  const { rollout, targets } = facts;
  const tries = (rollout.retries + 1) * (facts.retried + 1);
  const running = targets.filter(({ release }) => release?.state === 'executing');
  const hasFailed = ({ release }: RolloutTarget): boolean =>
    release?.state === 'finished' && release.result !== 'success' && release.attempt >= tries;
  const isOver = (target: RolloutTarget): boolean => target.release?.result === 'success' || hasFailed(target);
  const overdue = facts.deadline !== null && facts.deadline.getTime() <= facts.now.getTime();
  const isStopped = rollout.stopOnFailure && targets.some((target) => !target.optional && hasFailed(target));

  if (!facts.cancelled && !overdue && !isStopped) {
    const waves = wavesOf(rollout, targets);
    const current = waves.findIndex((wave) => !wave.every(isOver));
    const wave = waves[current] ?? [];
    const due = wave.filter((target) => target.release?.state !== 'executing' && !isOver(target));
    if (due.length > 0) {
      const pause = pauseBefore(facts, waves, current);
      if (pause !== null) return { do: 'pause', until: pause.until, wave: current + 1, waves: waves.length };
      const free = rollout.parallel === null ? due.length : Math.max(0, rollout.parallel - running.length);
      const given = due.slice(0, free).map(({ id, release }) => ({ id, attempt: (release?.attempt ?? 0) + 1 }));
      if (given.length > 0) return { do: 'give', targets: given };
    }
  }
  return running.length > 0 ? { do: 'await' } : endOf(facts, overdue);
}

function endOf({ targets, others, cancelled }: RolloutFacts, overdue: boolean): RolloutMove {
  const names = (which: (target: RolloutTarget) => boolean): string[] => targets.filter(which).map(({ name }) => name);
  const isHealthy = ({ release }: RolloutTarget): boolean => release?.result === 'success';
  const healthy = names(isHealthy);
  const skipped = names(({ release }) => release === null);
  const failed = names((target) => target.release !== null && !isHealthy(target));
  const fulfilled = healthy.length > 0 && targets.every((target) => isHealthy(target) || isForgiven(target));
  const arrived = fulfilled && others.every(({ optional, serves }) => optional || serves);
  const part = { fulfilled, arrived, healthy, failed, skipped };
  if (failed.length + skipped.length === 0) return { do: 'end', result: 'success', ...part };
  if (skipped.length > 0 && cancelled) return { do: 'end', result: 'cancelled', ...part };
  if (skipped.length > 0 && overdue) return { do: 'end', result: 'timeout', ...part };
  return { do: 'end', result: healthy.length > 0 ? 'partial' : 'failure', ...part };
}

/** An optional target may fail; one that was never tried is not done with. */
function isForgiven({ optional, release }: RolloutTarget): boolean {
  return optional && release !== null;
}

/** A wave of which no target is left is none. */
export function wavesOf<Target extends { readonly name: string }>(
  { waves }: Pick<Rollout, 'waves'>,
  targets: readonly Target[],
): Target[][] {
  const named = waves.map((names) => targets.filter(({ name }) => names.includes(name)));
  const rest = targets.filter(({ name }) => !waves.some((names) => names.includes(name)));
  return [...named, rest].filter((wave) => wave.length > 0);
}

/** Null when the wave may go on: it has begun, no pause is asked for, the pause is over, or a person said so. */
function pauseBefore(
  { rollout: { pause }, resumedWaves, now }: RolloutFacts,
  waves: readonly (readonly RolloutTarget[])[],
  current: number,
): { readonly until: Date | null } | null {
  const hasBegun = waves[current]?.some(({ release }) => release !== null) === true;
  if (pause === null || current === 0 || hasBegun || resumedWaves > current) return null;
  if (pause === 'manual') return { until: null };
  const ended = (waves[current - 1] ?? []).map(({ release }) => release?.finishedAt?.getTime() ?? 0);
  const until = new Date(Math.max(...ended) + pause);
  return until.getTime() > now.getTime() ? { until } : null;
}
