import type { Gate } from '../gates/index.ts';
import type { Environment } from '../pipelines/index.ts';
import type { Message } from '../lib/message.ts';
import type { PromotionKind, PromotionState, Result } from './promotion-schema.ts';

/** What one target gets. A rollback may give every target another artifact, each from a release of its own. */
export interface PlannedTarget {
  readonly targetId: string;
  readonly target: string;
  readonly artifactId: string;
  readonly revision: string;
  readonly fromNumber: number | null;
}

/** One move of one artifact into one environment. */
export interface Promotion {
  readonly id: string;
  readonly project: string;
  readonly app: string;
  readonly pipeline: string;
  readonly environment: string;
  readonly kind: PromotionKind;
  readonly executionId: string | null;
  readonly artifactId: string;
  readonly revision: string;
  readonly outputArtifactId: string | null;
  readonly outputRevision: string | null;
  readonly strategy: string;
  readonly branch: string | null;
  readonly plan: readonly PlannedTarget[];
  /** The targets that somebody chose; null for every target that there is. */
  readonly targets: readonly string[] | null;
  readonly state: PromotionState;
  readonly result: Result | null;
  readonly message: Message | null;
  readonly automatic: boolean;
  readonly actor: string;
  readonly actorId: string;
  readonly door: string;
  readonly reason: string | null;
  readonly specGeneration: number;
  /** What let it through, in the words of that moment; null as long as gates are still asked. */
  readonly passedGates: readonly Gate[] | null;
  /** How often a person had it go on after a failure. */
  readonly retried: number;
  readonly retriedAt: Date | null;
  /** So many waves may begin without a pause, because a person said so. */
  readonly resumedWaves: number;
  /** When everything that has to be healthy was, and what follows may have it. */
  readonly arrivedAt: Date | null;
  readonly cancelledBy: string | null;
  readonly supersededBy: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type StepKey = 'merge' | 'artifact' | 'change' | 'branch' | 'tag' | 'commit' | 'notify' | 'deploy' | 'verify';

/** One journaled step. Its output is what later steps build on. */
export interface StepRecord {
  readonly key: StepKey;
  readonly position: number;
  readonly state: 'pending' | 'executing' | 'waiting' | 'finished';
  readonly result: Result | null;
  readonly attempt: number;
  readonly message: Message | null;
  readonly output: Readonly<Record<string, string>>;
  readonly link: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/**
 * A strategy is only a named list of steps. A started promotion keeps the list it started with.
 *
 * - `merge` computes the merge; it moves nothing.
 * - `artifact` waits for the digest of the merged tree.
 * - `change` opens the pull request that people look at.
 * - `branch` moves the environment's branch, by compare-and-swap: from here on the world has changed.
 * - `tag` marks the revision with `<environment>/<version>`.
 * - `commit` writes the artifact into a configuration repository that something else follows.
 * - `notify` tells an outside system and waits for its signed answer.
 * - `deploy` gives every target a release, wave by wave, and waits for each result.
 * - `verify` waits for what outside systems report about it there, where the environment asks for that.
 */
export function stepsOf(kind: PromotionKind, strategy: string, verified = false): StepKey[] {
  // What something else runs comes back the way it came; new configuration never goes there.
  const handover: StepKey[] = strategy === 'commit' || strategy === 'notify' ? [strategy] : [];
  if (kind !== 'promotion') return kind === 'rollback' ? [...handover, 'deploy'] : ['deploy'];
  const last: StepKey[] = verified ? ['tag', 'deploy', 'verify'] : ['tag', 'deploy'];
  switch (strategy) {
    case 'merge':
      return ['merge', 'artifact', 'branch', ...last];
    case 'pull-request':
      return ['merge', 'artifact', 'change', 'branch', ...last];
    default:
      return [...handover, ...last];
  }
}

/** The steps of a promotion that would start now. */
export function promotionSteps({ strategy, deploy }: Pick<Environment, 'strategy' | 'deploy'>): StepKey[] {
  return stepsOf('promotion', strategy, deploy.verify !== null);
}

/** The first step that changes the world for others: every gate must be open before it. */
export function pointOfNoReturn(steps: readonly { readonly key: StepKey }[]): number {
  const first = steps.findIndex(({ key }) => key !== 'merge' && key !== 'artifact' && key !== 'change');
  return first === -1 ? steps.length : first;
}

/** Only what was promoted has one: taking something back is never too late. */
export function deadlineOf(
  { kind, createdAt, retriedAt }: Promotion,
  { deploy }: Pick<Environment, 'deploy'>,
): { readonly at: Date; readonly isOver: boolean } | null {
  if (kind !== 'promotion' || deploy.timeoutMs === null) return null;
  const at = new Date((retriedAt ?? createdAt).getTime() + deploy.timeoutMs);
  return { at, isOver: at.getTime() <= Date.now() };
}
