import { latestConfiguration } from '../../configurations/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { nest } from '../../lib/message.ts';
import { listTargets, lockEnvironment } from '../../pipelines/index.ts';
import { ensureReleases, listReleasesOfPromotion, listServingReleases } from '../../releases/index.ts';
import type { PlannedRelease, Release } from '../../releases/index.ts';
import type { Promotion } from '../promotion.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import type { Step, StepAnswer, StepContext } from './step.ts';

/** Gives every target its release and waits for each result. One that fails does not stop the others. */
export function deployStep(): Step {
  return {
    key: 'deploy',
    async run(context) {
      const { claim, promotion } = context;
      let releases = await listReleasesOfPromotion(claim.db, promotion.id);
      if (releases.length === 0) {
        releases = await claim.transact(async (tx) => {
          // Before the plan is made: an edit of the pipeline comes wholly before it or wholly after the releases.
          await lockEnvironment(tx.db, promotion.project, promotion.app, promotion.environment);
          return ensureReleases(tx, promotion, await plannedReleases(tx.db, context));
        });
        if (releases.length === 0) return nothingToDeploy(context);
      }
      const unfinished = releases.filter((release) => release.state !== 'finished');
      const [next] = unfinished;
      if (next !== undefined) {
        const message = messages.deploy_progress({
          done: releases.length - unfinished.length,
          count: releases.length,
          target: next.target,
          text: next.message === null ? '…' : nest(next.message),
        });
        return { wait: true, until: null, message };
      }
      const failed = releases.filter((release) => release.result !== 'success');
      const [first] = failed;
      if (first !== undefined) {
        const targets = failed.map((release) => release.target);
        return {
          failed: true,
          message: messages.deploy_failed({ targets, problem: first.message === null ? '' : nest(first.message) }),
        };
      }
      const [release] = releases;
      return { done: true, message: messages.deploy_ready({ count: releases.length, url: release?.url ?? null }) };
    },
  };
}

async function nothingToDeploy({ claim, promotion }: StepContext): Promise<StepAnswer> {
  // Every target was taken away by an edit of the pipeline: there is nowhere to deploy to any more.
  if (promotion.kind !== 'configuration') return { failed: true, message: messages.deploy_no_target() };
  const serving = await servingHere(claim.db, promotion);
  return { done: true, message: serving.length === 0 ? messages.deploy_nothing_runs() : messages.deploy_configured() };
}

async function servingHere(db: Db, place: Promotion): Promise<Release[]> {
  const serving = await listServingReleases(db, place);
  return serving.filter((release) => release.environment === place.environment);
}

/**
 * Of a promotion, what the merge turned the artifact into, for every target there is now: one may have been added while
 * this waited. Of a rollback, the plan as it was made from recorded releases.
 */
async function plannedReleases(db: Db, { promotion, steps }: StepContext): Promise<PlannedRelease[]> {
  // Something else may have been deployed while this waited its turn: new configuration is for what serves now.
  if (promotion.kind === 'configuration') {
    const { version } = await latestConfiguration(db, promotion);
    return (await servingHere(db, promotion))
      .filter((release) => release.configurationVersion !== version)
      .map(({ targetId, artifactId, revision }) => ({ targetId, artifactId, revision, fromNumber: null }));
  }
  if (promotion.kind === 'rollback') {
    return promotion.plan.map((planned) => {
      const { targetId, artifactId, revision, fromNumber } = planned;
      return { targetId, artifactId, revision, fromNumber };
    });
  }
  const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
  const moved = steps.find((step) => step.key === 'branch')?.output['revision'];
  const targets = await listTargets(db, promotion.project, promotion.app, promotion.environment);
  return targets.map(({ id }) => ({
    targetId: id,
    artifactId: made ?? promotion.artifactId,
    revision: moved ?? promotion.revision,
    fromNumber: null,
  }));
}
