export { scopeWords } from './lock.ts';
export type { LockScope } from './lock.ts';
export { lockMessages } from './lock-messages.ts';
export { lockRoutes } from './lock-routes.ts';
export { findLockOn } from './lock-store.ts';
export { createLiftLock, createSetLock } from './set-lock.ts';
