export type { Controller } from './controller.ts';
export { createEngine } from './engine.ts';
export type { Engine, EngineEvents } from './engine.ts';
export { engineMessages } from './engine-messages.ts';
export type { Followed } from './event-feed.ts';
export type { Event, EventFilter } from './event-store.ts';
export { liveReplicas } from './replicas.ts';
export type { Db, Transact } from './transaction.ts';
export { workReason } from './work-store.ts';
