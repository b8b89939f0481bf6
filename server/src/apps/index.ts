export { appKey, parseAppKey } from './app.ts';
export type { App } from './app.ts';
export { appKind } from './app-kind.ts';
export { createRepositoryController } from './repository-controller.ts';
export { appMessages } from './app-messages.ts';
export { appSchema, appSpecSchema, createAppSchema } from './app-schema.ts';
export type { AppSpec, AppView, CreateApp } from './app-schema.ts';
export {
  findApp,
  listAllApps,
  listApps,
  listBranchTips,
  removeApp,
  requireApp,
  takeBuildNumber,
  takeChangeNumber,
  writeApp,
  writeBranchTip,
  writeRepositoryState,
} from './app-store.ts';
export { createRepositories } from './repositories.ts';
export type { Repositories } from './repositories.ts';
