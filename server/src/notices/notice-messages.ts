import { defineMessages } from '../lib/message.ts';

export const noticeMessages = defineMessages({
  signing_secret_made: {
    en: (p: { app: string }) =>
      `What Sluice sends about ${p.app} is signed with this secret from now on, and answers have to be. It is shown only this once; an earlier one has ended.`,
    uk: (p) =>
      `Відтепер усе, що Sluice надсилає про ${p.app}, підписане цим секретом, і відповіді мають бути підписані ним. Його показано лише раз; попередній більше не діє.`,
  },
  notice_refused: {
    en: (p: { host: string; status: number }) => `${p.host} answered ${p.status}`,
    uk: (p) => `${p.host} відповідає ${p.status}`,
  },
  notice_sending: {
    en: (p: { host: string }) => `${p.host} is being told`,
    uk: (p) => `повідомляємо ${p.host}`,
  },
  notice_not_taken: {
    en: (p: { host: string; attempts: number; problem: string; until: string }) =>
      `${p.host} does not take it after ${p.attempts} tries: ${p.problem}. It is tried again until ${p.until}`,
    uk: (p) => `${p.host} не приймає, спроб: ${p.attempts}: ${p.problem}. Спроби тривають до ${p.until}`,
  },
  notice_told: {
    en: (p: { host: string; until: string }) => `${p.host} was told; its answer may come until ${p.until}`,
    uk: (p) => `${p.host} повідомлено; відповідь може надійти до ${p.until}`,
  },
  notice_success: {
    en: (p: { host: string; words: string | null }) => `${p.host} says done${p.words === null ? '' : `: ${p.words}`}`,
    uk: (p) => `${p.host}: готово${p.words === null ? '' : `: ${p.words}`}`,
  },
  notice_failure: {
    en: (p: { host: string; words: string | null }) =>
      `${p.host} says it failed${p.words === null ? '' : `: ${p.words}`}`,
    uk: (p) => `${p.host}: не вдалося${p.words === null ? '' : `: ${p.words}`}`,
  },
  notice_cancelled: {
    en: (p: { host: string; by: string; told: boolean }) =>
      p.told
        ? `${p.by} called it off. ${p.host} was told before and may have begun: look there. Its answer does not count any more.`
        : `${p.by} called it off before ${p.host} was told.`,
    uk: (p) =>
      p.told
        ? `${p.by} скасовує. ${p.host} вже повідомлено, і там могли почати: перевірте. Відповідь звідти вже не зараховується.`
        : `${p.by} скасовує, доки ${p.host} ще не повідомлено.`,
  },
  notice_expired: {
    en: (p: { host: string; until: string; told: boolean }) =>
      p.told
        ? `${p.host} was told and did not answer until ${p.until}. Look there, then promote again.`
        : `${p.host} could not be told until ${p.until}. See that it answers 2xx, then promote again.`,
    uk: (p) =>
      p.told
        ? `${p.host} повідомлено, але до ${p.until} відповіді не було. Перевірте там і просуньте ще раз.`
        : `До ${p.until} не вдалося повідомити ${p.host}. Подбайте, щоб він відповідав 2xx, і просуньте ще раз.`,
  },
  notice_no_secret: {
    en: (p: { app: string }) =>
      `There is no secret to sign with, so nobody could trust what is sent or answered. Make one: sluice app signing-secret ${p.app}`,
    uk: (p) =>
      `Немає секрету для підпису, тож ні надісланому, ні відповіді не можна довіряти. Створіть його: sluice app signing-secret ${p.app}`,
  },
  answer_not_signed: {
    en: () =>
      'This is not a signed answer to what was sent. Use its webhook-id, a webhook-timestamp of now, and webhook-signature by the secret of the app.',
    uk: () =>
      'Це не підписана відповідь на надіслане. Потрібні його webhook-id, теперішній webhook-timestamp і webhook-signature секретом застосунку.',
  },
  answer_too_old: {
    en: (p: { minutes: number }) =>
      `The answer was signed more than ${p.minutes} minutes before or after now. Set the clock, and sign it anew.`,
    uk: (p) =>
      `Відповідь підписано більш ніж за ${p.minutes} хвилин від цього моменту. Налаштуйте годинник і підпишіть знову.`,
  },
  answer_given: {
    en: (p: { result: string }) => `Another answer was given already: ${p.result}. An answer does not change.`,
    uk: (p) => `Уже є інша відповідь: ${p.result}. Відповідь не змінюється.`,
  },
  answer_too_late: {
    en: () => 'The time for this answer is over, and the promotion has ended. Promote again.',
    uk: () => 'Час на цю відповідь минув, і просування завершено. Просуньте ще раз.',
  },
});
