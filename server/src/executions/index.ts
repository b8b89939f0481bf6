export type { ExecutionPromotion } from './execution.ts';
export { executionMessages } from './execution-messages.ts';
export { executionRoutes } from './execution-routes.ts';
export { executionSchema } from './execution-schema.ts';
export type { ExecutionView } from './execution-schema.ts';
export {
  changeExecution,
  ensureExecution,
  findExecution,
  listExecutions,
  newestExecutionOf,
  reopenExecution,
} from './execution-store.ts';
export type { Execution, ExecutionQuery } from './execution-store.ts';
export type { PromotionsOf } from './execution-view.ts';
export type { ExecutionIdsIn } from './list-executions.ts';
