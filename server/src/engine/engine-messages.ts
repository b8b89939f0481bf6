import { defineMessages } from '../lib/message.ts';

export const engineMessages = defineMessages({
  work_fault: {
    en: (p: { error: string }) =>
      `Sluice met an unexpected error here and tries again by itself. The log of the server has the details: ${p.error}`,
    uk: (p) =>
      `Тут сталася неочікувана помилка Sluice; він спробує ще раз сам. Подробиці в журналі сервера: ${p.error}`,
  },
  work_parked: {
    en: (p: { error: string; attempts: number }) =>
      `Sluice stopped trying after ${p.attempts} unexpected errors in a row; it looks again as soon as something changes here. ` +
      `The log of the server has the details: ${p.error}`,
    uk: (p) =>
      `Sluice припинив спроби: неочікуваних помилок поспіль — ${p.attempts}. Він знову візьметься до справи, щойно тут щось зміниться. ` +
      `Подробиці в журналі сервера: ${p.error}`,
  },
  work_interrupted: {
    en: () => 'The replica that was working on this stopped; another one has taken over.',
    uk: () => 'Репліка, що над цим працювала, зупинилася; роботу перебрала інша.',
  },
  work_unanswered: {
    en: () => 'The replica that was working on this went silent; another one has taken over.',
    uk: () => 'Репліка, що над цим працювала, перестала відповідати; роботу перебрала інша.',
  },
  database_unavailable: {
    en: () =>
      'The database cannot be reached at this moment, so it is not known whether this was saved. Look again shortly.',
    uk: () => 'База даних зараз недоступна, тож невідомо, чи це збережено. Перевірте ще раз за хвилину.',
  },
});
