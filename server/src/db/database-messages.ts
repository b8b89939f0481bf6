import { defineMessages } from '../lib/message.ts';

export const databaseMessages = defineMessages({
  database_newer: {
    en: (p: { migration: string }) =>
      `The database was already upgraded by a newer Sluice (migration ${p.migration}), and this version cannot work with it. ` +
      `Start that version or a later one, or restore a backup made before the upgrade.`,
    uk: (p) =>
      `Базу даних уже оновила новіша версія Sluice (міграція ${p.migration}), і ця версія з нею працювати не може. ` +
      `Запустіть ту версію чи пізнішу або відновіть резервну копію, зроблену до оновлення.`,
  },
  database_older: {
    en: (p: { migration: string }) =>
      `The database lacks migration ${p.migration}, which this version needs. Restart this server: it applies what is missing when it starts.`,
    uk: (p) =>
      `У базі даних немає міграції ${p.migration}, потрібної цій версії. Перезапустіть сервер: під час запуску він застосує те, чого бракує.`,
  },
  migration_edited: {
    en: (p: { migration: string }) =>
      `Migration ${p.migration} was edited after this database had applied it. ` +
      `Put the file back as it was and write the change as a new migration; a database with nothing worth keeping may be deleted instead.`,
    uk: (p) =>
      `Міграцію ${p.migration} змінили вже після того, як її застосували до цієї бази. ` +
      `Поверніть файл до попереднього вигляду, а зміну оформіть новою міграцією; базу, у якій немає нічого цінного, можна просто видалити.`,
  },
  postgres_too_old: {
    en: (p: { version: string }) =>
      `DATABASE_URL points to PostgreSQL ${p.version}, but Sluice needs PostgreSQL 15 or newer. Upgrade that server or name another one.`,
    uk: (p) =>
      `DATABASE_URL вказує на PostgreSQL ${p.version}, а Sluice потрібен PostgreSQL 15 або новіший. Оновіть той сервер або вкажіть інший.`,
  },
  database_unreachable: {
    en: (p: { host: string; reason: string }) =>
      `The database at ${p.host} cannot be used: ${p.reason}. Start it, or mend DATABASE_URL; without DATABASE_URL Sluice brings its own.`,
    uk: (p) =>
      `База даних за адресою ${p.host} недоступна: ${p.reason}. Запустіть її або виправте DATABASE_URL; без DATABASE_URL Sluice запускає власну.`,
  },
});
