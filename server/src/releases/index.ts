export { changeRelease } from './release-store.ts';
export { logRoutes } from './log-routes.ts';
export { releaseRoutes } from './release-routes.ts';
export { createLoadOrder } from './deploy-order.ts';
export type { LoadOrder } from './deploy-order.ts';
export { ensureReleases } from './give-releases.ts';
export { rollbackGoal, servingRelease } from './release.ts';
export type { Release } from './release.ts';
export type { Serving } from './release-store.ts';
export { createReleaseController } from './release-controller.ts';
export { releaseMessages } from './release-messages.ts';
export type { ReleaseView } from './release-schema.ts';
export {
  countReleases,
  findRelease,
  findReplacedRelease,
  listServedTimes,
  listArtifactsToReturnTo,
  listReleases,
  listReleasesOfPromotion,
  listReleasesOfPromotions,
  listReleasesOfTarget,
  listServingReleases,
  listServing,
  listServingReleasesOf,
  listStoppingTargetIds,
  listUnfinishedReleaseIds,
} from './release-store.ts';
export type { DeployOrder, LogLine, Runtime } from './runtime.ts';
