export { sourceKey } from './source.ts';
export { createSourceController } from './source-controller.ts';
export { sourceKind, sourceShape } from './source-kind.ts';
export { sourceMessages } from './source-messages.ts';
export { sourceRoutes } from './source-routes.ts';
export { listSourceKeys } from './source-store.ts';
