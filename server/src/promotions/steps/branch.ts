import { short } from '../../artifacts/index.ts';
import { mergeChange } from '../../changes/index.ts';
import { promotionMessages as messages } from '../promotion-messages.ts';
import { pushableBranch } from './branch-name.ts';
import { outputOf } from './step.ts';
import type { Step, StepParts } from './step.ts';

/** Moves the environment's branch by compare-and-swap, after every gate is open. A lost race computes the merge again. */
export function branchStep({ repositories }: StepParts): Step {
  return {
    key: 'branch',
    async run(context) {
      const { claim, promotion } = context;
      const branch = pushableBranch(promotion);
      const head = outputOf(context, 'merge', 'head');
      const base = outputOf(context, 'merge', 'base');
      const repository = repositories.open(promotion.project, promotion.app);
      const move = await repository.moveBranch(branch, head, base === '' ? undefined : base);
      if (move === 'stale') return { backTo: 'merge', message: messages.merge_moved({ branch }) };
      await claim.transact((tx) => mergeChange(tx, promotion.id, head));
      return {
        done: true,
        message: messages.branch_moved({ branch, revision: short(head) }),
        output: { revision: head },
      };
    },
  };
}
