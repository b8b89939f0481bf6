import type { Promotion } from '../promotion.ts';

/** The branch that this promotion writes; only strategies with a branch have the steps that ask. */
export function pushableBranch(promotion: Promotion): string {
  if (promotion.branch === null) throw new Error(`promotion ${promotion.id} has no branch`);
  return promotion.branch;
}
