import type { Words } from './words.ts';

const en = {
  help: {
    logs: {
      about: 'what an app prints in an environment',
      examples: ['sluice logs shop prod', 'sluice logs shop prod -f', 'sluice logs shop prod --tail 1000 --target eu'],
      follow: 'go on and print what comes',
      tail: 'begin with this many lines (default 100)',
      target: 'only this target',
    },
  },
  none: (app: string, environment: string) => `${app} has printed nothing in ${environment}.`,
};

const uk: typeof en = {
  help: {
    logs: {
      about: 'що застосунок пише у вивід в оточенні',
      examples: ['sluice logs shop prod', 'sluice logs shop prod -f', 'sluice logs shop prod --tail 1000 --target eu'],
      follow: "показувати й далі все, що з'являється",
      tail: 'почати з такої кількості рядків (типово 100)',
      target: 'лише ця ціль',
    },
  },
  none: (app, environment) => `${app} ще нічого не вивів у ${environment}.`,
};

export const logWords: Words<typeof en> = { en, uk };
