export { listAnswers } from './answer-store.ts';
export { createHttpGateController } from './http-gate-controller.ts';
export { fill, questionOf } from './question.ts';
export type { Question } from './question.ts';
