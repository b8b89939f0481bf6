import { defineMessages } from './lib/message.ts';

export const configMessages = defineMessages({
  settings_invalid: {
    en: (p: { count: number; all: string }) =>
      `${p.count === 1 ? 'One setting is' : `${p.count} settings are`} not right:\n${p.all}`,
    uk: (p) => `Неправильні налаштування (${p.count}):\n${p.all}`,
  },
  setting_invalid: {
    en: (p: { name: string; value: string | null; allowed: string }) =>
      `  ${p.name}${p.value === null ? '' : ` is "${p.value}"`}: ${p.value === null ? 'the value' : 'it'} must be ${p.allowed}.`,
    uk: (p) => `  ${p.name}${p.value === null ? '' : ` = «${p.value}»`}: дозволено ${p.allowed}.`,
  },
  flag_unknown: {
    en: (p: { flag: string; suggestion: string | null }) =>
      `  ${p.flag}: there is no such option.${p.suggestion === null ? ' See them all with --help.' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `  ${p.flag}: такого параметра немає.${p.suggestion === null ? ' Усі параметри: --help.' : ` Можливо, ви мали на увазі ${p.suggestion}?`}`,
  },
  flag_without_value: {
    en: (p: { flag: string }) => `  ${p.flag}: a value is missing. Write it as ${p.flag}=VALUE.`,
    uk: (p) => `  ${p.flag}: бракує значення. Пишіть ${p.flag}=ЗНАЧЕННЯ.`,
  },
});
