export { createRetentionController, retentionKey } from './retention-controller.ts';
export { retentionMessages } from './retention-messages.ts';
export type { Retention } from './retention.ts';
