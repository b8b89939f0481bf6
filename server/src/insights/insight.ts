import type { Deployment } from '../promotions/index.ts';

export const metrics = [
  'deploymentFrequency',
  'changeLeadTime',
  'changeFailRate',
  'failedDeploymentRecoveryTime',
  'deploymentReworkRate',
] as const;
export type Metric = (typeof metrics)[number];

/** Null is "not enough data": nothing happened that the figure could be made of. It is never told as 0. */
export interface Figure {
  readonly value: number | null;
  readonly samples: number;
}

export interface Insight {
  /** Promotions that deployed something, or tried to. */
  readonly changes: number;
  readonly failed: number;
  /** Of the failed ones those after which nothing has succeeded yet. */
  readonly unrepaired: number;
  readonly rollbacks: number;
  readonly metrics: Readonly<Record<Metric, Figure>>;
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** One deployment to one place, with what the figures are made of. */
export interface Deployed extends Pick<Deployment, 'kind' | 'succeeded' | 'artifactId' | 'finishedAt'> {
  /** When the change was made that has arrived here for the first time; null for every other deployment. */
  readonly committedAt: Date | null;
}

/** A deployment with what became of it until the end of the period. */
interface Judged {
  readonly deployed: Deployed;
  failed: boolean;
  repairedAt: Date | null;
  readonly isRework: boolean;
}

/** The figures of one place in words: docs/insights.md. `deployments` are those of the period, in order. */
export function insightOf(
  deployments: readonly Deployed[],
  /** The last deployment before the period. */
  before: { readonly succeeded: boolean } | undefined,
  period: Period,
): Insight {
  const judged = judge(deployments, before?.succeeded === false);
  const changes = judged.filter(({ deployed }) => deployed.kind === 'promotion');
  const failed = changes.filter((change) => change.failed);
  const arrived = changes.filter(({ deployed }) => deployed.succeeded).length;
  const hasEverDeployed = deployments.length > 0 || before !== undefined;
  return {
    changes: changes.length,
    failed: failed.length,
    unrepaired: failed.filter(({ repairedAt }) => repairedAt === null).length,
    rollbacks: judged.length - changes.length,
    metrics: {
      deploymentFrequency: {
        value: hasEverDeployed ? arrived / ((period.to.getTime() - period.from.getTime()) / dayMs) : null,
        samples: arrived,
      },
      changeLeadTime: median(
        changes.flatMap(({ deployed: { committedAt, finishedAt } }) =>
          committedAt === null ? [] : [finishedAt.getTime() - committedAt.getTime()],
        ),
      ),
      changeFailRate: share(failed.length, changes.length),
      failedDeploymentRecoveryTime: median(
        failed.flatMap(({ deployed, repairedAt }) =>
          repairedAt === null ? [] : [repairedAt.getTime() - deployed.finishedAt.getTime()],
        ),
      ),
      deploymentReworkRate: share(judged.filter(({ isRework }) => isRework).length, judged.length),
    },
  };
}

const dayMs = 24 * 3_600_000;

/**
 * A place is broken from a deployment that failed until the next one that succeeded, which repairs it. A rollback of what
 * had succeeded says that it failed after all. Rolling back again goes one further back.
 */
function judge(deployments: readonly Deployed[], wasBroken: boolean): Judged[] {
  const all: Judged[] = [];
  let broken = wasBroken;
  let unrepaired: Judged[] = [];
  /** What succeeded and was not taken back, the newest last. */
  const standing: Judged[] = [];
  for (const deployed of deployments) {
    const isRollback = deployed.kind === 'rollback';
    if (isRollback && !broken) {
      const undone = standing.at(-1);
      if (undone !== undefined) {
        undone.failed = true;
        unrepaired.push(undone);
      }
    }
    const one: Judged = { deployed, failed: !deployed.succeeded, repairedAt: null, isRework: isRollback || broken };
    all.push(one);
    if (!deployed.succeeded) {
      broken = true;
      unrepaired.push(one);
      continue;
    }
    for (const other of unrepaired) other.repairedAt = deployed.finishedAt;
    unrepaired = [];
    broken = false;
    if (isRollback) standing.length = 1 + standing.findLastIndex((other) => sameContent(other, deployed));
    else standing.push(one);
  }
  return all;
}

function sameContent(one: Judged, deployed: Deployed): boolean {
  return one.deployed.artifactId === deployed.artifactId;
}

function share(part: number, whole: number): Figure {
  return { value: whole === 0 ? null : part / whole, samples: whole };
}

function median(values: readonly number[]): Figure {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const value = upper === undefined || lower === undefined ? null : (upper + lower) / 2;
  return { value, samples: sorted.length };
}
