import type { Verb } from '@sluice/client';
import type { Words } from './words.ts';

const examples: Readonly<Record<Verb, string>> = {
  promote: 'sluice promote shop@1.4.0 qa',
  rollback: 'sluice rollback shop prod',
  approve: 'sluice approve shop prod',
  reject: 'sluice reject shop prod',
  cancel: 'sluice cancel shop qa',
  retry: 'sluice retry shop prod',
  resume: 'sluice resume shop prod',
  stop: 'sluice stop shop qa',
  lock: 'sluice lock shop prod --reason "looking into an incident"',
  unlock: 'sluice unlock shop prod',
  list: 'sluice list shop',
  why: 'sluice why shop prod',
  diff: 'sluice diff qa prod',
  history: 'sluice history shop prod',
  insights: 'sluice insights shop prod',
  logs: 'sluice logs shop prod',
  watch: 'sluice watch shop qa',
  status: 'sluice status',
  help: 'sluice --help',
};

const en = {
  nothingSaid: 'Nothing was said. Try: sluice list',
  unknownVerb: (word: string, near: string | undefined) =>
    `I do not know "${word}".${near === undefined ? ' See: sluice --help' : ` Did you mean ${near}?`}`,
  unknownFlag: (word: string, near: string | undefined) =>
    `There is no option ${word} here.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  flagNeedsValue: (word: string) => `The option ${word} needs a value.`,
  flagTakesNoValue: (word: string) => `The option ${word} takes no value.`,
  unfinishedQuote: 'A quotation mark is never closed.',
  halfAddress: (word: string) => `"${word}" is half an address: write app@version, like shop@1.4.0.`,
  unexpected: (verb: Verb, word: string) => `"${word}" does not fit here. Like this: ${examples[verb]}`,
  missing: {
    app: (verb: Verb) => `Which app? Like this: ${examples[verb]}`,
    environment: (verb: Verb) => `Which environment? Like this: ${examples[verb]}`,
    subject: (verb: Verb) => `Which promotion? Give its id, or app and environment: ${examples[verb]}`,
    sides: (verb: Verb) => `Two environments or two artifacts are needed to compare: ${examples[verb]}`,
    source: () =>
      'From where? An environment, and its target where targets differ: sluice promote shop prod --from staging/eu',
  },
};

const uk: typeof en = {
  nothingSaid: 'Ви нічого не сказали. Спробуйте: sluice list',
  unknownVerb: (word, near) =>
    `Не знаю слова «${word}».${near === undefined ? ' Довідка: sluice --help' : ` Може, ${near}?`}`,
  unknownFlag: (word, near) => `Параметра ${word} тут немає.${near === undefined ? '' : ` Може, ${near}?`}`,
  flagNeedsValue: (word) => `Параметр ${word} потребує значення.`,
  flagTakesNoValue: (word) => `Параметр ${word} не має значення.`,
  unfinishedQuote: 'Лапки не закрито.',
  halfAddress: (word) => `«${word}» – лише половина адреси: потрібно застосунок@версія, наприклад shop@1.4.0.`,
  unexpected: (verb, word) => `Слово «${word}» тут зайве. Правильно так: ${examples[verb]}`,
  missing: {
    app: (verb) => `Який застосунок? Наприклад: ${examples[verb]}`,
    environment: (verb) => `Яке оточення? Наприклад: ${examples[verb]}`,
    subject: (verb) => `Яке просування? Вкажіть його id або застосунок і оточення: ${examples[verb]}`,
    sides: (verb) => `Для порівняння потрібні два оточення або два артефакти: ${examples[verb]}`,
    source: () =>
      'Звідки? Потрібне оточення і його ціль, якщо цілі різняться: sluice promote shop prod --from staging/eu',
  },
};

export const grammarWords: Words<typeof en> = { en, uk };
