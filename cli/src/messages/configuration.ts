import type { Words } from './words.ts';

const en = {
  help: {
    config: { about: 'settings of an app in one environment; they never travel with a version' },
    set: {
      about: 'set variables; what runs there is released anew with them',
      examples: [
        'sluice config set shop qa LOG_LEVEL=debug',
        'sluice config set shop prod DATABASE_URL=- --secret < url.txt',
      ],
      secret: 'encrypt the values: they can be replaced but never read again',
      reason: 'why, for those who read it later',
    },
    unset: { about: 'remove variables', examples: ['sluice config unset shop qa LOG_LEVEL'] },
    list: { about: 'list variables; secrets only by name' },
  },
  columns: { name: 'name', value: 'value' },
  secret: 'secret, set',
  none: (app: string, environment: string) =>
    `${app} has no settings in ${environment}. Add one: sluice config set ${app} ${environment} KEY=value`,
  notAPair: (word: string) => `"${word}" is not KEY=value. For a value from standard input: ${word.split('=')[0]}=-`,
  oneFromInput: 'Only one value can come from standard input.',
  emptyName: 'A name is missing before the "=".',
};

const uk: typeof en = {
  help: {
    config: { about: 'налаштування застосунку в одному оточенні; з версією вони не мандрують' },
    set: {
      about: 'задати змінні; те, що там працює, буде випущено наново з ними',
      examples: [
        'sluice config set shop qa LOG_LEVEL=debug',
        'sluice config set shop prod DATABASE_URL=- --secret < url.txt',
      ],
      secret: 'зашифрувати значення: їх можна замінити, але вже не прочитати',
      reason: 'навіщо, для тих, хто читатиме згодом',
    },
    unset: { about: 'прибрати змінні', examples: ['sluice config unset shop qa LOG_LEVEL'] },
    list: { about: 'перелік змінних; секрети лише за назвами' },
  },
  columns: { name: 'назва', value: 'значення' },
  secret: 'секрет, задано',
  none: (app, environment) =>
    `${app} не має налаштувань в ${environment}. Додати: sluice config set ${app} ${environment} КЛЮЧ=значення`,
  notAPair: (word) => `«${word}» не має вигляду КЛЮЧ=значення. Значення зі стандартного вводу: ${word.split('=')[0]}=-`,
  oneFromInput: 'Зі стандартного вводу можна взяти лише одне значення.',
  emptyName: 'Перед «=» бракує назви.',
};

export const configurationWords: Words<typeof en> = { en, uk };
