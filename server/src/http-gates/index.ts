export { listAnswers } from './answer-store.ts';
export { createHttpGateController } from './http-gate-controller.ts';
export { questionOf } from './question.ts';
export type { Question } from './question.ts';
