export { authenticateHook, publicRoutes, senderOf } from './authenticate-hook.ts';
export { ensureAdminToken } from './admin-token.ts';
export { roles, systemCaller } from './caller.ts';
export type { Binding, Caller } from './caller.ts';
export { whoMay } from './authorize.ts';
export {
  bindingsOf,
  groupsOf,
  holdGroups,
  listGrants,
  listGroups,
  removeGrant,
  removeGroup,
  rolesOf,
  writeGrant,
  writeGroup,
} from './binding-store.ts';
export type { Grant } from './binding-store.ts';
export { createIdentity } from './identity.ts';
export type { Identity } from './identity.ts';
export { listPeople } from './identity-store.ts';
export { identityMessages } from './identity-messages.ts';
export { identityRoutes } from './identity-routes.ts';
export { atLeast, mayDo, narrow, verbs } from './verb.ts';
export type { Verb } from './verb.ts';
