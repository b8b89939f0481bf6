import type { Words } from './words.ts';

const en = {
  help: {
    events: {
      about: 'what happened last',
      examples: ['sluice events', 'sluice events -f', 'sluice events --type promotion. --app shop -f'],
      follow: 'go on and print what happens',
      type: 'only types that begin like this, e.g. promotion.',
      app: 'only about this app',
      env: 'only about this environment',
      actor: 'only by this person',
      after: 'the first ones after this event, in place of the last ones',
      limit: 'how many at most (default 50)',
    },
  },
  none: 'Nothing has happened here yet.',
  watching: 'Watching what moves. Ctrl-C ends it.',
  reset: 'Some events in between are no longer kept.',
};

const uk: typeof en = {
  help: {
    events: {
      about: 'що відбулося останнім часом',
      examples: ['sluice events', 'sluice events -f', 'sluice events --type promotion. --app shop -f'],
      follow: 'показувати й далі все, що відбувається',
      type: 'лише типи, що так починаються, напр. promotion.',
      app: 'лише про цей застосунок',
      env: 'лише про це оточення',
      actor: 'лише дії цієї людини',
      after: 'перші після цієї події замість останніх',
      limit: 'скільки щонайбільше (типово 50)',
    },
  },
  none: 'Тут ще нічого не відбулося.',
  watching: 'Стежу за всім, що рухається. Завершити: Ctrl-C.',
  reset: 'Частина подій між цими вже не зберігається.',
};

export const eventWords: Words<typeof en> = { en, uk };
