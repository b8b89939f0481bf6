export { createWebhookFollower } from './follow-events.ts';
export { createWebhookCommands } from './webhook-commands.ts';
export { createWebhookController } from './webhook-controller.ts';
export { webhookKind, webhookShape } from './webhook-kind.ts';
export { webhookMessages } from './webhook-messages.ts';
export { webhookRoutes } from './webhook-routes.ts';
export { listWebhookIds } from './webhook-store.ts';
