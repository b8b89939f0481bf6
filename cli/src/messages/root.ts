import type { Words } from './words.ts';

const en = {
  about:
    'Moves a version of an app from a commit to every environment it must reach, and can always say what is where.',
  usage: 'Usage:',
  root: 'COMMAND [OPTIONS]',
  arguments: 'Arguments:',
  options: 'Options:',
  commands: 'Commands:',
  groups: {
    look: 'See what is where:',
    move: 'Move versions:',
    set: 'Set up:',
    access: 'Access:',
  },
  help: 'show this help',
  version: 'show the version',
  server: 'where Sluice answers (or SLUICE_SERVER)',
  token: 'who you are (or SLUICE_TOKEN)',
  project: 'the project (or SLUICE_PROJECT)',
  output: 'how to print the answer: table, wide, json or yaml',
  lang: 'en or uk; otherwise as LC_ALL or LANG says',
  color: 'use colours even when nobody seems to look',
  noColor: 'use no colours (or NO_COLOR)',
  more: [
    'sluice COMMAND --help tells more about each. Exit codes: 0 done · 1 the thing',
    'failed · 2 usage · 3 not allowed · 4 not found · 5 cannot reach · 6 still',
    'waiting. Coming from Akkeris? sluice help akkeris',
  ].join('\n'),
  examples: 'Examples:',
  typed: {
    unknownCommand: (word: string) => `There is no command "${word}".`,
    unknownOption: (word: string) => `There is no option ${word} here.`,
    meant: (near: string) => `Did you mean ${near}?`,
    seeHelp: (command: string) => `See: ${command} --help`,
    missingArgument: (name: string) => `Something is missing: ${name}.`,
    missingValue: (option: string) => `The option ${option} needs a value.`,
    tooMany: (word: string) => `"${word}" is one word too many.`,
    notAllowed: (option: string, value: string, choices: string) =>
      `${option} cannot be "${value}". It can be ${choices}.`,
    notANumber: (option: string, value: string) => `${option} must be a whole number above zero, not "${value}".`,
    notADuration: (option: string, value: string) =>
      `${option} must be a duration like 90s, 10m or 2h, not "${value}".`,
  },
};

const uk: typeof en = {
  about:
    'Веде версію застосунку від коміту до кожного оточення, де вона має бути, і завжди може сказати, що де працює.',
  usage: 'Використання:',
  root: 'КОМАНДА [ПАРАМЕТРИ]',
  arguments: 'Аргументи:',
  options: 'Параметри:',
  commands: 'Команди:',
  groups: {
    look: 'Що де працює:',
    move: 'Просування версій:',
    set: 'Налаштування:',
    access: 'Доступ:',
  },
  help: 'показати цю довідку',
  version: 'показати версію',
  server: 'адреса Sluice (або SLUICE_SERVER)',
  token: 'ваш токен (або SLUICE_TOKEN)',
  project: 'проєкт (або SLUICE_PROJECT)',
  output: 'у якому вигляді показати відповідь: table, wide, json чи yaml',
  lang: 'en або uk; інакше як у LC_ALL чи LANG',
  color: 'кольори, навіть якщо вивід не на екран',
  noColor: 'без кольорів (або NO_COLOR)',
  more: [
    'Докладніше про кожну: sluice КОМАНДА --help. Коди виходу: 0 зроблено ·',
    '1 не вдалося · 2 неправильна команда · 3 не дозволено · 4 не знайдено · 5 немає',
    "зв'язку · 6 ще триває. Прийшли з Akkeris? sluice help akkeris",
  ].join('\n'),
  examples: 'Приклади:',
  typed: {
    unknownCommand: (word) => `Команди «${word}» немає.`,
    unknownOption: (word) => `Параметра ${word} тут немає.`,
    meant: (near) => `Може, ${near}?`,
    seeHelp: (command) => `Довідка: ${command} --help`,
    missingArgument: (name) => `Бракує аргументу: ${name}.`,
    missingValue: (option) => `Параметр ${option} потребує значення.`,
    tooMany: (word) => `Слово «${word}» тут зайве.`,
    notAllowed: (option, value, choices) => `${option} не може бути «${value}». Можна: ${choices}.`,
    notANumber: (option, value) => `${option} має бути цілим числом, більшим за нуль, а не «${value}».`,
    notADuration: (option, value) => `${option} має бути тривалістю на кшталт 90s, 10m чи 2h, а не «${value}».`,
  },
};

export const rootWords: Words<typeof en> = { en, uk };
