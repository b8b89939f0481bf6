import { listArtifactsById } from '../../artifacts/index.ts';
import type { Change, ChangeApproval } from '../../changes/index.ts';
import type { Db } from '../../engine/transaction.ts';
import { isCurrent } from '../../gates/index.ts';
import { findPipelineOfApp } from '../../pipelines/index.ts';
import { listApprovals } from './approval-store.ts';
import { seenBy } from './seen.ts';
import { findPromotion } from '../promotion-store.ts';
import { listSteps } from '../step-store.ts';

/** The verdicts about a change, each with whether it is about what the change would bring now. */
export async function approvalsOfChange(db: Db, change: Change): Promise<ChangeApproval[]> {
  const promotion = await findPromotion(db, change.promotionId);
  const pipeline = await findPipelineOfApp(db, change.project, change.app);
  if (promotion === undefined) return [];
  const steps = (await listSteps(db, [promotion.id])).get(promotion.id) ?? [];
  const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'];
  const artifacts = await listArtifactsById(db, [promotion.artifactId, ...(made === undefined ? [] : [made])]);
  const seen = pipeline && seenBy(promotion, steps, artifacts, pipeline);
  return (await listApprovals(db, promotion.id)).map((approval) => ({
    actor: approval.actor,
    verdict: approval.verdict,
    current: seen !== undefined && isCurrent(approval, seen),
    reason: approval.reason,
    at: approval.createdAt,
  }));
}
