export { createDeleteGroup } from './delete-group.ts';
export type { PipelinesNaming } from './delete-group.ts';
export { groupKind, groupShape } from './group-kind.ts';
export { groupMessages } from './group-messages.ts';
export { groupRoutes } from './group-routes.ts';
