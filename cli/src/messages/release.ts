import type { Words } from './words.ts';

const en = {
  help: {
    history: {
      about: 'the releases of an app, newest first',
      examples: ['sluice history shop', 'sluice history shop prod', 'sluice history shop prod --target eu'],
      target: 'only this target',
      limit: 'how many at most (default 20)',
    },
  },
  none: (app: string) => `${app} has no releases there yet. Make one: sluice promote ${app}`,
  columns: {
    release: 'release',
    environment: 'environment',
    target: 'target',
    version: 'version',
    result: 'result',
    when: 'when',
    by: 'by',
    note: 'note',
  },
  results: {
    success: 'success',
    failure: 'failure',
    error: 'error',
    cancelled: 'cancelled',
    timeout: 'timeout',
    skipped: 'skipped',
    executing: 'rolling out',
    serving: 'serving',
  },
  rollback: (from: number | null) => (from === null ? 'rollback' : `rollback to v${from}`),
  configuration: 'configuration',
  ago: (age: string) => `${age} ago`,
  more: (n: number, command: string) => `The newest ${n}. More: ${command}`,
};

const uk: typeof en = {
  help: {
    history: {
      about: 'випуски застосунку, найновіші спершу',
      examples: ['sluice history shop', 'sluice history shop prod', 'sluice history shop prod --target eu'],
      target: 'лише ця ціль',
      limit: 'скільки щонайбільше (типово 20)',
    },
  },
  none: (app) => `Там ще немає випусків ${app}. Зробіть перший: sluice promote ${app}`,
  columns: {
    release: 'випуск',
    environment: 'оточення',
    target: 'ціль',
    version: 'версія',
    result: 'підсумок',
    when: 'коли',
    by: 'хто',
    note: 'примітка',
  },
  results: {
    success: 'успіх',
    failure: 'невдача',
    error: 'помилка',
    cancelled: 'скасовано',
    timeout: 'не встиг',
    skipped: 'пропущено',
    executing: 'триває',
    serving: 'працює',
  },
  rollback: (from) => (from === null ? 'відкат' : `відкат до v${from}`),
  configuration: 'конфігурація',
  ago: (age) => `${age} тому`,
  more: (n, command) => `Найновіші ${n}. Більше: ${command}`,
};

export const releaseWords: Words<typeof en> = { en, uk };
