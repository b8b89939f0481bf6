export { createEventAnswers, viewOf as eventView } from './event-answer.ts';
export type { EventAnswers } from './event-answer.ts';
export { eventRoutes } from './event-routes.ts';
export type { EventSubject } from './event-routes.ts';
export { eventPageSchema, eventSchema, followQuerySchema } from './event-schema.ts';
