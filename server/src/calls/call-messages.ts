import { defineMessages } from '../lib/message.ts';

export const callMessages = defineMessages({
  call_pending: {
    en: (p: { host: string }) => `${p.host} is being called`,
    uk: (p) => `викликаємо ${p.host}`,
  },
  call_delivered: {
    en: (p: { host: string; status: number }) => `${p.host} was called and answered ${p.status}`,
    uk: (p) => `${p.host} викликано, відповідь ${p.status}`,
  },
  call_refused: {
    en: (p: { host: string; status: number }) => `${p.host} answered ${p.status}`,
    uk: (p) => `${p.host} відповідає ${p.status}`,
  },
  call_again: {
    en: (p: { problem: string; attempts: number; until: string }) =>
      `${p.problem} (attempt ${p.attempts}); it is called again until ${p.until}`,
    uk: (p) => `${p.problem} (спроба ${p.attempts}); викликатимемо ще до ${p.until}`,
  },
  call_abandoned: {
    en: (p: { problem: string; attempts: number }) => `not called any more after ${p.attempts} attempts: ${p.problem}`,
    uk: (p) => `більше не викликаємо, спроб було ${p.attempts}: ${p.problem}`,
  },
});
