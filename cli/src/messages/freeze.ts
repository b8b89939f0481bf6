import type { Words } from './words.ts';

const en = {
  help: {
    freezes: { about: 'show the freezes that span apps: what they hold, when, and when that opens' },
  },
  columns: {
    name: 'FREEZE',
    apps: 'APPS',
    environments: 'ENVIRONMENTS',
    when: 'FREEZES',
    opens: 'OPENS',
    reason: 'REASON',
  },
  all: 'all',
  now: (since: string) => `now, since ${since}`,
  next: (from: string) => `from ${from}`,
  over: 'never again',
  none: 'There are no freezes here. Describe one with kind: Freeze and: sluice apply -f freeze.yaml',
};

const uk: typeof en = {
  help: {
    freezes: { about: 'показати заборони для багатьох застосунків: що, коли й до якого часу' },
  },
  columns: {
    name: 'ЗАБОРОНА',
    apps: 'ЗАСТОСУНКИ',
    environments: 'ОТОЧЕННЯ',
    when: 'ДІЄ',
    opens: 'ВІДКРИЄТЬСЯ',
    reason: 'ПРИЧИНА',
  },
  all: 'усі',
  now: (since) => `зараз, від ${since}`,
  next: (from) => `від ${from}`,
  over: 'більше ніколи',
  none: 'Заборон тут немає. Опишіть першу з kind: Freeze і виконайте: sluice apply -f freeze.yaml',
};

export const freezeWords: Words<typeof en> = { en, uk };
