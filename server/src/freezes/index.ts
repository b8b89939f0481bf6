export { freezeKind, freezeShape } from './freeze-kind.ts';
export { freezeMessages } from './freeze-messages.ts';
export { freezeRoutes } from './freeze-routes.ts';
export { listFreezesOn } from './freeze-store.ts';
