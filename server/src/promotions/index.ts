export { createApprove } from './approve.ts';
export { createCancel } from './cancel.ts';
export { createConfigure } from './configure.ts';
export { listDeployments, listLastDeploymentsBefore } from './record/deployment-store.ts';
export type { Deployment } from './record/deployment-store.ts';
export { decide } from './decide.ts';
export type { Decision } from './decide.ts';
export { arrivedSince } from './rollout/arrival.ts';
export { enterFromElsewhere, enterPipeline } from './enter-pipeline.ts';
export { askOrder } from './ask-gates.ts';
export { questionsOfPromotion } from './judged/ask-judged.ts';
export { gatherFacts } from './gather-facts.ts';
export { imaginePromotion } from './imagine-promotion.ts';
export { narrowed, targetFlags, targetsServing } from './chosen/chosen.ts';
export { chosenMessages } from './chosen/chosen-messages.ts';
export { whatGoesWhere } from './chosen/what-goes-where.ts';
export { bulkMessages } from './bulk/bulk-messages.ts';
export { bulkRoutes } from './bulk/bulk-routes.ts';
export { createPromoteAll } from './bulk/promote-all.ts';
export { createPromote, requireReachable, requireRuntimes, unknownPromotion } from './promote.ts';
export { promotionSteps } from './promotion.ts';
export { promoteSchema } from './promotion-schema.ts';
export type { Promote } from './promotion-schema.ts';
export type { Imagined } from './imagine-promotion.ts';
export type { Promotion, StepRecord } from './promotion.ts';
export { createPromotionController } from './promotion-controller.ts';
export { promotionEventRoutes } from './promotion-event-routes.ts';
export { promotionMessages } from './promotion-messages.ts';
export { promotionRoutes } from './promotion-routes.ts';
export {
  countPromotions,
  countUnfinished,
  currentPromotions,
  findPromotion,
  listPromotions,
  listPromotionsOfExecutions,
  listUnfinished,
  listUnfinishedIds,
} from './promotion-store.ts';
export { listExecutionIdsIn, listExecutionIdsOf } from './record/execution-id-store.ts';
export { listArtifactsUnderWay, pruneSteps } from './record/retention-store.ts';
export { gateView } from './promotion-view.ts';
export { createRollback } from './rollback/rollback.ts';
export { listSteps } from './step-store.ts';
export { configurationRoutes, stopRoutes } from './environment-routes.ts';
export { busyTargets, createStop } from './stop.ts';
export { approvalsOfChange } from './approvals/approvals-of-change.ts';
export { createResume } from './rollout/resume.ts';
export { createRetry } from './rollout/retry.ts';
export { wavesOf } from './rollout/rollout.ts';
export { rolloutMessages } from './rollout/rollout-messages.ts';
export { createSteps } from './steps/index.ts';
