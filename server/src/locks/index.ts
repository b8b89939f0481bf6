export { holdingLock, scopeWords } from './lock.ts';
export type { Lock, LockScope } from './lock.ts';
export { lockMessages } from './lock-messages.ts';
export { lockRoutes } from './lock-routes.ts';
export { findLockOn, listStandingLocks } from './lock-store.ts';
export { createLiftLock, createSetLock } from './set-lock.ts';
