export {
  changeExecution,
  ensureExecution,
  findExecution,
  listExecutions,
  newestExecutionOf,
} from './execution-store.ts';
export type { Execution, ExecutionQuery } from './execution-store.ts';
