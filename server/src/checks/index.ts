export { checkMessages } from './check-messages.ts';
export { checkRoutes } from './check-routes.ts';
export { listChecksOf } from './check-store.ts';
export { createOverrideCheck, createReportCheck } from './report-check.ts';
export { standingChecks } from './standing.ts';
