export { insightMessages } from './insight-messages.ts';
export { insightRoutes } from './insight-routes.ts';
