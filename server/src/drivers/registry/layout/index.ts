export { layoutMessages } from './layout-messages.ts';
export { createLayoutRegistry } from './layout-registry.ts';
export type { LayoutRegistryParts } from './layout-registry.ts';
