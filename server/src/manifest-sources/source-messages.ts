import { defineMessages } from '../lib/message.ts';

const short = (revision: string) => revision.slice(0, 7);

export const sourceMessages = defineMessages({
  source_waiting: {
    en: () => 'not looked at yet',
    uk: () => 'ще не переглянуто',
  },
  source_synced: {
    en: (p: { revision: string; count: number }) =>
      `as in ${short(p.revision)}: ${p.count} ${p.count === 1 ? 'document' : 'documents'}`,
    uk: (p) => `як у ${short(p.revision)}, документів: ${p.count}`,
  },
  source_drifted: {
    en: (p: { revision: string; names: readonly string[] }) =>
      `not as in ${short(p.revision)} any more: ${p.names.join(', ')}`,
    uk: (p) => `уже не так, як у ${short(p.revision)}: ${p.names.join(', ')}`,
  },
  source_failed: {
    en: (p: { revision: string; problem: string }) => `${short(p.revision)} is not applied: ${p.problem}`,
    uk: (p) => `${short(p.revision)} не застосовано: ${p.problem}`,
  },
  source_not_ready: {
    en: (p: { app: string }) => `The repository of ${p.app} is still being prepared.`,
    uk: (p) => `Репозиторій ${p.app} ще готується.`,
  },
  source_no_branch: {
    en: (p: { app: string; branch: string }) =>
      `The repository of ${p.app} has no branch ${p.branch}. Push one, or correct spec.branch.`,
    uk: (p) => `У репозиторії ${p.app} немає гілки ${p.branch}. Надішліть її або виправте spec.branch.`,
  },
  source_no_files: {
    en: (p: { path: string }) => `There is no YAML file below ${p.path}.`,
    uk: (p) => `У теці ${p.path} немає файлів YAML.`,
  },
  source_too_many: {
    en: (p: { count: number; most: number }) => `There are ${p.count} YAML files, and at most ${p.most} are read.`,
    uk: (p) => `Файлів YAML – ${p.count}, а читається щонайбільше ${p.most}.`,
  },
  source_too_large: {
    en: (p: { file: string }) => `${p.file} is larger than 1 MiB, or all of it larger than 8 MiB.`,
    uk: (p) => `${p.file} більший за 1 МіБ, або все разом більше за 8 МіБ.`,
  },
  source_no_text: {
    en: (p: { file: string }) => `${p.file} is no text in UTF-8.`,
    uk: (p) => `${p.file} – не текст у UTF-8.`,
  },
  source_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no manifest source "${p.name}".${p.suggestion === null ? ' See: sluice sources' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `Джерела маніфестів «${p.name}» немає.${p.suggestion === null ? ' Дивіться: sluice sources' : ` Можливо, ${p.suggestion}?`}`,
  },
  source_unknown_app: {
    en: (p: { path: string; app: string; suggestion: string | null }) =>
      `${p.path}: there is no app "${p.app}".${p.suggestion === null ? ` Create it first: sluice app create ${p.app}` : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `${p.path}: застосунку «${p.app}» немає.${p.suggestion === null ? ` Спершу створіть його: sluice app create ${p.app}` : ` Можливо, ${p.suggestion}?`}`,
  },
  source_syncing: {
    en: (p: { name: string }) => `${p.name} is looked at now.`,
    uk: (p) => `${p.name} переглядається.`,
  },
});
