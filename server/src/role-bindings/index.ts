export { createDeleteRoleBinding } from './delete-role-binding.ts';
export { roleBindingKind, roleBindingShape } from './role-binding-kind.ts';
export { roleBindingMessages } from './role-binding-messages.ts';
export { roleBindingRoutes } from './role-binding-routes.ts';
