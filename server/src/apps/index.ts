export { appKey } from './app.ts';
export type { App } from './app.ts';
export { appKind, appShape } from './app-kind.ts';
export { createRepositoryController } from './repository-controller.ts';
export { createCreateApp } from './create-app.ts';
export { createDeleteApp } from './delete-app.ts';
export type { AppUses } from './delete-app.ts';
export { createMaintenanceController } from './maintenance-controller.ts';
export { appRoutes } from './app-routes.ts';
export { gitRoutes } from './git-routes.ts';
export { repositoryUrl } from './git-address.ts';
export { appMessages } from './app-messages.ts';
export {
  countApps,
  findApp,
  listAllApps,
  listApps,
  listBranchTips,
  listBranchTipsOfProject,
  listRemovals,
  lockApp,
  requireApp,
  takeBuildNumber,
  takeChangeNumber,
} from './app-store.ts';
export { createRepositories } from './repositories.ts';
export type { Repositories } from './repositories.ts';
