export { addressOf } from './host.ts';
export type { AddressParts } from './host.ts';
export type { Acknowledgement, Route } from './route.ts';
export type { RouterFigures } from './route-table.ts';
export {
  forgetReplicas,
  pauseRoute,
  publishRoute,
  readAcknowledgements,
  readRoute,
  withdrawRoute,
} from './route-store.ts';
export { createRouter } from './router.ts';
export type { Router } from './router.ts';
export { routerMessages } from './router-messages.ts';
