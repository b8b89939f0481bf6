import { defineMessages } from './lib/message.ts';

export const startMessages = defineMessages({
  port_taken: {
    en: (p: { port: number }) =>
      `Port ${p.port} is taken by another program. Stop that one, or start Sluice on another: npm start -- --port ${p.port + 1}`,
    uk: (p) =>
      `Порт ${p.port} зайнятий іншою програмою. Зупиніть її або запустіть Sluice на іншому: npm start -- --port ${p.port + 1}`,
  },
  port_forbidden: {
    en: (p: { port: number }) =>
      `This user may not listen on port ${p.port}. Choose one above 1023: npm start -- --port 7070`,
    uk: (p) => `Цьому користувачеві не дозволено порт ${p.port}. Оберіть більший за 1023: npm start -- --port 7070`,
  },
  bind_impossible: {
    en: (p: { host: string }) =>
      `This machine has no address ${p.host}. Choose one it has: npm start -- --bind 127.0.0.1`,
    uk: (p) => `Ця машина не має адреси ${p.host}. Оберіть наявну: npm start -- --bind 127.0.0.1`,
  },
  start_failed: {
    en: (p: { problem: string }) => `Sluice did not start. ${p.problem}`,
    uk: (p) => `Sluice не запустилася. ${p.problem}`,
  },
  start_stopping: {
    en: () => 'Stopping: work under way is finished first …',
    uk: () => 'Зупинка: спершу завершується розпочате …',
  },
  start_stopped: { en: () => 'Stopped.', uk: () => 'Зупинено.' },
  start_stopped_apps_kept: {
    en: () => 'Stopped. Apps keep running: the other servers, or the next start, take them over.',
    uk: () => 'Зупинено. Застосунки працюють далі: їх підхоплять інші сервери або наступний запуск.',
  },
  start_stopped_apps_rest: {
    en: (p: { apps: readonly string[] }) =>
      `Stopped, and with it every process of ${listed(p.apps)}. The next start brings the same versions back.`,
    uk: (p) => `Зупинено разом з усіма процесами: ${listed(p.apps)}. Наступний запуск поверне ті самі версії.`,
  },
  start_stopped_late: {
    en: (p: { count: number }) =>
      `Processes that have not ended yet: ${p.count}. They were told to, and the next start makes sure of it.`,
    uk: (p) => `Ще не завершилися процеси: ${p.count}. Їм наказано завершитися, наступний запуск це перевірить.`,
  },
  start_database_embedded: {
    en: (p: { version: string; directory: string }) => `embedded PostgreSQL ${p.version} (${p.directory})`,
    uk: (p) => `вбудований PostgreSQL ${p.version} (${p.directory})`,
  },
  start_database_external: {
    en: (p: { host: string }) => `PostgreSQL at ${p.host}`,
    uk: (p) => `PostgreSQL на ${p.host}`,
  },
  banner_database: { en: (p: { database: string }) => `database  ${p.database}`, uk: (p) => `база      ${p.database}` },
  banner_app: {
    en: (p: { app: string; path: string }) => `app       ${p.app}: ${p.path}`,
    uk: (p) => `застосунок ${p.app}: ${p.path}`,
  },
  banner_empty: {
    en: () => 'Nothing is here yet. Begin with: ./sluice app create NAME --repo PATH',
    uk: () => 'Тут ще порожньо. Почніть так: ./sluice app create НАЗВА --repo ШЛЯХ',
  },
  banner_live: {
    en: (p: { app: string; version: string; environment: string; url: string }) =>
      `${p.app} ${p.version} is live in ${p.environment}   ${p.url}`,
    uk: (p) => `${p.app} ${p.version} працює в ${p.environment}   ${p.url}`,
  },
  banner_nothing_in: {
    en: (p: { app: string; environments: readonly string[] }) => `${p.environments.join(', ')}: empty`,
    uk: (p) => `${p.environments.join(', ')}: порожньо`,
  },
  banner_more_apps: {
    en: (p: { count: number }) => `          and ${p.count} more: ./sluice list`,
    uk: (p) => `          і ще ${p.count}: ./sluice list`,
  },
  banner_try: { en: () => 'Try', uk: () => 'Спробуйте' },
  banner_try_history: { en: () => 'how it came about', uk: () => 'як до цього дійшло' },
  banner_try_promote: { en: () => 'move it on', uk: () => 'просунути далі' },
  banner_try_list: { en: () => 'what is where', uk: () => 'що де працює' },
  banner_try_why: {
    en: (p: { environment: string }) => `why is it not in ${p.environment} yet?`,
    uk: (p) => `чому його ще немає в ${p.environment}?`,
  },
  help_heading: {
    en: () => 'Starts Sluice. Settings, as environment variables or flags:',
    uk: () => 'Запускає Sluice. Налаштування — змінні середовища або прапорці:',
  },
});

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} +${names.length - 5}` : shown;
}
