import { defineMessages } from '../lib/message.ts';

export const checkMessages = defineMessages({
  check_reported: {
    en: (p: { context: string; state: string; version: string; environment: string | null }) =>
      `${p.context} is ${p.state} for ${p.version}${p.environment === null ? '' : ` in ${p.environment}`}.`,
    uk: (p) => `${p.context}: ${p.state} для ${p.version}${p.environment === null ? '' : ` у ${p.environment}`}.`,
  },
  check_overridden: {
    en: (p: { context: string; version: string }) =>
      `${p.context} no longer holds ${p.version}. The reason stays beside it.`,
    uk: (p) => `${p.context} більше не тримає ${p.version}. Причина лишається поруч.`,
  },
  check_not_found: {
    en: (p: { id: string }) => `There is no check "${p.id}". See: sluice checks APP`,
    uk: (p) => `Перевірки «${p.id}» немає. Дивіться: sluice checks APP`,
  },
  check_not_overridable: {
    en: (p: { context: string; state: string }) =>
      `${p.context} is ${p.state}. Only an error can be overridden, because then nothing was judged. Let the system check again.`,
    uk: (p) =>
      `${p.context}: ${p.state}. Відхилити можна лише error, бо тоді нічого не перевірено. Нехай система перевірить знову.`,
  },
  check_needs_subject: {
    en: (p: { app: string }) =>
      `What was checked? Name an environment of ${p.app}, a version, or both: sluice check report ${p.app}@1.4.0 staging ci/integration success`,
    uk: (p) =>
      `Що перевірено? Назвіть оточення ${p.app}, версію або обидва: sluice check report ${p.app}@1.4.0 staging ci/integration success`,
  },
  check_nothing_serves: {
    en: (p: { app: string; environment: string }) =>
      `Nothing serves in ${p.environment} of ${p.app}, so name the version that was checked.`,
    uk: (p) => `У ${p.environment} застосунку ${p.app} нічого не працює, тож назвіть перевірену версію.`,
  },
  check_release_unknown: {
    en: (p: { release: string; app: string; environment: string }) =>
      `There is no release ${p.release} of ${p.app} in ${p.environment}. See: sluice history ${p.app} ${p.environment}`,
    uk: (p) =>
      `Релізу ${p.release} застосунку ${p.app} у ${p.environment} немає. Дивіться: sluice history ${p.app} ${p.environment}`,
  },
  check_release_without_environment: {
    en: () => 'A release belongs to an environment: name it too.',
    uk: () => 'Реліз належить до оточення: назвіть і його.',
  },
});
