import { ensureChange } from '../../changes/index.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { pushableBranch } from './branch-name.ts';
import { outputOf } from './step.ts';
import type { Step } from './step.ts';

/** Opens the pull request that people look at before they approve, or brings it up to date with a new merge. */
export function changeStep(): Step {
  return {
    key: 'change',
    async run(context) {
      const { claim, promotion, artifact } = context;
      const branch = pushableBranch(promotion);
      const base = outputOf(context, 'merge', 'base');
      const change = await claim.transact((tx) =>
        ensureChange(tx, {
          project: promotion.project,
          app: promotion.app,
          promotionId: promotion.id,
          title: `Promote ${promotion.app} ${artifact.version} to ${promotion.environment}`,
          branch,
          baseRevision: base === '' ? null : base,
          sourceRevision: promotion.revision,
          headRevision: outputOf(context, 'merge', 'head'),
          actor: promotion.actor,
        }),
      );
      return {
        done: true,
        message: messages.change_open({ number: change.number, branch }),
        output: { changeId: change.id },
        link: `/v1/changes/${change.id}`,
      };
    },
  };
}
