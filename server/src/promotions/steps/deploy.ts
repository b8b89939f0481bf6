import type { Db } from '../../engine/transaction.ts';
import { ensureReleases, listReleasesOfPromotion, listServingReleases } from '../../releases/index.ts';
import type { PlannedRelease } from '../../releases/index.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import type { Step, StepContext } from './step.ts';

/** Gives every target its release and waits for each result. One that fails does not stop the others. */
export function deployStep(): Step {
  return {
    key: 'deploy',
    async run(context) {
      const { claim, promotion } = context;
      let releases = await listReleasesOfPromotion(claim.db, promotion.id);
      if (releases.length === 0) {
        releases = await claim.transact(async (tx) =>
          ensureReleases(tx, promotion, await plannedReleases(tx.db, context)),
        );
        // Every target was taken away by an edit of the pipeline: there is nowhere to deploy to any more.
        if (releases.length === 0) return { failed: true, message: messages.deploy_no_target() };
      }
      const unfinished = releases.filter((release) => release.state !== 'finished');
      const [next] = unfinished;
      if (next !== undefined) {
        const message = messages.deploy_progress({
          done: releases.length - unfinished.length,
          count: releases.length,
          target: next.target,
          text: next.message?.text ?? '…',
        });
        return { wait: true, until: null, message };
      }
      const failed = releases.filter((release) => release.result !== 'success');
      const [first] = failed;
      if (first !== undefined) {
        const targets = failed.map((release) => release.target);
        return { failed: true, message: messages.deploy_failed({ targets, problem: first.message?.text ?? '' }) };
      }
      const [release] = releases;
      return { done: true, message: messages.deploy_ready({ count: releases.length, url: release?.url ?? null }) };
    },
  };
}

/** The plan as it was made, with what the merge turned the artifact into. */
async function plannedReleases(db: Db, { promotion, steps }: StepContext): Promise<PlannedRelease[]> {
  // Something else may have been deployed while this waited its turn: new configuration is for what serves now.
  if (promotion.kind === 'configuration') {
    const serving = await listServingReleases(db, promotion);
    return serving
      .filter((release) => release.environment === promotion.environment)
      .map(({ targetId, artifactId, revision }) => ({ targetId, artifactId, revision, fromNumber: null }));
  }
  const artifactId = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
  const revision = steps.find((step) => step.key === 'branch')?.output['revision'];
  return promotion.plan.map((target) => ({
    targetId: target.targetId,
    artifactId: artifactId ?? target.artifactId,
    revision: revision ?? target.revision,
    fromNumber: target.fromNumber,
  }));
}
