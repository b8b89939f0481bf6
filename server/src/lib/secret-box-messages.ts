import { defineMessages } from './message.ts';

export const secretBoxMessages = defineMessages({
  secret_key_wrong: {
    en: (p: { name: string }) =>
      `The secret ${p.name} was encrypted with another key than the one in use. Put the old key back (the file secret-key in the data directory, or SLUICE_SECRET_KEY), or set the secret again.`,
    uk: (p) =>
      `Секрет ${p.name} зашифровано іншим ключем, ніж той, що зараз використовується. Поверніть старий ключ (файл secret-key у каталозі даних або SLUICE_SECRET_KEY) чи задайте секрет заново.`,
  },
  secret_damaged: {
    en: (p: { name: string }) =>
      `The stored secret ${p.name} is damaged or was copied here from elsewhere, and is not used. Set it again.`,
    uk: (p) =>
      `Збережений секрет ${p.name} пошкоджено або скопійовано з іншого місця, тож його не використано. Задайте його заново.`,
  },
  secret_key_malformed: {
    en: (p: { source: string }) =>
      `${p.source} does not hold a key: 32 bytes in base64 are needed. Make one with: openssl rand -base64 32`,
    uk: (p) => `${p.source} не містить ключа: потрібні 32 байти в base64. Створити: openssl rand -base64 32`,
  },
});
