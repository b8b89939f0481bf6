import type { Tx } from '../../engine/transaction.ts';
import { nest } from '../../lib/message.ts';
import { lockEnvironment } from '../../pipelines/index.ts';
import { ensureReleases, listReleasesOfPromotion } from '../../releases/index.ts';
import type { Release } from '../../releases/index.ts';
import type { Promotion } from '../promotion.ts';
import { rolloutMessages as messages } from '../rollout/rollout-messages.ts';
import { findPromotion } from '../promotion-store.ts';
import { lookAtRollout, servingHere } from '../rollout/look-at-rollout.ts';
import { planRollout } from '../rollout/rollout.ts';
import type { RolloutMove } from '../rollout/rollout.ts';
import type { Step, StepAnswer, StepContext } from './step.ts';

/** Gives every target its release, wave by wave, and waits for each result. One that fails does not stop the others. */
export function deployStep(): Step {
  return {
    key: 'deploy',
    async run(context) {
      const { claim, promotion } = context;
      const seen = await lookAtRollout(claim.db, promotion);
      let move = planRollout(seen.facts);
      if (move.do === 'give') move = await claim.transact((tx) => give(tx, context));
      const releases = await listReleasesOfPromotion(claim.db, promotion.id);
      return seen.facts.targets.length === 0
        ? nothingToDeploy(context)
        : answerOf(move, promotion, releases, seen.facts.others.length);
    },
  };
}

/** Decides again under the environment's lock: an edit of the pipeline comes wholly before it or wholly after. */
async function give(
  tx: Tx,
  { promotion: { id, project, app, environment }, steps }: StepContext,
): Promise<RolloutMove> {
  await lockEnvironment(tx.db, project, app, environment);
  const promotion = await findPromotion(tx.db, id);
  if (promotion === undefined) throw new Error(`promotion ${id} vanished while it was being deployed`);
  const { facts, goals } = await lookAtRollout(tx.db, promotion);
  const move = planRollout(facts);
  if (move.do !== 'give') return move;
  // What a merge made of the artifact is what moves from here on.
  const made =
    promotion.kind === 'promotion' ? steps.find((step) => step.key === 'artifact')?.output['artifactId'] : undefined;
  const moved =
    promotion.kind === 'promotion' ? steps.find((step) => step.key === 'branch')?.output['revision'] : undefined;
  await ensureReleases(
    tx,
    promotion,
    move.targets.flatMap(({ id: targetId, attempt }) => {
      const goal = goals.get(targetId);
      if (goal === undefined) return [];
      const { fromNumber } = goal;
      const artifactId = made ?? goal.artifactId;
      return [{ targetId, attempt, artifactId, revision: moved ?? goal.revision, fromNumber }];
    }),
  );
  return { do: 'await' };
}

function answerOf(
  move: RolloutMove,
  promotion: Promotion,
  releases: readonly Release[],
  /** How many targets somebody left out. */
  others: number,
): StepAnswer {
  const { id, app, environment } = promotion;
  switch (move.do) {
    case 'give':
    case 'await': {
      const running = releases.filter((release) => release.state !== 'finished');
      const [next] = running;
      const message = messages.deploy_progress({
        done: releases.length - running.length,
        count: releases.length,
        target: next?.target ?? '',
        text: next?.message == null ? '…' : nest(next.message),
      });
      return { wait: true, until: null, message };
    }
    case 'pause': {
      const { until, wave, waves } = move;
      const message = messages.deploy_paused({ wave, waves, until: until?.toISOString() ?? null, id });
      return { wait: true, until, message };
    }
    case 'end': {
      const { result, healthy, failed, skipped } = move;
      if (result === 'success') {
        const [release] = releases;
        const message =
          promotion.targets === null
            ? messages.deploy_ready({ count: releases.length, url: release?.url ?? null })
            : messages.deploy_ready_chosen({ on: healthy, number: healthy.length, count: healthy.length + others });
        return { done: true, message };
      }
      const broken = releases.find((release) => failed.includes(release.target));
      const problem = broken?.message == null ? null : nest(broken.message);
      const words = { healthy, failed, skipped, problem };
      switch (result) {
        case 'cancelled':
          return { failed: true, result, message: messages.deploy_cancelled({ ...words, app, environment }) };
        case 'timeout':
          return { failed: true, result, message: messages.deploy_timed_out({ ...words, app, environment }) };
        case 'failure':
        case 'partial': {
          const message =
            healthy.length + skipped.length === 0
              ? messages.deploy_failed({ targets: failed, problem: problem ?? '' })
              : messages.deploy_partly(words);
          return move.fulfilled
            ? { done: true, message, output: { partial: failed.join(',') } }
            : { failed: true, result, message };
        }
      }
    }
  }
}

async function nothingToDeploy({ claim, promotion }: StepContext): Promise<StepAnswer> {
  // Every target was taken away by an edit of the pipeline: there is nowhere to deploy to any more.
  if (promotion.kind !== 'configuration') {
    const { targets } = promotion;
    const message = targets === null ? messages.deploy_no_target() : messages.deploy_no_chosen_target({ targets });
    return { failed: true, message };
  }
  const serving = await servingHere(claim.db, promotion);
  return { done: true, message: serving.length === 0 ? messages.deploy_nothing_runs() : messages.deploy_configured() };
}
