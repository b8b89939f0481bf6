export type { Change } from './change.ts';
export { findChange, findChangeOfPromotion, listChanges, listChangesOfPromotions } from './change-store.ts';
export { closeChange, ensureChange, mergeChange } from './pull-request.ts';
