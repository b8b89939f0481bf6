import { defineMessages } from './message.ts';
import { inUkrainian } from './schema-phrases.ts';

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
    en: (p: { name: string; allowed: string; suggestion: string | null }) =>
      `${p.name} must be one of: ${p.allowed}.${p.suggestion === null ? '' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) => `${p.name}: можливі значення: ${p.allowed}.${p.suggestion === null ? '' : ` Можливо, ${p.suggestion}?`}`,
  },
  value_must_start: {
    en: (p: { name: string; start: string }) => `${p.name} must start with "${p.start}".`,
    uk: (p) => `${p.name}: має починатися з «${p.start}».`,
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
    en: (p: { name: string; field: string; suggestion: string | null; known: readonly string[] }) =>
      `${p.name === '' ? 'There' : `${p.name}: there`} is no field "${p.field}"${p.name === '' ? ' here' : ''}.${
        p.suggestion === null ? knownWords.en(p.known) : ` Did you mean ${p.suggestion}?`
      }`,
    uk: (p) =>
      `${p.name === '' ? 'Поля' : `${p.name}: поля`} «${p.field}» тут немає.${
        p.suggestion === null ? knownWords.uk(p.known) : ` Можливо, ви мали на увазі ${p.suggestion}?`
      }`,
  },
  // The words come from the schema itself.
  value_refused: {
    en: (p: { name: string; because: string }) => `${p.name}: ${p.because}`,
    uk: (p) => `${p.name}: ${inUkrainian(p.because)}`,
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
/** `string | object` is what a value may be of when it may be of several types. */
const typeWords = {
  en: (types: string): string =>
    types
      .split(' | ')
      .map((type) => english[type] ?? type)
      .join(' or '),
  uk: (types: string): string =>
    types
      .split(' | ')
      .map((type) => ukrainian[type] ?? type)
      .join(' або '),
};

const knownWords = {
  en: (known: readonly string[]): string =>
    known.length === 0 ? ' Remove it.' : ` Known here: ${known.join(', ')}. Or remove it.`,
  uk: (known: readonly string[]): string =>
    known.length === 0 ? ' Приберіть його.' : ` Можливі: ${known.join(', ')}. Або приберіть його.`,
};

const unitWords = {
  en: (of: string): string => ({ string: ' characters', array: ' items', set: ' items', map: ' entries' })[of] ?? '',
  uk: (of: string): string => ({ string: ' симв.', array: ' елем.', set: ' елем.', map: ' елем.' })[of] ?? '',
};
