import { defineMessages } from '../lib/message.ts';

const maybe = (suggestion: string | null, words: string) => (suggestion === null ? '' : ` ${words} ${suggestion}?`);

export const appMessages = defineMessages({
  app_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no app "${p.name}".${maybe(p.suggestion, 'Did you mean')}${p.suggestion === null ? ' See: sluice app list' : ''}`,
    uk: (p) =>
      `Застосунку «${p.name}» немає.${maybe(p.suggestion, 'Можливо,')}${p.suggestion === null ? ' Перелік: sluice app list' : ''}`,
  },
  app_exists: {
    en: (p: { name: string }) =>
      `App "${p.name}" exists already, with other settings. Change it: sluice get app ${p.name} > ${p.name}.yaml, edit, sluice apply -f ${p.name}.yaml`,
    uk: (p) =>
      `Застосунок «${p.name}» уже існує з іншими налаштуваннями. Щоб змінити: sluice get app ${p.name} > ${p.name}.yaml, відредагуйте, sluice apply -f ${p.name}.yaml`,
  },
  app_still_used: {
    en: (p: { name: string; pipeline: string }) =>
      `App "${p.name}" is delivered by pipeline "${p.pipeline}". Delete that first: sluice delete pipeline ${p.pipeline}`,
    uk: (p) =>
      `Застосунок «${p.name}» розгортає конвеєр «${p.pipeline}». Спершу видаліть його: sluice delete pipeline ${p.pipeline}`,
  },
  app_still_written: {
    en: (p: { name: string; pipelines: readonly string[] }) =>
      `Into the repository of ${p.name} write the pipelines ${p.pipelines.join(', ')}. Edit or delete those first.`,
    uk: (p) => `У репозиторій ${p.name} пишуть конвеєри: ${p.pipelines.join(', ')}. Спершу змініть або видаліть їх.`,
  },
  app_still_followed: {
    en: (p: { name: string; sources: readonly string[] }) =>
      `The repository of ${p.name} is followed by ${p.sources.join(', ')}. Delete that first: sluice delete manifest-source ${p.sources[0] ?? ''}`,
    uk: (p) =>
      `За репозиторієм ${p.name} стежить ${p.sources.join(', ')}. Спершу видаліть: sluice delete manifest-source ${p.sources[0] ?? ''}`,
  },
  app_deleted: {
    en: (p: { name: string }) => `App ${p.name} is deleted, with its repository, artifacts and history.`,
    uk: (p) => `Застосунок ${p.name} видалено разом з репозиторієм, артефактами та історією.`,
  },
  repository_importing: {
    en: (p: { app: string }) =>
      `The repository of ${p.app} is still being prepared. Try again in a moment: sluice app show ${p.app}`,
    uk: (p) => `Репозиторій ${p.app} ще готується. Спробуйте за мить: sluice app show ${p.app}`,
  },
  repository_changed_meanwhile: {
    en: (p: { app: string }) => `the repository of ${p.app} is read anew, because its address was changed meanwhile`,
    uk: (p) => `репозиторій ${p.app} читається заново, бо тим часом змінили його адресу`,
  },
  repository_not_imported: {
    en: (p: { app: string; problem: string }) =>
      `The repository of ${p.app} could not be imported: ${p.problem} Mend spec.repository.import and apply again; it is tried again by itself too.`,
    uk: (p) =>
      `Не вдалося імпортувати репозиторій ${p.app}: ${p.problem} Виправте spec.repository.import і застосуйте ще раз; система також повторить спробу сама.`,
  },
  branch_is_sluices: {
    en: (p: { branch: string; environment: string; app: string }) =>
      `Only Sluice writes branch ${p.branch}: it is what environment ${p.environment} runs. Push to the branch that feeds it, then: sluice promote ${p.app} ${p.environment}`,
    uk: (p) =>
      `У гілку ${p.branch} пише лише Sluice: це стан оточення ${p.environment}. Відправте зміни в гілку розробки, а потім: sluice promote ${p.app} ${p.environment}`,
  },
  tag_is_sluices: {
    en: (p: { tag: string }) => `Only Sluice writes tags like ${p.tag}: they say what went to which environment.`,
    uk: (p) => `Теги на зразок ${p.tag} пише лише Sluice: вони показують, що куди потрапило.`,
  },
  repository_waiting: {
    en: () => 'looks for pushes at regular intervals',
    uk: () => 'періодично перевіряє, чи є нові коміти',
  },
  repository_maintained: {
    en: () => 'tidied up; looks again in some hours',
    uk: () => 'порядок наведено; наступна перевірка за кілька годин',
  },
});
