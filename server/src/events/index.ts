export { createEventAnswers } from './event-answer.ts';
export type { EventAnswers } from './event-answer.ts';
export { eventRoutes } from './event-routes.ts';
export type { EventSubject } from './event-routes.ts';
export { eventPageSchema, followQuerySchema } from './event-schema.ts';
