export type { Change, ChangeApproval, ChangeCheck } from './change.ts';
export { changeMessages } from './change-messages.ts';
export { changeRoutes } from './change-routes.ts';
export { changeSchema } from './change-schema.ts';
export { listChangesOfPromotions } from './change-store.ts';
export { closeChange, ensureChange, mergeChange } from './pull-request.ts';
