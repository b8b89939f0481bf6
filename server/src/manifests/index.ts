export { appliedMessage, createApply } from './apply.ts';
export type { Applied, ApplyManifest, Candidate, Kind } from './apply.ts';
export { apiVersion, parseManifest } from './manifest.ts';
export { manifestRoutes } from './manifest-routes.ts';
export { manifestMessages } from './manifest-messages.ts';
export { applyAnswerSchema, applySchema, manifestSchema } from './manifest-schema.ts';
export type { Apply } from './manifest-schema.ts';
export { anythingApplied, listSpecs } from './manifest-store.ts';
