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
  fields: { database: 'database', data: 'data', replicas: 'replicas', work: 'work', apps: 'apps' },
  databases: { embedded: 'embedded PostgreSQL', external: 'PostgreSQL' },
  replica: (name: string, host: string, pid: number, since: string) => `${name} on ${host} (pid ${pid}), up ${since}`,
  answers: 'this one answers',
  silent: (since: string) => `silent for ${since}`,
  apps: (n: number, moving: number) =>
    `${n} ${enPlural(n, 'app', 'apps')}, ${moving === 0 ? 'nothing' : moving} on the way`,
  work: (due: number, running: number, waiting: number) =>
    `${running} running, ${due} due, ${waiting} waiting for their time`,
  parked: (n: number, kinds: string) => `${n} parked after repeated faults (${kinds}): the server's log tells more`,
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
  fields: { database: 'база даних', data: 'дані', replicas: 'репліки', work: 'робота', apps: 'застосунки' },
  databases: { embedded: 'вбудований PostgreSQL', external: 'PostgreSQL' },
  replica: (name, host, pid, since) => `${name} на ${host} (pid ${pid}), працює ${since}`,
  answers: 'відповіла саме ця',
  silent: (since) => `мовчить ${since}`,
  apps: (n, moving) =>
    `${n} ${ukPlural(n, 'застосунок', 'застосунки', 'застосунків')}, у дорозі ${moving === 0 ? 'нічого' : moving}`,
  work: (due, running, waiting) => `виконується ${running}, на черзі ${due}, чекає свого часу ${waiting}`,
  parked: (n, kinds) => `відкладено ${n} після повторних збоїв (${kinds}): докладніше в журналі сервера`,
};

export const serverWords: Words<typeof en> = { en, uk };
