export { requireEnvironment, requirePipelineOf } from '../pipelines/index.ts';
