export { executionMessages } from './execution-messages.ts';
export { executionRoutes, unknownExecution } from './execution-routes.ts';
export type { ExecutionView } from './execution-schema.ts';
export {
  changeExecution,
  ensureExecution,
  findExecution,
  listExecutionActors,
  listJourneyStarts,
  newestExecutionOf,
  reopenExecution,
} from './execution-store.ts';
