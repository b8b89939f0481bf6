import type { Words } from './words.ts';

const en = {
  help: {
    lock: {
      about: 'let nothing new into an environment, an app, or everything, until it is unlocked',
      examples: [
        'sluice lock shop prod --reason "looking into an incident"',
        'sluice lock shop --for 2h --reason "moving the database"',
        'sluice lock --env prod --reason "audit"',
        'sluice lock --everything --reason "network works"',
      ],
      reason: 'why; shown wherever something waits because of it',
      env: 'this environment, of every app when none is named',
      target: 'only because of one target; it holds the whole environment',
      for: 'ends by itself after this long, like 2h',
      everything: 'every app of the project',
      steal: "take over another person's lock",
    },
    unlock: {
      about: 'lift a lock; what waited goes on by itself',
      examples: ['sluice unlock shop prod', 'sluice unlock shop prod --steal'],
      steal: "also when it is another person's lock",
    },
    locks: { about: 'show what is locked, by whom and why', all: 'also those that are over' },
  },
  columns: { what: 'WHAT', by: 'BY', since: 'SINCE', until: 'UNTIL', reason: 'REASON', ended: 'ENDED' },
  everything: 'everything',
  ofEveryApp: (environment: string) => `${environment} of every app`,
  ago: (age: string) => `${age} ago`,
  untilLifted: 'unlocked',
  lifted: (by: string, at: string) => `${at} by ${by}`,
  expired: (at: string) => `${at} by itself`,
  none: 'Nothing is locked.',
  needsReason: 'Say why: the reason is shown wherever something waits. sluice lock shop prod --reason "…"',
  needsPlace: 'What is to be locked? Name an app, an environment with --env, or say --everything.',
  unlockNeedsPlace: 'What is to be unlocked? Name it as it was locked. See: sluice locks',
  everythingAndMore: '--everything is everything: name no app and no environment beside it.',
};

const uk: typeof en = {
  help: {
    lock: {
      about: 'не пускати нічого нового в оточення, застосунок чи взагалі нікуди, доки не розблокують',
      examples: [
        'sluice lock shop prod --reason "розбираємося з інцидентом"',
        'sluice lock shop --for 2h --reason "переносимо базу"',
        'sluice lock --env prod --reason "аудит"',
        'sluice lock --everything --reason "роботи в мережі"',
      ],
      reason: 'чому; це видно всюди, де щось через це чекає',
      env: 'це оточення; якщо застосунок не названо, то в усіх',
      target: 'лише через одну ціль; тримає все оточення',
      for: 'закінчиться саме через стільки часу, наприклад 2h',
      everything: 'усі застосунки проєкту',
      steal: 'перейняти чуже блокування',
    },
    unlock: {
      about: 'зняти блокування; те, що чекало, рушить далі саме',
      examples: ['sluice unlock shop prod', 'sluice unlock shop prod --steal'],
      steal: 'навіть якщо блокування чуже',
    },
    locks: { about: 'показати, що заблоковано, ким і чому', all: 'також ті, що вже закінчилися' },
  },
  columns: { what: 'ЩО', by: 'ХТО', since: 'ВІД', until: 'ДО', reason: 'ПРИЧИНА', ended: 'ЗНЯТО' },
  everything: 'усе',
  ofEveryApp: (environment) => `${environment} усіх застосунків`,
  ago: (age) => `${age} тому`,
  untilLifted: 'розблокування',
  lifted: (by, at) => `${at}, ${by}`,
  expired: (at) => `${at}, саме`,
  none: 'Нічого не заблоковано.',
  needsReason: 'Скажіть чому: причину видно всюди, де щось чекає. sluice lock shop prod --reason "…"',
  needsPlace: 'Що заблокувати? Назвіть застосунок, оточення через --env або скажіть --everything.',
  unlockNeedsPlace: 'Що розблокувати? Назвіть так, як блокували. Дивіться: sluice locks',
  everythingAndMore: '--everything – це все: не називайте поруч ні застосунку, ні оточення.',
};

export const lockWords: Words<typeof en> = { en, uk };
