import type { Words } from './words.ts';

const en = {
  help: { change: { about: 'show a pull request with its difference', examples: ['sluice change chg_01j8…'] } },
  states: { open: 'open', merged: 'merged', closed: 'closed' },
  by: (actor: string, age: string) => `by ${actor}, ${age} ago`,
  into: (branch: string) => `into ${branch}`,
  verdicts: { approved: 'said yes', rejected: 'said no' } as Record<string, string>,
  outdated: '(to an earlier state)',
  noDiff: 'It changes nothing.',
  approve: 'Say yes',
};

const uk: typeof en = {
  help: { change: { about: 'показати запит на злиття разом із різницею', examples: ['sluice change chg_01j8…'] } },
  states: { open: 'відкрито', merged: 'злито', closed: 'закрито' },
  by: (actor, age) => `${actor}, ${age} тому`,
  into: (branch) => `у ${branch}`,
  verdicts: { approved: 'за', rejected: 'проти' },
  outdated: '(щодо попереднього стану)',
  noDiff: 'Нічого не змінює.',
  approve: 'Схвалити',
};

export const changeWords: Words<typeof en> = { en, uk };
