import { defineMessages } from './message.ts';

/** What is wrong with one value that a schema refused. The path stands beside the message, not in it. */
export const schemaIssueMessages = defineMessages({
  value_missing: {
    en: (p: { name: string }) => `${p.name} is required.`,
    uk: (p) => `${p.name}: обов'язкове поле.`,
  },
  value_wrong_type: {
    en: (p: { name: string; expected: string }) => `${p.name} must be ${typeWords.en(p.expected)}.`,
    uk: (p) => `${p.name}: тут має бути ${typeWords.uk(p.expected)}.`,
  },
  value_not_allowed: {
    en: (p: { name: string; allowed: string }) => `${p.name} must be one of: ${p.allowed}.`,
    uk: (p) => `${p.name}: можливі значення: ${p.allowed}.`,
  },
  value_too_small: {
    en: (p: { name: string; minimum: string; of: string }) =>
      `${p.name} must have at least ${p.minimum}${unitWords.en(p.of)}.`,
    uk: (p) => `${p.name}: щонайменше ${p.minimum}${unitWords.uk(p.of)}.`,
  },
  value_too_big: {
    en: (p: { name: string; maximum: string; of: string }) =>
      `${p.name} may have at most ${p.maximum}${unitWords.en(p.of)}.`,
    uk: (p) => `${p.name}: щонайбільше ${p.maximum}${unitWords.uk(p.of)}.`,
  },
  number_too_small: {
    en: (p: { name: string; minimum: string }) => `${p.name} must be ${p.minimum} or more.`,
    uk: (p) => `${p.name}: має бути ${p.minimum} або більше.`,
  },
  number_too_big: {
    en: (p: { name: string; maximum: string }) => `${p.name} must be ${p.maximum} or less.`,
    uk: (p) => `${p.name}: має бути ${p.maximum} або менше.`,
  },
  value_malformed: {
    en: (p: { name: string; format: string }) => `${p.name} is not a valid ${p.format}.`,
    uk: (p) => `${p.name}: неправильний формат (${p.format}).`,
  },
  field_unknown: {
    en: (p: { field: string; suggestion: string | null }) =>
      `There is no field "${p.field}" here.${p.suggestion === null ? ' Remove it.' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `Поля «${p.field}» тут немає.${p.suggestion === null ? ' Приберіть його.' : ` Можливо, ви мали на увазі ${p.suggestion}?`}`,
  },
  // The words come from the schema itself; they are English in every language.
  value_refused: {
    en: (p: { name: string; because: string }) => `${p.name}: ${p.because}`,
    uk: (p) => `${p.name}: ${p.because}`,
  },
});

const english: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a date',
  null: 'null',
};
const ukrainian: Readonly<Record<string, string>> = {
  string: 'текст',
  number: 'число',
  int: 'ціле число',
  boolean: 'true або false',
  array: 'список',
  object: "об'єкт",
  record: "об'єкт",
  date: 'дата',
  null: 'null',
};
const typeWords = {
  en: (type: string): string => english[type] ?? type,
  uk: (type: string): string => ukrainian[type] ?? type,
};

const unitWords = {
  en: (of: string): string => ({ string: ' characters', array: ' items', set: ' items', map: ' entries' })[of] ?? '',
  uk: (of: string): string => ({ string: ' симв.', array: ' елем.', set: ' елем.', map: ' елем.' })[of] ?? '',
};
