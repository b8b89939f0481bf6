export { planMessages } from './plan-messages.ts';
export { environmentMessages } from './environment-messages.ts';
export { diffMessages } from './diff-messages.ts';
export { environmentRoutes } from './environment-routes.ts';
export type { DiffView, EnvironmentView, WhyView } from './environment-schema.ts';
export { whyMessages } from './why-messages.ts';
