import { defineMessages } from '../lib/message.ts';

const maybe = (suggestion: string | null, words: string) => (suggestion === null ? '' : ` ${words} ${suggestion}?`);

export const freezeMessages = defineMessages({
  freeze_not_found: {
    en: (p: { name: string }) => `There is no freeze "${p.name}". See: sluice freezes`,
    uk: (p) => `Заборони «${p.name}» немає. Дивіться: sluice freezes`,
  },
  freeze_unknown_app: {
    en: (p: { path: string; app: string; suggestion: string | null }) =>
      `${p.path}: there is no app "${p.app}".${maybe(p.suggestion, 'Did you mean')}`,
    uk: (p) => `${p.path}: застосунку «${p.app}» немає.${maybe(p.suggestion, 'Можливо,')}`,
  },
  freeze_unknown_environment: {
    en: (p: { path: string; environment: string; suggestion: string | null }) =>
      `${p.path}: no pipeline of the apps it is about has an environment "${p.environment}".${maybe(p.suggestion, 'Did you mean')}`,
    uk: (p) =>
      `${p.path}: у конвеєрах цих застосунків немає оточення «${p.environment}».${maybe(p.suggestion, 'Можливо,')}`,
  },
  freeze_never_ends: {
    en: (p: { path: string }) =>
      `${p.path}: the times follow each other without a gap, so nothing would ever get in. Shorten them; to stop everything for good: sluice lock`,
    uk: (p) =>
      `${p.path}: між цими періодами немає перерви, тож ніщо ніколи не пройде. Скоротіть їх; щоб зупинити все надовго: sluice lock`,
  },
});
