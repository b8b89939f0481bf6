import type { Words } from './words.ts';

const en = {
  help: {
    sources: { about: 'show the repositories whose manifests are applied by themselves, and how that stands' },
    source: { about: 'look at one of them, or have it looked at now' },
    show: {
      about: 'show what its files describe, what was changed by hand, and what was refused',
      examples: ['sluice source show platform'],
    },
    sync: {
      about: 'look at the repository now, without waiting for the next look',
      examples: ['sluice source sync platform'],
    },
  },
  none: 'No repository is followed here. Describe one with kind: ManifestSource and: sluice apply -f source.yaml',
  columns: {
    name: 'source',
    from: 'from',
    state: 'state',
    looked: 'looked at',
    file: 'file',
    document: 'document',
    is: 'is',
  },
  states: { waiting: 'not looked at yet', synced: 'synced', drifted: 'drifted', failed: 'failed' },
  as: (actor: string) => `applied as ${actor}`,
  asDescribed: 'as described',
  gone: 'not there any more',
  differs: (paths: string) => `changed by hand: ${paths}`,
  never: 'never',
  ago: (age: string) => `${age} ago`,
};

const uk: typeof en = {
  help: {
    sources: { about: 'показати репозиторії, маніфести з яких застосовуються самі, і їхній стан' },
    source: { about: 'переглянути один з них або перечитати його зараз' },
    show: {
      about: 'показати, що описують файли, що змінено вручну й що відхилено',
      examples: ['sluice source show platform'],
    },
    sync: {
      about: 'перечитати репозиторій зараз, не чекаючи наступного разу',
      examples: ['sluice source sync platform'],
    },
  },
  none: 'За жодним репозиторієм тут не стежать. Опишіть його з kind: ManifestSource і: sluice apply -f source.yaml',
  columns: {
    name: 'джерело',
    from: 'звідки',
    state: 'стан',
    looked: 'переглянуто',
    file: 'файл',
    document: 'документ',
    is: 'стан',
  },
  states: { waiting: 'ще не переглянуто', synced: 'збігається', drifted: 'розійшлося', failed: 'не вдалося' },
  as: (actor) => `застосовує ${actor}`,
  asDescribed: 'як описано',
  gone: 'уже немає',
  differs: (paths) => `змінено вручну: ${paths}`,
  never: 'ніколи',
  ago: (age) => `${age} тому`,
};

export const sourceWords: Words<typeof en> = { en, uk };
