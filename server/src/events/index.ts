export { createEventAnswers } from './event-answer.ts';
export type { EventAnswers, EventSelection } from './event-answer.ts';
export { eventRoutes } from './event-routes.ts';
export { eventPageSchema, eventQuerySchema, eventSchema, followQuerySchema } from './event-schema.ts';
export type { EventPageView, EventView } from './event-schema.ts';
