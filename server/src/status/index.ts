export { registerDeliveryMetrics } from './delivery-metrics.ts';
export { readinessChecks } from './readiness.ts';
export { statusMessages } from './status-messages.ts';
export { statusRoutes } from './status-routes.ts';
export type { Installation } from './status-routes.ts';
