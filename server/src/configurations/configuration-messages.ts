import { defineMessages } from '../lib/message.ts';

export const configurationMessages = defineMessages({
  configuration_changed: {
    en: (p: { environment: string; names: readonly string[]; version: number }) =>
      `${p.names.join(', ')} changed in ${p.environment} (configuration ${p.version})`,
    uk: (p) => `${p.names.join(', ')}: змінено в ${p.environment} (конфігурація ${p.version})`,
  },
  configuration_unchanged: {
    en: (p: { environment: string }) => `The configuration of ${p.environment} is like that already. Nothing to do.`,
    uk: (p) => `Конфігурація ${p.environment} вже така. Нічого робити не треба.`,
  },
  configuration_unknown_name: {
    en: (p: { name: string; environment: string; suggestion: string | null; app: string }) =>
      `${p.environment} has no variable ${p.name}.${p.suggestion === null ? ` See: sluice config list ${p.app} ${p.environment}` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `У ${p.environment} немає змінної ${p.name}.${p.suggestion === null ? ` Дивіться: sluice config list ${p.app} ${p.environment}` : ` Можливо, ${p.suggestion}?`}`,
  },
  configuration_reserved: {
    en: (p: { name: string }) => `${p.name} is set by Sluice itself. Choose another name.`,
    uk: (p) => `${p.name} встановлює сама система Sluice. Оберіть іншу назву.`,
  },
  configuration_too_big: {
    en: (p: { limitKilobytes: number }) =>
      `One environment may have ${p.limitKilobytes} KB of configuration. Keep large files in the app or behind a URL.`,
    uk: (p) =>
      `Конфігурація одного оточення — не більше ${p.limitKilobytes} КБ. Великі файли тримайте в застосунку або за URL.`,
  },
});
