export { createExternalRuntime } from './external-runtime.ts';
export { externalMessages } from './external-messages.ts';
