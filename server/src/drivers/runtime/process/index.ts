export { createProcessRuntime, wakeTarget } from './process-runtime.ts';
export type { Left } from './process-rest.ts';
export { processMessages } from './process-messages.ts';
