export { createApply } from './apply.ts';
export type { ApplyManifest } from './apply.ts';
export type { Candidate, Kind, KindShape } from './kind.ts';
export { judgeManifest } from './read.ts';
export { apiVersion } from './manifest.ts';
export { manifestRoutes } from './manifest-routes.ts';
export { manifestMessages } from './manifest-messages.ts';
export type { Apply } from './manifest-schema.ts';
export { anythingApplied } from './manifest-store.ts';
