export { layoutMessages } from './layout-messages.ts';
export { createLayoutRegistry } from './layout-registry.ts';
