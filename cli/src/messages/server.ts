import { enPlural, ukPlural } from './words.ts';
import type { Words } from './words.ts';

const en = {
  help: {
    status: { about: 'how Sluice itself is' },
    completion: {
      about: 'print the completion script for a shell',
      examples: [
        'source <(sluice completion bash)',
        'source <(sluice completion zsh)',
        'sluice completion fish > ~/.config/fish/completions/sluice.fish',
      ],
    },
  },
  notAShell: (word: string) => `There is no completion for "${word}". It can be bash, zsh or fish.`,
  database: 'database',
  replicas: 'replicas',
  work: 'work',
  apps: 'apps',
  data: 'data',
  replica: (id: string, host: string, me: boolean) => `${id} on ${host}${me ? ' (answered)' : ''}`,
  due: (n: number) => `${n} due`,
  parked: (n: number) => `${n} parked: look into the log`,
  appCount: (n: number) => `${n} ${enPlural(n, 'app', 'apps')}`,
};

const uk: typeof en = {
  help: {
    status: { about: 'як почувається сам Sluice' },
    completion: {
      about: 'показати скрипт доповнення для оболонки',
      examples: [
        'source <(sluice completion bash)',
        'source <(sluice completion zsh)',
        'sluice completion fish > ~/.config/fish/completions/sluice.fish',
      ],
    },
  },
  notAShell: (word) => `Доповнення для «${word}» немає. Можна: bash, zsh або fish.`,
  database: 'база даних',
  replicas: 'репліки',
  work: 'робота',
  apps: 'застосунки',
  data: 'дані',
  replica: (id, host, me) => `${id} на ${host}${me ? ' (відповіла)' : ''}`,
  due: (n) => `${ukPlural(n, 'чекає', 'чекають', 'чекають')} ${n}`,
  parked: (n) => `відкладено ${n}: дивіться журнал`,
  appCount: (n) => `${n} ${ukPlural(n, 'застосунок', 'застосунки', 'застосунків')}`,
};

export const serverWords: Words<typeof en> = { en, uk };
