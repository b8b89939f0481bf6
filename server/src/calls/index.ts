export { askCall } from './ask-call.ts';
export { callView } from './call.ts';
export type { Call } from './call.ts';
export { createCallController } from './call-controller.ts';
export { callMessages } from './call-messages.ts';
export { callSchema } from './call-schema.ts';
export { listCalls, listPendingCallIds } from './call-store.ts';
