export { asksGroup, environmentOf, environmentsOf, following, pathOf } from './pipeline.ts';
export type { CommitSpec, Environment, Pipeline } from './pipeline.ts';
export type { HttpGateSpec } from './judged-gate-schema.ts';
export { faultsOf } from './pipeline-faults.ts';
export { pipelineKind, pipelineShape } from './pipeline-kind.ts';
export { templateKind, templateShape } from './template/template-kind.ts';
export { templateMessages } from './template/template-messages.ts';
export { templateRoutes } from './template/template-routes.ts';
export { createDeletePipeline } from './delete-pipeline.ts';
export { pipelineRoutes } from './pipeline-routes.ts';
export {
  findEnvironment,
  requireEnvironment,
  requireKnownEnvironment,
  requireKnownFilter,
  requirePipelineOf,
} from './place.ts';
export { pipelineMessages } from './pipeline-messages.ts';
export {
  findPipeline,
  findPipelineOfApp,
  findTarget,
  listPipelines,
  listTargets,
  listTargetsOfProject,
  lockEnvironment,
  lockTargetsWithin,
  takeReleaseNumber,
} from './pipeline-store.ts';
export type { Target } from './pipeline-store.ts';
