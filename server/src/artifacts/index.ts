export { artifactRef, newestRevision, short } from './artifact.ts';
export type { Artifact } from './artifact.ts';
export { createClearArtifact } from './clear-artifact.ts';
export { artifactRoutes } from './artifact-routes.ts';
export { artifactMessages } from './artifact-messages.ts';
export { artifactRefSchema } from './artifact-schema.ts';
export {
  addParent,
  findArtifact,
  findArtifactByContent,
  listArtifactNames,
  listArtifactsById,
  listCommitTimes,
  listDigests,
  listChildren,
  requireArtifactById,
  resolveArtifact,
  withdrawArtifact,
} from './artifact-store.ts';
export { createBuildController } from './build-controller.ts';
export type { BuildPlace } from './make-artifact.ts';
export { removeAbandonedBuilds } from './abandoned-builds.ts';
export { createBuildRunner } from './build-runner.ts';
export { unpack } from './unpack.ts';
export type { BuildRunner } from './build-runner.ts';
export { countBuilds } from './build-store.ts';
export {
  ensureBuild,
  findBuild,
  listBuilds,
  listFailedBuildsOf,
  listUnfinishedBuildIds,
  requestBuild,
  restartBuild,
} from './build-store.ts';
export type { Build } from './build-store.ts';
export { artifactContentMessages } from './content-messages.ts';
export { buildKeyOf } from './make-artifact.ts';
export type { Registry } from './registry.ts';
export { createRegisterArtifact, registeredKey } from './register/register-artifact.ts';
export type { Arrival } from './register/register-artifact.ts';
export { registerMessages } from './register/register-messages.ts';
export { registerArtifactRoutes } from './register/register-routes.ts';
export { listUnneededArtifacts, pruneArtifacts, removePrunedContent, useArtifacts } from './content-retention-store.ts';
export { pruneBuildLogs } from './prune-build-logs.ts';
