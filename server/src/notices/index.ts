export { createAnswerNotice } from './answer-notice.ts';
export type { Notice } from './notice.ts';
export { createNoticeController } from './notice-controller.ts';
export { noticeMessages } from './notice-messages.ts';
export { answerRoutes, signingSecretRoutes } from './notice-routes.ts';
export {
  expireNotice,
  findNotice,
  findSealedSecret,
  insertNotice,
  listUntoldIds,
  lockNotice,
  removeNotice,
} from './notice-store.ts';
export { createMakeSigningSecret, createSignerOf } from './signing-secret.ts';
